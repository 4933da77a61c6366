import { durationText } from '../../core/text/count-and-duration';
import { Instant, MINUTE } from '../../core/time';

/**
 * Seconds between two instants as a report shows them, to the minute: what is said to lie between 06:03 and 06:06 are 3 min,
 * whatever the seconds are. Elapsed time counts in UTC, so a change of clocks between the two changes nothing.
 */
export function shownSeconds(from: Instant, to: Instant): number {
  return (minuteOf(to) - minuteOf(from)) / 1000;
}

/** How long after it could be known somebody was notified: `after 3 min`, `within the same minute`, `2 h before that`. */
export function afterText(knowableAt: Instant, toldAt: Instant): string {
  const seconds = shownSeconds(knowableAt, toldAt);
  if (seconds === 0) return 'within the same minute';
  return seconds > 0 ? `after ${durationText(seconds)}` : `${durationText(-seconds)} before that`;
}

/** A promise, never shorter than it is: a message in time must not look late because of rounding. */
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
