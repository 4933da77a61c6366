import { DAY, HOUR, type Instant, LAST_INSTANT, MINUTE } from '../time';
import { ScheduleError } from './error';
import type { ScheduleKind, Slot, SlotSource } from './schedule';

/** A `rate(…)` as it is written. */
interface Rate {
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
 * The anchor itself is the first slot, and there is none before it: a rate schedule begins at its start date, or at its
 * creation if it has none (Scheduler user guide, schedule types).
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

  /** The slot at or before an instant that is not before the anchor. */
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

/**
 * The grammar of an expression. EventBridge rules are stricter than EventBridge Scheduler: they have no `at(…)`, a cron
 * expression has six fields, and the unit of a rate agrees with its value
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */
export type Dialect = 'scheduler' | 'rule';

/**
 * Refuses what Scheduler accepts and a rule does not, except in cron's fields.
 * @throws ScheduleError
 */
export function requireKindOfRule(kind: ScheduleKind, body: string, expression: string): void {
  if (kind === 'at') {
    throw new ScheduleError(expression, 'expression', 'rules have no at(…). Use an EventBridge Scheduler schedule for a single time.');
  }
  if (kind !== 'rate') return;
  const { value, unit } = parseRate(body, expression);
  const written = body.trim().split(/\s+/)[1]!;
  const right = value === 1 ? unit : `${unit}s`;
  if (written !== right) throw new ScheduleError(expression, 'rate', `"${written}" does not agree with ${value}. Write rate(${value} ${right}).`);
}

/**
 * The parts of an expression that EventBridge may accept but does not document: `L-n` as the day of the month. The
 * expression must be one that can be parsed.
 */
export function undocumentedParts(expression: string): string[] {
  const [, body] = /^cron\(([^()]*)\)$/.exec(expression) ?? [];
  const dayOfMonth = body?.trim().split(/\s+/)[2] ?? '';
  return dayOfMonth.split(',').filter((item) => /^L-\d/i.test(item));
}
