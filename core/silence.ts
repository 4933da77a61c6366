import { MINUTE } from './time';

/** A heartbeat is seen so long after its tick began at most: a minute for the tick, and three until CloudWatch shows it. */
const SEEN_WITHIN = 4 * MINUTE;

/**
 * How long the checker may complete no tick until CheckerSilent is raised: three of its intervals. One tick may be lost, or late,
 * and the next heartbeat is still seen in time, also at short intervals.
 *
 * @param interval the time between two ticks, in milliseconds
 */
export function checkerSilence(interval: number): number {
  return Math.max(3 * interval, 2 * interval + SEEN_WITHIN);
}

/** How long the notifier, which runs once a minute, may not run until NotifierSilent is raised. */
export const NOTIFIER_SILENCE = 10 * MINUTE;
