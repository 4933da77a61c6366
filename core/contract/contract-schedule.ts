import { localTime } from '../schedule/local-time';
import { parseSchedule } from '../schedule/parse';
import { Schedule, Slot } from '../schedule/schedule';
import type { Instant } from '../time';
import type { ScheduledExpectation } from './contract';

/** The schedule of an expectation. A `rate` whose contract names no anchor is counted from `assumedAnchor`. */
export function scheduleOf({ schedule, timeZone, anchor }: ScheduledExpectation, assumedAnchor: Instant): Schedule {
  return parseSchedule(schedule, { timeZone, anchor: anchor === undefined ? assumedAnchor : Date.parse(anchor) });
}

/** Whether a run in a slot is welcome and its absence says nothing: the repeated hour of autumn, an excluded date. */
export function isOptional(expectation: Pick<ScheduledExpectation, 'excludeDates' | 'timeZone'>, slot: Slot): boolean {
  return optionalRule(expectation)(slot);
}

/** The same as a rule, for many slots. */
export function optionalRule({ excludeDates, timeZone }: Pick<ScheduledExpectation, 'excludeDates' | 'timeZone'>): (slot: Slot) => boolean {
  if (excludeDates === undefined || excludeDates.length === 0) return ({ optional }) => optional;
  const excluded = new Set(excludeDates);
  return ({ at, optional }) => optional || excluded.has(localDate(at, timeZone));
}

/** The local calendar date (YYYY-MM-DD) of an instant. */
function localDate(instant: Instant, timeZone: string): string {
  return new Date(localTime(instant, timeZone)).toISOString().slice(0, 10);
}
