import type { ScheduledExpectation } from '../contract/contract';
import { parseSchedule } from '../schedule/parse';
import type { Schedule } from '../schedule/schedule';
import { DAY, HOUR, Instant, SECOND } from '../time';

/** When the run of a slot must have succeeded. */
export type DeadlineRule = (slot: Instant) => Instant | undefined;

/** The deadlines of an expectation; a rule, so that a local time is read once and not for each slot. */
export function deadlineRule({ deadlineSeconds, deadlineTime, timeZone }: ScheduledExpectation): DeadlineRule {
  if (deadlineSeconds !== undefined) return (slot) => slot + deadlineSeconds * SECOND;
  if (deadlineTime === undefined) return () => undefined;
  const [hour, minute] = deadlineTime.split(':').map(Number);
  const daily = parseSchedule(`cron(${minute} ${hour} * * ? *)`, { timeZone });
  let day: Day | undefined;
  return (slot) => {
    // Slots come in order, and many share a day: each day is looked up once.
    if (day === undefined || slot < day.from || slot >= (day.next ?? Infinity)) day = dayOf(daily, slot);
    return day.skipped !== undefined && day.skipped > slot ? day.skipped : day.next;
  };
}

/** The time from one local time of the deadline to the next. */
interface Day {
  readonly from: Instant;
  readonly next?: Instant;
  /** Where the deadline would have been, if the clocks skipped the local time in between. */
  readonly skipped?: Instant;
}

function dayOf(daily: Schedule, slot: Instant): Day {
  const next = daily.next(slot)?.at;
  const before = next === undefined ? undefined : daily.prev(next)?.at;
  // On a day whose clocks skip the local time a schedule has no slot. A deadline has to stay: where it would have
  // been without the skip, or a whole day would have none.
  const isSkipped = before !== undefined && next! - before >= DAY + 12 * HOUR;
  return { from: before ?? slot, next, ...(isSkipped ? { skipped: before + DAY } : {}) };
}
