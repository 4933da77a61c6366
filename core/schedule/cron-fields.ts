import { type Fail, ScheduleError, type ScheduleField } from './error';
import { ascending, type FieldGrammar, GRAMMAR, listItems, parseItem, parseList, parseValue } from './fields';
import type { Dialect } from './rate';

/** The days that a day-of-month field matches, calculated for each month. */
export interface DayOfMonthRule {
  readonly by: 'month';
  /** Plain days, ascending; a month without the day is left out. */
  readonly days: readonly number[];
  /** Days counted back from the end of the month, ascending: `L` is 0, the last day, and `L-3` is 3. A shorter month is left out. */
  readonly beforeLast: readonly number[];
  /** `LW`: the last day that is Monday to Friday. */
  readonly lastWeekday: boolean;
  /** `nW`: the day from Monday to Friday nearest to day n, within the same month. */
  readonly nearestWeekday: readonly number[];
}

/** The days that a day-of-week field matches. Weekdays are 1 (Sunday) to 7 (Saturday). */
export interface DayOfWeekRule {
  readonly by: 'week';
  /** Plain weekdays, ascending. */
  readonly weekdays: readonly number[];
  /** `nL`: the last such weekday of the month. */
  readonly last: readonly number[];
  /** `n#k`: the k-th such weekday of the month; a month without a fifth is left out. */
  readonly nth?: { readonly weekday: number; readonly k: number };
}

export type DayRule = DayOfMonthRule | DayOfWeekRule;

/** Reads a day-of-month field other than `?`. The text must be in upper case. */
function parseDayOfMonth(text: string, fail: Fail): DayOfMonthRule {
  const grammar = GRAMMAR.dayOfMonth;
  const days: number[] = [];
  const nearestWeekday: number[] = [];
  const beforeLast: number[] = [];
  let lastWeekday = false;
  for (const item of listItems(text, fail)) {
    if (item === 'L') beforeLast.push(0);
    else if (item === 'LW') lastWeekday = true;
    else if (item.startsWith('L-')) beforeLast.push(parseBeforeLast(item, fail));
    else if (item.endsWith('W')) nearestWeekday.push(parseValue(item.slice(0, -1), grammar, fail, item));
    else days.push(...parseItem(item, grammar, fail));
  }
  return { by: 'month', days: ascending(days), beforeLast: ascending(beforeLast), lastWeekday, nearestWeekday: ascending(nearestWeekday) };
}

/** `L-3`: EventBridge does not document it, but its engine is said to accept it, so it is read and not refused. */
function parseBeforeLast(item: string, fail: Fail): number {
  const days = /^L-(\d{1,2})$/.exec(item)?.[1];
  if (days === undefined || Number(days) < 1 || Number(days) > 30) {
    throw fail(`"${item}" does not count 1 to 30 days back from the last day. Write for example L-3, or L for the last day itself.`);
  }
  return Number(days);
}

/** Reads a day-of-week field other than `?`. The text must be in upper case. */
function parseDayOfWeek(text: string, fail: Fail): DayOfWeekRule {
  const grammar = GRAMMAR.dayOfWeek;
  const weekdays: number[] = [];
  const last: number[] = [];
  const items = listItems(text, fail);
  for (const item of items) {
    const hash = item.indexOf('#');
    if (hash >= 0) {
      if (items.length > 1) throw fail(`"${text}" has "#" in a list. EventBridge takes a single weekday with "#", such as 6#3.`);
      return { by: 'week', weekdays, last, nth: parseNth(item, hash, fail) };
    }
    if (item === 'L') weekdays.push(grammar.max); // the last day of the week: Saturday
    else if (item.endsWith('L')) last.push(parseValue(item.slice(0, -1), grammar, fail, item));
    else weekdays.push(...parseItem(item, grammar, fail));
  }
  return { by: 'week', weekdays: ascending(weekdays), last: ascending(last) };
}

function parseNth(item: string, hash: number, fail: Fail): { weekday: number; k: number } {
  const weekday = parseValue(item.slice(0, hash), GRAMMAR.dayOfWeek, fail, item);
  const k = item.slice(hash + 1);
  if (!/^[1-5]$/.test(k)) throw fail(`"#${k}" is not one of #1 to #5. Write for example 6#3, the third Friday of the month.`);
  return { weekday, k: Number(k) };
}

/** What a cron expression matches, field by field. All lists are ascending, and none is empty. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/**
 * Reads the inside of `cron(…)`: minute, hour, day of month, month, day of week and year. Rules require the year, Scheduler
 * does not.
 * @param expression the whole expression, for messages
 * @param dialect whose grammar it must keep to
 * @throws ScheduleError
 */
export function parseCronFields(body: string, expression: string, dialect: Dialect = 'scheduler'): CronFields {
  const texts = body.toUpperCase().split(/\s+/).filter(text => text !== '');
  const [minute, hour, dayOfMonth, month, dayOfWeek, year = '*'] = texts;
  if (minute === undefined || hour === undefined || dayOfMonth === undefined || month === undefined
    || dayOfWeek === undefined || texts.length > 6) {
    throw new ScheduleError(expression, 'expression', `cron has ${texts.length} fields instead of five or six. `
      + 'Write cron(minute hour day-of-month month day-of-week year), such as cron(0 2 * * ? *).');
  }
  if (dialect === 'rule' && texts.length === 5) {
    throw new ScheduleError(expression, 'expression', 'cron has five fields, and a rule needs six. '
      + `Write the year too: cron(${texts.join(' ')} *).`);
  }
  const failIn = (field: ScheduleField): Fail => problem => new ScheduleError(expression, field, problem);
  const values = (text: string, grammar: FieldGrammar) => parseList(text, grammar, failIn(grammar.field));
  return {
    minutes: values(minute, GRAMMAR.minute),
    hours: values(hour, GRAMMAR.hour),
    days: parseDays(dayOfMonth, dayOfWeek, failIn),
    months: values(month, GRAMMAR.month),
    years: values(year, GRAMMAR.year),
  };
}

/** One of the two day fields must be `?`, so that the other decides alone. */
function parseDays(dayOfMonth: string, dayOfWeek: string, failIn: (field: ScheduleField) => Fail): DayRule {
  const failMonth = failIn('day of month');
  const failWeek = failIn('day of week');
  if (dayOfMonth === '?' && dayOfWeek === '?') {
    throw failWeek('day of month and day of week are both "?", so no day is named. Write "*" in one of them for every day.');
  }
  if (dayOfWeek === '?') return parseDayOfMonth(dayOfMonth, failMonth);
  if (dayOfMonth === '?') return parseDayOfWeek(dayOfWeek, failWeek);

  // Neither is "?". Wrong values are the more likely mistake, so they are named first.
  parseDayOfMonth(dayOfMonth, failMonth);
  parseDayOfWeek(dayOfWeek, failWeek);
  if (dayOfMonth === '*' && dayOfWeek !== '*') {
    throw failMonth(`"*" cannot stand beside the day of week "${dayOfWeek}". Write "?" as the day of month.`);
  }
  if (dayOfWeek === '*') {
    throw failWeek(`"*" cannot stand beside the day of month "${dayOfMonth}". Write "?" as the day of week.`);
  }
  throw failWeek(`"${dayOfWeek}" cannot be combined with the day of month "${dayOfMonth}". Write "?" in one of the two fields.`);
}
