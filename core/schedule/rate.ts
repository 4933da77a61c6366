import { DAY, HOUR, type Instant, LAST_INSTANT, MINUTE } from '../time';
import { ScheduleError } from './error';
import type { Slot, SlotSource } from './schedule';

/** A `rate(…)` as it was written. */
export interface Rate {
  readonly value: number;
  readonly unit: 'minute' | 'hour' | 'day';
}

const UNITS = { minute: MINUTE, hour: HOUR, day: DAY } as const;
const EXAMPLE = 'Write for example rate(5 minutes), rate(1 hour) or rate(2 days).';

/**
 * Reads the inside of `rate(…)`. A day is 24 hours, whatever the clocks do (Scheduler user guide, schedule types).
 * @throws ScheduleError
 */
export function parseRate(body: string, expression: string): Rate {
  const [value = '', unit = '', ...rest] = body.trim().split(/\s+/);
  const fail = (problem: string) => new ScheduleError(expression, 'rate', problem);
  if (unit === '' || rest.length > 0) throw fail(`"${body}" is not a value and a unit. ${EXAMPLE}`);
  const number = /^\d{1,15}$/.test(value) ? Number(value) : 0;
  if (number === 0) throw fail(`"${value}" is not a whole number from 1 on. ${EXAMPLE}`);
  const singular = unit.replace(/s$/, '');
  if (!isUnit(singular)) throw fail(`"${unit}" is not one of minutes, hours and days. ${EXAMPLE}`);
  if (number * UNITS[singular] > LAST_INSTANT) throw fail(`${value} ${unit} is longer than the calendar. Use a shorter interval.`);
  return { value: number, unit: singular };
}

/** The time from one slot of a rate to the next. */
export function rateMillis({ value, unit }: Rate): number {
  return value * UNITS[unit];
}

/**
 * The slots of a rate: anchor, anchor + interval, anchor + 2 intervals, …
 *
 * The anchor itself is the first slot, and there is none before it: a rate schedule begins at its start date, or,
 * having none, at its creation (Scheduler user guide, schedule types).
 */
export class RateSlots implements SlotSource {
  readonly #interval: number;

  public constructor(rate: Rate, private readonly anchor: Instant) {
    this.#interval = rateMillis(rate);
  }

  public next(after: Instant): Slot | undefined {
    if (after < this.anchor) return this.#slot(this.anchor);
    return after < LAST_INSTANT ? this.#slot(this.#floor(Math.floor(after)) + this.#interval) : undefined;
  }

  public prev(before: Instant): Slot | undefined {
    if (before <= this.anchor) return undefined;
    return this.#slot(this.#floor(Math.min(Math.ceil(before) - 1, LAST_INSTANT)));
  }

  /** The slot at or before an instant not before the anchor. */
  #floor(t: Instant): Instant {
    return t - (t - this.anchor) % this.#interval;
  }

  #slot(at: Instant): Slot | undefined {
    return at <= LAST_INSTANT ? { at, optional: false } : undefined;
  }
}

function isUnit(text: string): text is Rate['unit'] {
  return Object.hasOwn(UNITS, text);
}
