import type { Profile } from '../../core/contract/profile';
import type { Notice } from '../../core/incident/record';
import type { SeverityName } from '../../core/signals';
import type { NotifierEnvironment } from './environment';

/**
 * The topics that a notice goes to, the one that must be reached first. A recovery goes wherever its incident was told; but
 * not on both topics of the observatory where the same people hear both.
 */
export function topicsOf(notice: Notice, profile: Profile | undefined, environment: NotifierEnvironment): string[] {
  const { escalation } = environment;
  if (notice.kind === 'escalated') return escalation === undefined ? topicsOfSeverity(notice.severity, profile, environment) : [escalation.topicArn];
  const severities = notice.kind === 'recovered' ? recoverySeverities(notice, environment) : [notice.severity];
  const isEscalated = notice.kind === 'recovered' && notice.incident?.escalatedAt !== undefined;
  return unique([
    ...severities.flatMap((severity) => topicsOfSeverity(severity, profile, environment)),
    ...(isEscalated && escalation !== undefined ? [escalation.topicArn] : []),
  ]);
}

/** The observatory's topic of a severity, and those that are told besides. */
export function topicsOfSeverity(severity: SeverityName, profile: Profile | undefined, environment: NotifierEnvironment): string[] {
  const also = [...environment.extraTopics, ...(profile?.topics ?? [])].filter((topic) => topic.severity === severity);
  return unique([environment.topics[severity], ...also.map(({ topicArn }) => topicArn)]);
}

function recoverySeverities({ severity, incident }: Notice, { warningCovered }: NotifierEnvironment): SeverityName[] {
  const told = incident?.toldTo ?? [];
  return told.includes('critical') && !warningCovered ? unique([severity, ...told]) : [severity];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
