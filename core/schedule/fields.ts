import { MONTHS, shortName, WEEKDAYS } from '../time';
import type { Fail, ScheduleField } from './error';

/**
 * The grammar that all six cron fields share: `*`, values, names, ranges, steps and lists of these.
 *
 * A range may wrap around (`FRI-MON`, `22-3`) in every field except the year. EventBridge's documentation does not mention
 * it, but its users rely on it, and there is only one way to read it.
 */
export interface FieldGrammar {
  readonly field: ScheduleField;
  readonly min: number;
  readonly max: number;
  /** Names for the values from `min` on, in upper case. */
  readonly names?: readonly string[];
  /** Whether the value after `max` is `min`. */
  readonly cyclic: boolean;
  /** The remedy in error messages: what the field accepts. */
  readonly remedy: string;
}

const inCron = (name: string): string => shortName(name).toUpperCase();

/** The fields of a cron expression and their bounds (EventBridge Scheduler user guide, schedule types). */
export const GRAMMAR = {
  minute: { field: 'minute', min: 0, max: 59, cyclic: true, remedy: 'Use 0-59 and the wildcards , - * /.' },
  hour: { field: 'hour', min: 0, max: 23, cyclic: true, remedy: 'Use 0-23 and the wildcards , - * /.' },
  dayOfMonth: {
    field: 'day of month', min: 1, max: 31, cyclic: true, remedy: 'Use 1-31 and the wildcards , - * / ? L W.',
  },
  month: {
    field: 'month', min: 1, max: 12, names: MONTHS.map(inCron), cyclic: true, remedy: 'Use 1-12 or JAN-DEC and the wildcards , - * /.',
  },
  dayOfWeek: {
    field: 'day of week', min: 1, max: 7, names: WEEKDAYS.map(inCron), cyclic: true,
    remedy: 'Use 1-7 or SUN-SAT (1 is SUN) and the wildcards , - * / ? L #.',
  },
  year: { field: 'year', min: 1970, max: 2199, cyclic: false, remedy: 'Use 1970-2199 and the wildcards , - * /.' },
} as const satisfies Record<string, FieldGrammar>;

/** The values that a list matches, ascending. The text must be in upper case. */
export function parseList(text: string, grammar: FieldGrammar, fail: Fail): readonly number[] {
  return ascending(listItems(text, fail).flatMap(item => parseItem(item, grammar, fail)));
}

/** The items of a list, none of them empty. */
export function listItems(text: string, fail: Fail): string[] {
  const items = text.split(',');
  if (items.includes('')) throw fail(`the list "${text}" has an empty item. Remove the extra comma.`);
  return items;
}

/** The values that one item (no comma) matches, in the order of the range. */
export function parseItem(item: string, grammar: FieldGrammar, fail: Fail): number[] {
  const slash = item.indexOf('/');
  const base = slash < 0 ? item : item.slice(0, slash);
  const step = slash < 0 ? 1 : parseStep(item.slice(slash + 1), fail);
  const dash = base.indexOf('-');

  if (base === '*') return range(grammar.min, grammar.max, step, grammar);
  if (dash < 0) {
    const first = parseValue(base, grammar, fail, item);
    // `5/10` continues to the field's maximum, a plain `5` does not.
    return range(first, slash < 0 ? first : grammar.max, step, grammar);
  }
  const first = parseValue(base.slice(0, dash), grammar, fail, item);
  const last = parseValue(base.slice(dash + 1), grammar, fail, item);
  if (last < first && !grammar.cyclic) throw fail(`the range ${base} runs backwards. Write ${last}-${first}.`);
  return range(first, last, step, grammar);
}

/**
 * A number or a name of the field.
 * @param item the list item that the text is part of, for messages
 */
export function parseValue(text: string, grammar: FieldGrammar, fail: Fail, item: string = text): number {
  const named = grammar.names?.indexOf(text) ?? -1;
  if (named >= 0) return grammar.min + named;
  if (text === '') throw fail(`a value is missing in "${item}". ${grammar.remedy}`);
  if (!/^\d{1,4}$/.test(text)) {
    throw fail(`"${text}"${text === item ? '' : ` in "${item}"`} is not a valid ${grammar.field}. ${grammar.remedy}`);
  }
  const value = Number(text);
  if (value < grammar.min || value > grammar.max) {
    throw fail(`${text} is outside ${grammar.min}-${grammar.max}. ${grammar.remedy}`);
  }
  return value;
}

/** Without duplicates, ascending. */
export function ascending(values: readonly number[]): readonly number[] {
  const isAscending = values.every((value, index) => index === 0 || value > (values[index - 1] ?? NaN));
  return isAscending ? values : [...new Set(values)].sort((a, b) => a - b);
}

function parseStep(text: string, fail: Fail): number {
  const step = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (step === 0) throw fail(`the step "/${text}" is not a whole number from 1 on. Write for example */5.`);
  return step;
}

function range(first: number, last: number, step: number, { min, max }: FieldGrammar): number[] {
  const size = max - min + 1;
  const span = last >= first ? last - first : last - first + size;
  const values: number[] = [];
  for (let distance = 0; distance <= span; distance += step) values.push(min + ((first - min + distance) % size));
  return values;
}
