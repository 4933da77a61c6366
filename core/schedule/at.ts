import type { Instant } from '../time';
import type { LocalTime } from './calendar';
import { ScheduleError } from './error';
import { GRAMMAR } from './fields';
import type { Slot, SlotSource } from './schedule';
import type { Zone } from './zone';

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;

/**
 * Reads the inside of `at(…)`: a local time as yyyy-mm-ddThh:mm:ss, without zone or fraction.
 * @throws ScheduleError
 */
export function parseAt(body: string, expression: string): LocalTime {
  const fail = (problem: string) => new ScheduleError(expression, 'at', problem);
  const parts = FORM.exec(body);
  if (parts === null) {
    throw fail(`"${body}" is not a time of the form yyyy-mm-ddThh:mm:ss. `
      + 'Write for example at(2027-01-31T02:00:00); the time zone is given apart.');
  }
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  const { min, max } = GRAMMAR.year;
  if (Number(year) < min || Number(year) > max) throw fail(`the year ${parts[1]} is outside ${min}-${max}. Use a year in between.`);
  const local = Date.UTC(Number(year), Number(month) - 1, day, hour, minute, second);
  // Date.UTC carries what is too large into the next unit: then the text reads otherwise when written back.
  if (new Date(local).toISOString().slice(0, body.length) !== body) {
    throw fail(`"${body}" is not in the calendar. Use a date that exists and a time from 00:00:00 to 23:59:59.`);
  }
  return local;
}

/** The one slot of a one-time schedule: the first time that the clocks show it, none when they skip it. */
export class AtSlots implements SlotSource {
  readonly #slot: Slot | undefined;

  public constructor(local: LocalTime, zone: Zone) {
    const at = zone.firstInstantOf(local);
    this.#slot = at === undefined ? undefined : { at, optional: false };
  }

  public next(after: Instant): Slot | undefined {
    return this.#slot !== undefined && this.#slot.at > after ? this.#slot : undefined;
  }

  public prev(before: Instant): Slot | undefined {
    return this.#slot !== undefined && this.#slot.at < before ? this.#slot : undefined;
  }
}
