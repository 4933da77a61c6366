import { DAY } from '../time';
import type { DayOfMonthRule, DayOfWeekRule, DayRule } from './day-fields';

/** The days of one month as bits: bit 0 is the 1st. */
export type DayBits = number;

/** The days of a month (1-12) that a rule matches. */
export function matchingDays(rule: DayRule, year: number, month: number): DayBits {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 1;
  const weekdayOf: WeekdayOf = day => (firstWeekday - 1 + day - 1) % 7 + 1;
  const days = rule.by === 'month' ? daysByMonth(rule, length, weekdayOf) : daysByWeek(rule, length, weekdayOf);
  return days.reduce((bits, day) => day >= 1 && day <= length ? bits | 1 << (day - 1) : bits, 0);
}

/** The day's number, counted from 1970-01-01. */
export function dayNumber(year: number, month: number, day: number): number {
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
