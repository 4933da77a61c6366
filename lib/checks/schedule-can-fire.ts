import { Token } from 'aws-cdk-lib/core';
import type { Dialect } from '../../core/schedule/dialect';
import { parseSchedule } from '../../core/schedule/parse';

/** Refuses a schedule that is malformed or will never come due again. Tokens pass: the checker validates them. */
export function requireSchedule(what: string, expression: string, timeZone: string, dialect: Dialect): void {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return;
  const schedule = inTerms(what, () => parseSchedule(expression, { timeZone, dialect }));
  if (schedule.next(Date.now()) === undefined) {
    throw new Error(`${what}: ${expression} can never fire again, so no run would ever be missed; correct the date or the year`);
  }
}

/** Refuses a local time that is not HH:MM. */
export function requireLocalTime(what: string, time: string): { hour: number; minute: number; text: string } {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (match === null) throw new Error(`${what} must be a local time HH:MM between 00:00 and 23:59, got '${time}'`);
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return { hour, minute, text: `${String(hour).padStart(2, '0')}:${match[2]}` };
}

function inTerms<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  }
}
