import type { IncidentRecord } from '../../core/incident/record';
import type { FoldContext } from '../../core/incident/rules';
import { isMuted, parseMuteRule } from '../../core/mute-rule';
import type { Instant } from '../../core/time';
import type { PipelineState } from './pipeline-state';
import type { RunDeps } from './run';

/** What the rules of an incident need to know about a pipeline, besides what happened. */
export function contextOf({ environment, now }: Pick<RunDeps, 'environment' | 'now'>, state: PipelineState, records: readonly IncidentRecord[]): FoldContext {
  const { profile, contract, watched, pipeline } = state;
  // That nobody can verify a pipeline is not a consequence of another one.
  const upstream = state.unverified === true ? undefined : profile?.upstreamPipelines.find((name) => name !== pipeline && isDown(records, name));
  return {
    now,
    // When nothing is known of a pipeline, assume that nobody else would notice its failure.
    severity: profile?.severity ?? 'critical',
    expected: contract !== undefined || (profile === undefined ? watched !== false : profile.nothingExpected === undefined),
    removed: watched === false,
    muted: isMutedNow(profile?.muteWindows ?? [], now),
    ...(upstream === undefined ? {} : { upstream }),
    ...(environment.escalation === undefined ? {} : { escalateAfterMillis: environment.escalation.afterMillis }),
  };
}

/** A pipeline that is merely slow does not stop the pipelines that depend on it. */
function isDown(records: readonly IncidentRecord[], name: string): boolean {
  return records.some(({ pipeline, incident }) => pipeline === name && incident !== undefined && incident.question !== 'SLOW');
}

function isMutedNow(windows: readonly Parameters<typeof parseMuteRule>[0][], now: Instant): boolean {
  return windows.some((window) => {
    try {
      return isMuted(parseMuteRule(window), now);
    } catch {
      // A window that cannot be read mutes nothing: CloudWatch would not have taken it either.
      return false;
    }
  });
}

/** The pipelines that one pipeline's incident suppresses or suppressed since an instant, directly or through others. */
export function downstreamOf(pipeline: string, records: readonly IncidentRecord[], since: Instant): string[] {
  const found = new Set<string>();
  const look = (upstream: string): void => {
    for (const record of records) {
      const isInhibited = record.incident?.inhibitedBy === upstream
        || (record.closed?.incident.inhibitedBy === upstream && record.closed.recovery.at >= since);
      if (!isInhibited || found.has(record.pipeline)) continue;
      found.add(record.pipeline);
      look(record.pipeline);
    }
  };
  look(pipeline);
  return [...found].sort();
}
