import { DAY, MINUTE } from '../time';
import type { CronFields, DayOfMonthRule, DayOfWeekRule, DayRule } from './cron-fields';

/** The days of one month as bits: bit 0 is the 1st. */
type DayBits = number;

/** The days of a month (1-12) that a rule matches. */
export function matchingDays(rule: DayRule, year: number, month: number): DayBits {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 1;
  const weekdayOf: WeekdayOf = day => (firstWeekday - 1 + day - 1) % 7 + 1;
  const days = rule.by === 'month' ? daysByMonth(rule, length, weekdayOf) : daysByWeek(rule, length, weekdayOf);
  return days.reduce((bits, day) => day >= 1 && day <= length ? bits | 1 << (day - 1) : bits, 0);
}

/** The day's number, counted from 1970-01-01. */
function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY;
}

/** Weekday of a day of the month, 1 (Sunday) to 7 (Saturday). */
type WeekdayOf = (day: number) => number;

const SUNDAY = 1;
const SATURDAY = 7;

function daysByMonth(rule: DayOfMonthRule, length: number, weekdayOf: WeekdayOf): number[] {
  const days = [...rule.days];
  for (const back of rule.beforeLast) days.push(length - back); // before the month's beginning: no day
  if (rule.lastWeekday) days.push(nearestWeekday(length, length, weekdayOf));
  for (const day of rule.nearestWeekday) {
    if (day <= length) days.push(nearestWeekday(day, length, weekdayOf));
  }
  return days;
}

function daysByWeek(rule: DayOfWeekRule, length: number, weekdayOf: WeekdayOf): number[] {
  const first = (weekday: number) => 1 + (weekday - weekdayOf(1) + 7) % 7;
  const days: number[] = [];
  for (const weekday of rule.weekdays) {
    for (let day = first(weekday); day <= length; day += 7) days.push(day);
  }
  for (const weekday of rule.last) days.push(length - (weekdayOf(length) - weekday + 7) % 7);
  if (rule.nth) days.push(first(rule.nth.weekday) + (rule.nth.k - 1) * 7); // past the month's end: no day
  return days;
}

/** A weekend day moves to the nearer of Friday and Monday, but never into another month. */
function nearestWeekday(day: number, length: number, weekdayOf: WeekdayOf): number {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return day > 1 ? day - 1 : day + 2;
  if (weekday === SUNDAY) return day < length ? day + 1 : day - 2;
  return day;
}

/**
 * A local time: what a wall clock shows, written as the milliseconds at which a UTC clock shows the same. It is independent
 * of time zones; zone.ts translates it.
 */
export type LocalTime = number;

const MINUTES_PER_DAY = DAY / MINUTE;

/**
 * Which local times a cron expression matches.
 *
 * Every search is limited to the expression's years (1970 to 2199 at most). So a date that never comes (30 February) costs
 * the lookup of 230 years and then gives undefined.
 */
export class Calendar {
  /** Matching minutes of a day, ascending. */
  readonly #minutes: readonly number[];
  readonly #days: CronFields['days'];
  readonly #months: readonly boolean[];
  readonly #years: ReadonlySet<number>;
  readonly #firstYear: number;
  readonly #lastYear: number;
  readonly #dayBits = new Map<number, DayBits>();

  public constructor(fields: CronFields) {
    this.#minutes = fields.hours.flatMap(hour => fields.minutes.map(minute => hour * 60 + minute));
    this.#days = fields.days;
    this.#months = Array.from({ length: 13 }, (_, month) => fields.months.includes(month));
    this.#years = new Set(fields.years);
    this.#firstYear = fields.years[0] ?? Infinity;
    this.#lastYear = fields.years.at(-1) ?? -Infinity;
  }

  /** The first matching local time at or after another. */
  public atOrAfter(local: LocalTime): LocalTime | undefined {
    const minute = Math.ceil(local / MINUTE);
    const day = Math.floor(minute / MINUTES_PER_DAY);
    const matching = this.#dayAtOrAfter(day);
    if (matching === undefined) return undefined;
    if (matching > day) return this.#join(matching, 0);
    const index = this.#firstMinuteAtOrAfter(minute - day * MINUTES_PER_DAY);
    if (index < this.#minutes.length) return this.#join(day, index);
    const following = this.#dayAtOrAfter(day + 1);
    return following === undefined ? undefined : this.#join(following, 0);
  }

  /** The last matching local time at or before another. */
  public atOrBefore(local: LocalTime): LocalTime | undefined {
    const minute = Math.floor(local / MINUTE);
    const day = Math.floor(minute / MINUTES_PER_DAY);
    const matching = this.#dayAtOrBefore(day);
    if (matching === undefined) return undefined;
    const lastOfDay = this.#minutes.length - 1;
    if (matching < day) return this.#join(matching, lastOfDay);
    const index = this.#firstMinuteAtOrAfter(minute - day * MINUTES_PER_DAY + 1) - 1;
    if (index >= 0) return this.#join(day, index);
    const preceding = this.#dayAtOrBefore(day - 1);
    return preceding === undefined ? undefined : this.#join(preceding, lastOfDay);
  }

  #join(day: number, minuteIndex: number): LocalTime {
    return day * DAY + (this.#minutes[minuteIndex] ?? 0) * MINUTE;
  }

  /** An index into the minutes of the day; the number of minutes if there is none. */
  #firstMinuteAtOrAfter(minute: number): number {
    let low = 0;
    let high = this.#minutes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#minutes[middle] ?? 0) < minute) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #dayAtOrAfter(day: number): number | undefined {
    if (day > dayNumber(this.#lastYear, 12, 31)) return undefined;
    const from = new Date(Math.max(day, dayNumber(this.#firstYear, 1, 1)) * DAY);
    let month = from.getUTCMonth() + 1;
    let wanted = -1 << (from.getUTCDate() - 1); // this day and later ones
    for (let year = from.getUTCFullYear(); year <= this.#lastYear; year++, month = 1) {
      for (; month <= 12; month++, wanted = -1) {
        const bits = this.#daysOf(year, month) & wanted;
        if (bits !== 0) return dayNumber(year, month, 32 - Math.clz32(bits & -bits));
      }
    }
    return undefined;
  }

  #dayAtOrBefore(day: number): number | undefined {
    if (day < dayNumber(this.#firstYear, 1, 1)) return undefined;
    const from = new Date(Math.min(day, dayNumber(this.#lastYear, 12, 31)) * DAY);
    let month = from.getUTCMonth() + 1;
    let wanted = (1 << from.getUTCDate()) - 1; // this day and earlier ones
    for (let year = from.getUTCFullYear(); year >= this.#firstYear; year--, month = 12) {
      for (; month >= 1; month--, wanted = -1) {
        const bits = this.#daysOf(year, month) & wanted;
        if (bits !== 0) return dayNumber(year, month, 32 - Math.clz32(bits));
      }
    }
    return undefined;
  }

  #daysOf(year: number, month: number): DayBits {
    if (!this.#months[month] || !this.#years.has(year)) return 0;
    const key = year * 12 + month;
    let bits = this.#dayBits.get(key);
    if (bits === undefined) {
      bits = matchingDays(this.#days, year, month);
      this.#dayBits.set(key, bits);
    }
    return bits;
  }
}
