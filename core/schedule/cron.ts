import { DAY, type Instant } from '../time';
import { Calendar } from './calendar';
import type { CronFields } from './cron-fields';
import type { Slot, SlotSource } from './schedule';
import { MAX_OFFSET, MIN_OFFSET, type Zone } from './zone';

/** No cron slot lies outside these instants: the dialect's years plus more than the widest offset. */
const FIRST = Date.UTC(1970, 0, 1) - 2 * DAY;
const LAST = Date.UTC(2200, 0, 1) + 2 * DAY;

/**
 * How to treat a local time that the clocks show a second time after they go back. True makes the second one an optional
 * slot, false makes it no slot. The first is a slot in either case.
 *
 * One matching hour means that the schedule names a time of day, which runs once according to AWS. With several matching
 * hours the schedule may be meant as an interval (every hour, every 15 minutes), and AWS does not say whether the repeated
 * hour is served. An optional slot is right either way: a run there has a slot of its own, and no run there is not a missed
 * slot.
 */
function repeatsAreOptional(fields: CronFields): boolean {
  return fields.hours.length > 1;
}

/**
 * The slots of a cron expression in a zone.
 *
 * The search goes through time spans of constant offset. Within one, local time and UTC advance together, so only the end
 * of the span limits the calendar's answer. Local times that the clocks skip lie in no span, so they are no slots.
 */
export class CronSlots implements SlotSource {
  readonly #calendar: Calendar;
  readonly #zone: Zone;
  readonly #repeatsAreOptional: boolean;

  public constructor(fields: CronFields, zone: Zone) {
    this.#calendar = new Calendar(fields);
    this.#zone = zone;
    this.#repeatsAreOptional = repeatsAreOptional(fields);
  }

  public next(after: Instant): Slot | undefined {
    let t = Math.max(Math.floor(after) + 1, FIRST);
    while (t < LAST) {
      const { end, offset } = this.#zone.stretchAt(t);
      const local = this.#calendar.atOrAfter(t + offset);
      if (local !== undefined && local - offset < end) {
        const slot = this.#slotAt(local - offset);
        if (slot !== undefined) return slot;
        t = local - offset + 1;
      } else if (this.#zone.offsetAt(t + DAY) < offset) {
        // The clocks are about to go back: local times before `t + offset` come up once more, so nothing is skipped.
        t = end;
      } else if (local === undefined) {
        return undefined;
      } else {
        t = Math.max(end, local - MAX_OFFSET);
      }
    }
    return undefined;
  }

  public prev(before: Instant): Slot | undefined {
    let t = Math.min(Math.ceil(before) - 1, LAST);
    while (t >= FIRST) {
      const { start, offset } = this.#zone.stretchAt(t);
      const local = this.#calendar.atOrBefore(t + offset);
      if (local !== undefined && local - offset >= start) {
        const slot = this.#slotAt(local - offset);
        if (slot !== undefined) return slot;
        t = local - offset - 1;
      } else if (this.#zone.offsetAt(t - DAY) > offset) {
        // The clocks have just gone back: local times after `t + offset` were there before, so nothing is skipped.
        t = start - 1;
      } else if (local === undefined) {
        return undefined;
      } else {
        t = Math.min(start - 1, local - MIN_OFFSET);
      }
    }
    return undefined;
  }

  #slotAt(at: Instant): Slot | undefined {
    if (!this.#zone.isRepeat(at)) return { at, optional: false };
    return this.#repeatsAreOptional ? { at, optional: true } : undefined;
  }
}
