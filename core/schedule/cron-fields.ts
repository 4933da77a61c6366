import { type DayRule, parseDayOfMonth, parseDayOfWeek } from './day-fields';
import type { Dialect } from './dialect';
import { type Fail, ScheduleError, type ScheduleField } from './error';
import { type FieldGrammar, GRAMMAR, parseList } from './fields';

/** What a cron expression matches, field by field. All lists ascending, none empty. */
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

/** One of the two day fields must be `?`, for the other to decide alone. */
function parseDays(dayOfMonth: string, dayOfWeek: string, failIn: (field: ScheduleField) => Fail): DayRule {
  const failMonth = failIn('day of month');
  const failWeek = failIn('day of week');
  if (dayOfMonth === '?' && dayOfWeek === '?') {
    throw failWeek('day of month and day of week are both "?", so no day is named. Write "*" in one of them for every day.');
  }
  if (dayOfWeek === '?') return parseDayOfMonth(dayOfMonth, failMonth);
  if (dayOfMonth === '?') return parseDayOfWeek(dayOfWeek, failWeek);

  // Neither is "?". Wrong values are the nearer mistake, so they are named first.
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
