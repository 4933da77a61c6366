import type { Question, SeverityName } from '../signals';
import { DAY, HOUR, Instant, MINUTE } from '../time';
import type { OpenIncident } from './record';

/** What a fold must know besides what happened. */
export interface FoldContext {
  readonly now: Instant;
  readonly severity: SeverityName;
  /** Whether a contract says that runs are due. If the contract cannot be read, runs are still expected. */
  readonly expected: boolean;
  /**
   * Whether it is certain that the pipeline is no longer watched: it was removed or renamed.
   * @default false
   */
  readonly removed?: boolean;
  /** Whether a mute window currently mutes the pipeline. */
  readonly muted: boolean;
  /** An upstream pipeline, while its incident is open. */
  readonly upstream?: string;
  /** @default - nobody else is notified */
  readonly escalateAfterMillis?: number;
  /** @default RATE_LIMIT_PER_DAY */
  readonly rateLimitPerDay?: number;
}

/** After how long without a message a reminder is sent. The last interval repeats. */
const REPEAT_INTERVALS: Readonly<Record<SeverityName, readonly number[]>> = {
  // Nobody complains, so somebody must be reminded; but more and more rarely, or the mailbox is muted.
  critical: [6 * HOUR, 12 * HOUR, DAY],
  warning: [DAY],
};

/**
 * The most messages about one pipeline in 24 hours. If there were more, people would mute them by hand and miss the next
 * outage.
 */
export const RATE_LIMIT_PER_DAY = 10;

/** For this long after the beginning of an incident, each further failure is sent at once. */
const EACH_FAILURE_IS_SENT_FOR = DAY;

/**
 * After that, a job that fails every hour would fill the mailbox. Failures that follow each other faster than this are sent
 * together, this long after the last message.
 */
const REPEATS_PAUSE: Readonly<Record<SeverityName, number>> = { critical: 6 * HOUR, warning: 12 * HOUR };

/** How long a pipeline may take to recover after its upstream pipeline has recovered. */
export const UPSTREAM_GRACE = 15 * MINUTE;

/** If no runs are expected, this long without a failure ends an incident, because there is no better evidence. */
export const QUIET_ENDS_AFTER = DAY;

/** How long after the success of a slot an alarm may still report that its run was slow. */
export const SLOW_IS_REPORTED_WITHIN = 15 * MINUTE;

/** After a mute window ends, alarms fire again one by one. Within this time the first one stands for all. */
export const AFTER_MUTE_WINDOW = 10 * MINUTE;

/** How long after the last message the next reminder is due. */
export function repeatInterval(severity: SeverityName, question: Question, reminders: number): number {
  // A slow run is no emergency, however severe the failures of its pipeline are.
  const gaps = REPEAT_INTERVALS[question === 'SLOW' ? 'warning' : severity];
  return gaps[Math.min(reminders, gaps.length - 1)]!;
}

/**
 * Whether one more failure is sent at once, or together with those that follow. Rare failures are always sent: a recent
 * reminder must not suppress the next night.
 */
export function isFailureSentAtOnce(severity: SeverityName, { openedAt, lastNotificationAt, failedAt }: Pick<OpenIncident, 'openedAt' | 'lastNotificationAt' | 'failedAt'>, now: Instant): boolean {
  const pause = REPEATS_PAUSE[severity];
  return now - openedAt < EACH_FAILURE_IS_SENT_FOR || now - (failedAt.at(-1) ?? -Infinity) >= pause || now - (lastNotificationAt ?? -Infinity) >= pause;
}
