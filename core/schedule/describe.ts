import { listed } from '../text/count-and-duration';
import { MONTHS, WEEKDAYS } from '../time';
import { type CronFields, type DayOfMonthRule, type DayOfWeekRule, parseCronFields } from './cron-fields';
import { type FieldGrammar, GRAMMAR } from './fields';
import { splitExpression } from './parse';
import { parseRate } from './rate';
import type { Schedule } from './schedule';

/**
 * One phrase for people, such as "every day at 02:00 America/New_York".
 *
 * The phrase means exactly what the schedule means, except when the clocks change. A cron expression without such a phrase
 * is shown as it is: "cron(0 9 L,15 * ? *) in UTC".
 */
export function describeSchedule(schedule: Schedule): string {
  const { expression, timeZone, kind } = schedule;
  const { body } = splitExpression(expression);
  switch (kind) {
    case 'rate': {
      const { value, unit } = parseRate(body, expression);
      return value === 1 ? `every ${unit}` : `every ${value} ${unit}s`;
    }
    case 'at':
      return `once at ${body.replace('T', ' ').replace(/:00$/, '')} ${timeZone}`;
    case 'cron':
      return cronPhrase(parseCronFields(body, expression), timeZone) ?? `${expression} in ${timeZone}`;
  }
}

/** Longer lists are harder to read than the expression. */
const MAX_LISTED = 4;

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Every month has the days up to this one. */
const ALWAYS_THERE = 28;

const EVERY_DAY = 'every day';

function cronPhrase(fields: CronFields, timeZone: string): string | undefined {
  const times = timesPhrase(fields);
  const months = monthsPhrase(fields.months);
  const years = yearsPhrase(fields.years);
  if (times === undefined || months === undefined || years === undefined) return undefined;
  const days = fields.days.by === 'month' ? monthDaysPhrase(fields.days, months) : weekDaysPhrase(fields.days, months);
  if (days === undefined) return undefined;

  const where = `${timeZone}${years}`;
  if (times.at !== undefined) return `${days} at ${times.at} ${where}`;
  return days === EVERY_DAY && times.allDay ? `${times.every} ${where}` : `${days}, ${times.every} ${where}`;
}

/** Either the times of day, or a recurrence and whether it continues all day. */
type Times =
  | { readonly at: string; readonly every?: undefined }
  | { readonly at?: undefined; readonly every: string; readonly allDay: boolean };

function timesPhrase({ minutes, hours }: CronFields): Times | undefined {
  const [minute = 0] = minutes;
  const [hour = 0] = hours;
  const lastHour = hours.at(-1) ?? hour;
  const lastMinute = minutes.at(-1) ?? minute;
  const allDay = hours.length === 24;

  if (minutes.length * hours.length <= MAX_LISTED) {
    return { at: listed(hours.flatMap(h => minutes.map(m => clock(h, m)))) };
  }
  if (!isRun(hours)) {
    const step = cycle(hours, 24);
    return minutes.length === 1 && step !== undefined
      ? { every: `every ${step} hours from ${clock(hour, minute)}`, allDay: true }
      : undefined;
  }
  const span = ` from ${clock(hour, minute)} to ${clock(lastHour, lastMinute)}`;
  if (minutes.length === 60) return { every: allDay ? 'every minute' : `every minute${span}`, allDay };
  if (minutes.length === 1) {
    return { every: allDay ? `every hour at minute ${minute}` : `every hour${span}`, allDay };
  }
  const step = cycle(minutes, 60);
  if (step !== undefined) {
    return { every: allDay ? `every ${step} minutes from minute ${minute}` : `every ${step} minutes${span}`, allDay };
  }
  return allDay && minutes.length <= MAX_LISTED
    ? { every: `every hour at minutes ${listed(minutes.map(String))}`, allDay }
    : undefined;
}

