import { IncidentRecord } from '../../core/incident/record';
import { FoldContext } from '../../core/incident/rules';
import { isMuted, parseMuteRule } from '../../core/mute-rule';
import { Instant } from '../../core/time';
import type { NotifierEnvironment } from './environment';
import type { Known } from './known';

/** What the fold has to know of a pipeline besides what happened. */
export function contextOf({ profile, contract, watched, pipeline }: Known, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant): FoldContext {
  const upstream = profile?.dependsOn.find((name) => name !== pipeline && isDown(records, name));
  return {
    now,
    // Of what nothing is known it is assumed that nobody else would notice.
    loudness: profile?.loudness ?? 'silent',
    expected: contract !== undefined || (profile === undefined ? watched !== false : profile.nothingExpected === undefined),
    removed: watched === false,
    muted: isMutedNow(profile?.muteDuring ?? [], now),
    ...(upstream === undefined ? {} : { upstream }),
    ...(environment.escalation === undefined ? {} : { escalateAfterMillis: environment.escalation.afterMillis }),
  };
}

/** A pipeline that is merely slow keeps nobody from working. */
function isDown(records: readonly IncidentRecord[], name: string): boolean {
  return records.some(({ pipeline, incident }) => pipeline === name && incident !== undefined && incident.question !== 'SLOW');
}

function isMutedNow(windows: readonly Parameters<typeof parseMuteRule>[0][], now: Instant): boolean {
  return windows.some((window) => {
    try {
      return isMuted(parseMuteRule(window), now);
    } catch {
      // A window that nobody can read mutes nothing: CloudWatch would not have taken it either.
      return false;
    }
  });
}

/** Pipelines that are held back because of one, directly or through others, or were while its incident was open. */
export function downstreamOf(pipeline: string, records: readonly IncidentRecord[], since: Instant): string[] {
  const found = new Set<string>();
  const look = (upstream: string): void => {
    for (const record of records) {
      const held = record.incident?.heldFor === upstream
        || (record.closed?.incident.heldFor === upstream && record.closed.recovery.at >= since);
      if (!held || found.has(record.pipeline)) continue;
      found.add(record.pipeline);
      look(record.pipeline);
    }
  };
  look(pipeline);
  return [...found].sort();
}
