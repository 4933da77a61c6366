import type { Question, SeverityName } from '../signals';
import { DAY, HOUR, Instant, MINUTE } from '../time';
import type { OpenIncident } from './record';

/** What the fold has to know besides what happened. */
export interface FoldContext {
  readonly now: Instant;
  readonly severity: SeverityName;
  /** Whether runs are due by a contract, as far as that is known: what cannot be read is no reason to expect nothing. */
  readonly expected: boolean;
  /** Whether it is known that it is not watched any more: it was removed, or goes by another name. @default false */
  readonly removed?: boolean;
  /** Whether a maintenance window mutes the pipeline at the moment. */
  readonly muted: boolean;
  /** A pipeline that it depends on, while that one's incident is open. */
  readonly upstream?: string;
  /** @default - nobody else is told */
  readonly escalateAfterMillis?: number;
  /** @default MOST_PER_DAY */
  readonly rateLimitPerDay?: number;
}

/** After how long without a message an open incident is told again; the last one repeats. */
const REPEAT_INTERVALS: Readonly<Record<SeverityName, readonly number[]>> = {
  // Nobody complains, so somebody has to be asked; and then ever more rarely, or the mailbox is muted.
  critical: [6 * HOUR, 12 * HOUR, DAY],
  warning: [DAY],
};

/** The most messages about one pipeline in 24 hours: more would be muted by hand, and a muted alarm is a blind spot. */
export const RATE_LIMIT_PER_DAY = 10;

/** So long after an incident began each further failure is told at once. */
const EACH_FAILURE_IS_SENT_FOR = DAY;

/**
 * After that a job that fails every hour would fill the mailbox: failures that follow each other faster than this are told
 * together, this long after the message before.
 */
const REPEATS_PAUSE: Readonly<Record<SeverityName, number>> = { critical: 6 * HOUR, warning: 12 * HOUR };

/** How long a pipeline may take to get well after the one that it depends on is. */
export const UPSTREAM_GRACE = 15 * MINUTE;

/** Where nothing is expected, so long without a failure ends an incident, for want of better evidence. */
export const QUIET_ENDS_AFTER = DAY;

/** After the success of a slot, so long until an alarm would have said that its run was slow. */
export const SLOW_IS_REPORTED_WITHIN = 15 * MINUTE;

/** After the end of a maintenance window alarms speak again one by one; within this time the first speaks for all. */
export const AFTER_MAINTENANCE = 10 * MINUTE;

/** How long after the last message the next reminder is due. */
export function repeatInterval(severity: SeverityName, question: Question, reminders: number): number {
  // A slow run is no emergency, however serious its pipeline's failures are.
  const gaps = REPEAT_INTERVALS[question === 'SLOW' ? 'warning' : severity];
  return gaps[Math.min(reminders, gaps.length - 1)]!;
}

/**
 * Whether one more failure is told at once, or with those that follow. What fails rarely is always told: that a reminder
 * came shortly before must not swallow the next night.
 */
export function isFailureSentAtOnce(severity: SeverityName, { openedAt, lastNotificationAt, failedAt }: Pick<OpenIncident, 'openedAt' | 'lastNotificationAt' | 'failedAt'>, now: Instant): boolean {
  const pause = REPEATS_PAUSE[severity];
  return now - openedAt < EACH_FAILURE_IS_SENT_FOR || now - (failedAt.at(-1) ?? -Infinity) >= pause || now - (lastNotificationAt ?? -Infinity) >= pause;
}
