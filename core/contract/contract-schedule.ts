import { parseSchedule, Schedule, Slot } from '../schedule';
import type { Instant } from '../time';
import type { ScheduledExpectation } from './contract';

/** The schedule of an expectation. A `rate` whose contract names no anchor is counted from `assumedAnchor`. */
export function scheduleOf({ schedule, timeZone, anchor }: ScheduledExpectation, assumedAnchor: Instant): Schedule {
  return parseSchedule(schedule, { timeZone, anchor: anchor === undefined ? assumedAnchor : Date.parse(anchor) });
}

/** Whether a run in a slot is welcome and its absence says nothing: the repeated hour of autumn, an excluded date. */
export function isOptional({ excludeDates, timeZone }: ScheduledExpectation, slot: Slot): boolean {
  if (slot.optional || excludeDates === undefined || excludeDates.length === 0) return slot.optional;
  return excludeDates.includes(localDate(slot.at, timeZone));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local calendar date (YYYY-MM-DD) of an instant. */
function localDate(instant: Instant, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  // By parts, since the order in which a locale writes them differs between versions of its data.
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}
