import { parseSchedule } from '../schedule/parse';
import { DAY, HOUR } from '../time';
import { MONTH_HOURS } from './assumptions';

/** A year that begins and ends like any other. */
const FROM = Date.UTC(2027, 0, 1);
const YEAR = 365 * DAY;

/** How often a schedule fires in an average month. @throws ScheduleError */
export function timesAMonth(expression: string, timeZone = 'UTC'): number {
  const schedule = parseSchedule(expression, { timeZone, anchor: FROM });
  const month = MONTH_HOURS * HOUR;
  if (schedule.kind === 'rate') return month / (schedule.next(FROM)!.at - FROM);
  // A run at one instant is none in an average month.
  if (schedule.kind === 'at') return 0;
  return schedule.slots(FROM, FROM + YEAR).length / (YEAR / month);
}
