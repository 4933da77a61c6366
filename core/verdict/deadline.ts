import type { ScheduledExpectation } from '../contract';
import { parseSchedule } from '../schedule';
import { DAY, HOUR, Instant, SECOND } from '../time';

/** When the run of a slot must have succeeded. */
export type DeadlineRule = (slot: Instant) => Instant | undefined;

/** The deadlines of an expectation; a rule, so that a local time is read once and not for each slot. */
export function deadlineRule({ deadlineSeconds, deadlineTime, timeZone }: ScheduledExpectation): DeadlineRule {
  if (deadlineSeconds !== undefined) return (slot) => slot + deadlineSeconds * SECOND;
  if (deadlineTime === undefined) return () => undefined;
  const [hour, minute] = deadlineTime.split(':').map(Number);
  const daily = parseSchedule(`cron(${minute} ${hour} * * ? *)`, { timeZone });
  return (slot) => {
    const next = daily.next(slot)?.at;
    const before = next === undefined ? undefined : daily.prev(next)?.at;
    // On a day whose clocks skip the local time a schedule has no slot. A deadline has to stay: where it would have
    // been without the skip, or a whole day would have none.
    const skipped = before === undefined || next! - before < DAY + 12 * HOUR ? undefined : before + DAY;
    return skipped !== undefined && skipped > slot ? skipped : next;
  };
}
