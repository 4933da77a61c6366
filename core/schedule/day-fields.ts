import type { Fail } from './error';
import { ascending, GRAMMAR, listItems, parseItem, parseValue } from './fields';

/** The days that a day-of-month field matches, in every month anew. */
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
export function parseDayOfMonth(text: string, fail: Fail): DayOfMonthRule {
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

/** `L-3`: EventBridge does not document it. Its engine is said to take it, so it is read and not refused. */
function parseBeforeLast(item: string, fail: Fail): number {
  const days = /^L-(\d{1,2})$/.exec(item)?.[1];
  if (days === undefined || Number(days) < 1 || Number(days) > 30) {
    throw fail(`"${item}" does not count 1 to 30 days back from the last day. Write for example L-3, or L for the last day itself.`);
  }
  return Number(days);
}

/** Reads a day-of-week field other than `?`. The text must be in upper case. */
export function parseDayOfWeek(text: string, fail: Fail): DayOfWeekRule {
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
