import { DAY, HOUR } from '../time';
import { parseCronFields } from './cron-fields';
import { splitExpression } from './parse';
import { parseRate, rateMillis } from './rate';

/**
 * The most slots that a stretch of time of a length can have, wherever it lies: an upper bound, not counted one by one.
 *
 * @throws ScheduleError
 */
export function mostSlots(expression: string, millis: number): number {
  const { kind, body } = splitExpression(expression);
  if (kind === 'at') return 1;
  if (kind === 'rate') return Math.floor(millis / rateMillis(parseRate(body, expression))) + 1;
  const { minutes, hours } = parseCronFields(body, expression);
  const anHour = minutes.length;
  // A day of autumn has one of its hours twice.
  const aDay = anHour * (hours.length + 1);
  return Math.min(anHour * (Math.ceil(millis / HOUR) + 1), aDay * (Math.ceil(millis / DAY) + 1));
}
