import { DAY, HOUR, type Instant } from '../time';
import { type Schedule, type Slot, SlotSchedule } from './schedule';

/** Neighbours of a daily schedule lie further apart than this only when the clocks skip the time between them. */
const SKIPPED = DAY + 12 * HOUR;

/**
 * A daily cron schedule with a slot on every day. EventBridge has none on a day whose clocks skip the local time, such as
 * midnight in Cairo or Havana in spring. There the slot lies where it would be without the skip, 24 hours after the one before.
 */
export function everyDay(daily: Schedule): Schedule {
  return new SlotSchedule(daily.expression, daily.timeZone, daily.kind, {
    next: (after) => {
      const next = daily.next(after);
      const skipped = next === undefined ? undefined : skippedBetween(daily.prev(next.at), next);
      return skipped !== undefined && skipped.at > after ? skipped : next;
    },
    prev: (before: Instant) => {
      const previous = daily.prev(before);
      const skipped = previous === undefined ? undefined : skippedBetween(previous, daily.next(previous.at));
      return skipped !== undefined && skipped.at < before ? skipped : previous;
    },
  });
}

function skippedBetween(one: Slot | undefined, other: Slot | undefined): Slot | undefined {
  return one === undefined || other === undefined || other.at - one.at < SKIPPED ? undefined : { at: one.at + DAY, optional: false };
}