function monthDaysPhrase(rule: DayOfMonthRule, months: Months): string | undefined {
  const { days, nearestWeekday, beforeLast, lastWeekday } = rule;
  if (days.length === 31) return `${EVERY_DAY}${months.during}`;
  if (beforeLast.length + Number(lastWeekday) + nearestWeekday.length + Number(days.length > 0) !== 1) return undefined;
  if (beforeLast.length > 0) return lastDayPhrase(beforeLast[0]!, months);
  if (lastWeekday) return `last weekday (MON-FRI) ${months.of}`;
  const [numbers, prefix] = nearestWeekday.length > 0 ? [nearestWeekday, 'weekday (MON-FRI) nearest to '] : [days, ''];
  if (numbers.length === 1) {
    if (Number(numbers[0]) <= ALWAYS_THERE) return `${prefix}day ${numbers[0]} ${months.of}`;
    return months.all ? `${prefix}day ${numbers[0]} ${months.of} that has it` : undefined;
  }
  const sayable = prefix === '' && numbers.length <= MAX_LISTED && numbers.every(day => day <= ALWAYS_THERE);
  return sayable ? `days ${listed(numbers.map(String))} ${months.of}` : undefined;
}

function lastDayPhrase(back: number, months: Months): string | undefined {
  if (back === 0) return `last day ${months.of}`;
  // February has at least 28 days: some months have no later days.
  if (back >= ALWAYS_THERE) return undefined;
  return `${back} ${back === 1 ? 'day' : 'days'} before the last day ${months.of}`;
}

function weekDaysPhrase(rule: DayOfWeekRule, months: Months): string | undefined {
  const { weekdays, last, nth } = rule;
  if (weekdays.length === 7) return `${EVERY_DAY}${months.during}`;
  if (weekdays.length > 0 && last.length > 0) return undefined;
  if (nth !== undefined) {
    if (nth.k === 5 && !months.all) return undefined;
    return `${ORDINALS[nth.k - 1]} ${WEEKDAYS[nth.weekday - 1]} ${months.of}${nth.k === 5 ? ' that has one' : ''}`;
  }
  if (last.length > MAX_LISTED) return undefined;
  if (last.length > 0) return `${listed(last.map(weekday => `last ${WEEKDAYS[weekday - 1]}`))} ${months.of}`;
  const key = weekdays.join();
  if (key === '2,3,4,5,6') return `weekdays (MON-FRI)${months.during}`;
  if (key === '1,7') return `weekends (SAT-SUN)${months.during}`;
  if (weekdays.length > MAX_LISTED) return undefined;
  return `every ${listed(weekdays.map(weekday => WEEKDAYS[weekday - 1] ?? ''))}${months.during}`;
}

/** How to say "of these months" and "during these months". */
interface Months {
  readonly all: boolean;
  readonly of: string;
  readonly during: string;
}

function monthsPhrase(months: readonly number[]): Months | undefined {
  if (months.length === 12) return { all: true, of: 'of every month', during: '' };
  const names = months.map(month => MONTHS[month - 1] ?? '');
  if (names.length > MAX_LISTED && !isRun(months)) return undefined;
  const text = names.length > MAX_LISTED ? `each month from ${names[0]} to ${names.at(-1)}` : listed(names);
  return { all: false, of: `of ${text}`, during: ` in ${text}` };
}

function yearsPhrase(years: readonly number[]): string | undefined {
  const all: FieldGrammar = GRAMMAR.year;
  if (years.length === all.max - all.min + 1) return '';
  if (!isRun(years)) return undefined;
  return years.length === 1 ? `, in ${years[0]} only` : `, from ${years[0]} to ${years.at(-1)} only`;
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Whether ascending values follow each other without a gap. */
function isRun(values: readonly number[]): boolean {
  return values.every((value, index) => value === (values[0] ?? 0) + index);
}

/** The step of values that are evenly spread around a cycle, such as 5, 20, 35, 50 around 60. */
function cycle(values: readonly number[], length: number): number | undefined {
  const step = length / values.length;
  return Number.isInteger(step) && values.every((value, index) => value === (values[0] ?? 0) + index * step) ? step : undefined;
}
