import { durationText } from '../../core/text/count-and-duration';
import { Instant, MINUTE } from '../../core/time';

/**
 * Seconds between two instants as a report shows them, to the minute: from 06:03 to 06:06 is 3 min, whatever the seconds are.
 * Elapsed time counts in UTC, so a clock change between the two does not matter.
 */
export function shownSeconds(from: Instant, to: Instant): number {
  return (minuteOf(to) - minuteOf(from)) / 1000;
}

/**
 * How long it took from when the fault could be known until someone was notified: `after 3 min`, `within the same minute`, `2 h
 * before that`.
 */
export function afterText(knowableAt: Instant, toldAt: Instant): string {
  const seconds = shownSeconds(knowableAt, toldAt);
  if (seconds === 0) return 'within the same minute';
  return seconds > 0 ? `after ${durationText(seconds)}` : `${durationText(-seconds)} before that`;
}

/** A promised time, rounded up: a message in time must not look late because of rounding. */
export function promiseText(seconds: number): string {
  return `within ${durationText(Math.ceil(seconds / 60) * 60)}`;
}

/** By how much a message came later than promised. */
export function overdueText(knowableAt: Instant, toldAt: Instant, promisedSeconds: number): string {
  return durationText(Math.max(1, (toldAt - knowableAt) / 1000 - promisedSeconds));
}

function minuteOf(at: Instant): Instant {
  return Math.floor(at / MINUTE) * MINUTE;
}
