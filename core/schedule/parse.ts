import { Computed } from '../collections';
import { DAY, HOUR, type Instant, LAST_INSTANT } from '../time';
import type { LocalTime } from './calendar';
import { CronSlots } from './cron';
import { type CronFields, parseCronFields } from './cron-fields';
import { MAX_EXPRESSION_LENGTH, ScheduleError } from './error';
import { GRAMMAR } from './fields';
import { type Dialect, parseRate, rateMillis, RateSlots, requireKindOfRule } from './rate';
import { type Schedule, type ScheduleKind, type Slot, SlotSchedule, type SlotSource } from './schedule';
import { type Zone, zoneOf } from './zone';

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;

/**
 * Reads the inside of `at(…)`: a local time as yyyy-mm-ddThh:mm:ss, without zone or fraction.
 * @throws ScheduleError
 */
function parseAt(body: string, expression: string): LocalTime {
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
  // Date.UTC carries values that are too large into the next unit. The text then differs when it is written back.
  if (new Date(local).toISOString().slice(0, body.length) !== body) {
    throw fail(`"${body}" is not in the calendar. Use a date that exists and a time from 00:00:00 to 23:59:59.`);
  }
  return local;
}

/** The one slot of a one-time schedule: the first time that the clocks show it; no slot if they skip it. */
class AtSlots implements SlotSource {
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

interface ScheduleOptions {
  /**
   * IANA time zone in which cron and at expressions are read.
   * @default UTC, as EventBridge has it
   */
  readonly timeZone?: string;
  /**
   * The first slot of a rate, from which the others are counted. Cron and at do not need one.
   * @default 0, the beginning of 1970 in UTC
   */
  readonly anchor?: Instant;
  /**
   * Whose grammar the expression must keep to.
   * @default 'scheduler'
   */
  readonly dialect?: Dialect;
}

/** The parts of a schedule expression: `cron(0 2 * * ? *)` has the kind `cron` and the body `0 2 * * ? *`. */
interface ScheduleText {
  readonly kind: ScheduleKind;
  readonly body: string;
}

/**
 * Reads a schedule expression of EventBridge Scheduler, or of a rule: `cron(…)`, `rate(…)` or `at(…)`.
 *
 * Daylight saving follows EventBridge: a local time that the clocks skip is no slot, and one that they show twice is one
 * slot, the first. Expressions with several matching hours have optional slots in the second pass.
 *
 * @throws ScheduleError for everything that EventBridge would refuse; nothing else, whatever the string.
 * A schedule that can never come due (30 February) is no error: its `next` gives undefined.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseSchedule(expression: string, options: ScheduleOptions = {}): Schedule {
  const { timeZone = 'UTC', anchor = 0, dialect = 'scheduler' } = options;
  const { kind, body } = splitExpression(expression);
  if (dialect === 'rule') requireKindOfRule(kind, body, expression);
  const zone = zoneOf(timeZone, problem => new ScheduleError(expression, 'time zone', problem));
  const sources: Record<ScheduleKind, () => SlotSource> = {
    cron: () => cronSlots(body, expression, { timeZone, zone, dialect }),
    rate: () => new RateSlots(parseRate(body, expression), validAnchor(anchor, expression)),
    at: () => new AtSlots(parseAt(body, expression), zone),
  };
  return new SlotSchedule(expression, timeZone, kind, sources[kind]());
}

/** A checker reads the expressions of its contracts at every tick, and reading one costs as much as a hundred slots. */
const MOST_KNOWN = 2000;
const knownSlots = new Computed<CronSlots>(MOST_KNOWN);
const knownFields = new Computed<CronFields>(MOST_KNOWN);

function cronSlots(body: string, expression: string, { timeZone, zone, dialect }: { timeZone: string; zone: Zone; dialect: Dialect }): CronSlots {
  return knownSlots.get(`${dialect} ${timeZone} ${body}`, () => new CronSlots(cronFields(body, expression, dialect), zone));
}

function cronFields(body: string, expression: string, dialect: Dialect): CronFields {
  return knownFields.get(`${dialect} ${body}`, () => parseCronFields(body, expression, dialect));
}

/** Splits an expression without reading its body. */
export function splitExpression(expression: string): ScheduleText {
  const fail = (problem: string) => new ScheduleError(expression, 'expression', problem);
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    throw fail(`it has ${expression.length} characters, EventBridge takes ${MAX_EXPRESSION_LENGTH}. Shorten its lists to ranges or steps.`);
  }
  const [, kind, body] = /^(cron|rate|at)\(([^()]*)\)$/.exec(expression) ?? [];
  if (kind === undefined || body === undefined) {
    throw fail('it is none of cron(…), rate(…) and at(…). '
      + 'Write for example cron(0 2 * * ? *), rate(5 minutes) or at(2027-01-31T02:00:00), in lower case and without spaces around it.');
  }
  return { kind: kind as ScheduleKind, body };
}

function validAnchor(anchor: Instant, expression: string): Instant {
  if (!Number.isInteger(anchor) || Math.abs(anchor) > LAST_INSTANT) {
    throw new ScheduleError(expression, 'rate', `the anchor ${anchor} is not an instant. Pass whole epoch milliseconds.`);
  }
  return anchor;
}

/**
 * The most slots that a time span of a given length can have, wherever it lies: an upper bound that is not counted one by
 * one.
 *
 * @throws ScheduleError
 */
export function mostSlots(expression: string, millis: number): number {
  const { kind, body } = splitExpression(expression);
  if (kind === 'at') return 1;
  if (kind === 'rate') return Math.floor(millis / rateMillis(parseRate(body, expression))) + 1;
  const { minutes, hours } = cronFields(body, expression, 'scheduler');
  const anHour = minutes.length;
  // A day in autumn has one of its hours twice.
  const aDay = anHour * (hours.length + 1);
  return Math.min(anHour * (Math.ceil(millis / HOUR) + 1), aDay * (Math.ceil(millis / DAY) + 1));
}
