import { matchingDays } from '../../../core/schedule/calendar';
import { parseCronFields } from '../../../core/schedule/cron-fields';
import { describeSchedule } from '../../../core/schedule/describe';
import { parseSchedule } from '../../../core/schedule/parse';

const phrase = (expression: string, timeZone?: string) => describeSchedule(parseSchedule(expression, timeZone === undefined ? {} : { timeZone }));

describe('describeSchedule', () => {
  test.each([
    ['cron(0 2 * * ? *)', 'every day at 02:00 America/New_York'],
    ['cron(0 2 ? * * *)', 'every day at 02:00 America/New_York'],
    ['cron(0 6,18 * * ? *)', 'every day at 06:00 and 18:00 America/New_York'],
    ['cron(0,30 6,18 * * ? *)', 'every day at 06:00, 06:30, 18:00 and 18:30 America/New_York'],
    ['cron(0 */6 * * ? *)', 'every day at 00:00, 06:00, 12:00 and 18:00 America/New_York'],
    ['cron(0 * * * ? *)', 'every hour at minute 0 America/New_York'],
    ['cron(15 * * * ? *)', 'every hour at minute 15 America/New_York'],
    ['cron(0,10,35 * * * ? *)', 'every hour at minutes 0, 10 and 35 America/New_York'],
    ['cron(* * * * ? *)', 'every minute America/New_York'],
    ['cron(0/15 * * * ? *)', 'every 15 minutes from minute 0 America/New_York'],
    ['cron(5/20 * * * ? *)', 'every 20 minutes from minute 5 America/New_York'],
    ['cron(0 */2 * * ? *)', 'every 2 hours from 00:00 America/New_York'],
    ['cron(30 1/2 * * ? *)', 'every 2 hours from 01:30 America/New_York'],
    ['cron(0 8-17 * * ? *)', 'every day, every hour from 08:00 to 17:00 America/New_York'],
    ['cron(* 9 * * ? *)', 'every day, every minute from 09:00 to 09:59 America/New_York'],
    ['cron(5/15 8-17 ? * MON-FRI *)', 'weekdays (MON-FRI), every 15 minutes from 08:05 to 17:50 America/New_York'],
    ['cron(0 * ? * SAT-SUN *)', 'weekends (SAT-SUN), every hour at minute 0 America/New_York'],
    ['cron(30 6 ? * MON-FRI *)', 'weekdays (MON-FRI) at 06:30 America/New_York'],
    ['cron(30 6 ? * MON *)', 'every Monday at 06:30 America/New_York'],
    ['cron(30 6 ? * MON,WED,6 *)', 'every Monday, Wednesday and Friday at 06:30 America/New_York'],
    ['cron(30 6 ? * L *)', 'every Saturday at 06:30 America/New_York'],
    ['cron(30 6 ? * 6L *)', 'last Friday of every month at 06:30 America/New_York'],
    ['cron(30 6 ? * MONL,FRIL *)', 'last Monday and last Friday of every month at 06:30 America/New_York'],
    ['cron(30 6 ? * 6#3 *)', 'third Friday of every month at 06:30 America/New_York'],
    ['cron(30 6 ? * 2#5 *)', 'fifth Monday of every month that has one at 06:30 America/New_York'],
    ['cron(0 3 L * ? *)', 'last day of every month at 03:00 America/New_York'],
    ['cron(0 3 LW * ? *)', 'last weekday (MON-FRI) of every month at 03:00 America/New_York'],
    ['cron(0 3 15W * ? *)', 'weekday (MON-FRI) nearest to day 15 of every month at 03:00 America/New_York'],
    ['cron(0 3 31W * ? *)', 'weekday (MON-FRI) nearest to day 31 of every month that has it at 03:00 America/New_York'],
    ['cron(0 3 1 * ? *)', 'day 1 of every month at 03:00 America/New_York'],
    ['cron(0 3 1,15 * ? *)', 'days 1 and 15 of every month at 03:00 America/New_York'],
    ['cron(0 3 30 * ? *)', 'day 30 of every month that has it at 03:00 America/New_York'],
    ['cron(0 3 1 1/3 ? *)', 'day 1 of January, April, July and October at 03:00 America/New_York'],
    ['cron(0 3 L-1 * ? *)', '1 day before the last day of every month at 03:00 America/New_York'],
    ['cron(0 3 L-27 * ? *)', '27 days before the last day of every month at 03:00 America/New_York'],
    ['cron(0 3 L-28 * ? *)', 'cron(0 3 L-28 * ? *) in America/New_York'],
    ['cron(0 3 L-3,L * ? *)', 'cron(0 3 L-3,L * ? *) in America/New_York'],
    ['cron(0 3 L 2 ? *)', 'last day of February at 03:00 America/New_York'],
    ['cron(0 3 * 3-9 ? *)', 'every day in each month from March to September at 03:00 America/New_York'],
    ['cron(0 3 ? DEC SUN *)', 'every Sunday in December at 03:00 America/New_York'],
    ['cron(0 3 * 12 ? *)', 'every day in December at 03:00 America/New_York'],
    ['cron(0 * * 12 ? *)', 'every day in December, every hour at minute 0 America/New_York'],
    ['cron(0 3 * * ? 2027)', 'every day at 03:00 America/New_York, in 2027 only'],
    ['cron(0 3 ? * MON-FRI 2026-2030)', 'weekdays (MON-FRI) at 03:00 America/New_York, from 2026 to 2030 only'],
    ['at(2027-01-01T00:00:00)', 'once at 2027-01-01 00:00 America/New_York'],
    ['at(2027-01-01T00:00:30)', 'once at 2027-01-01 00:00:30 America/New_York'],
  ])('says of %s: %s', (expression, expected) => {
    expect(phrase(expression, 'America/New_York')).toBe(expected);
  });

  test.each([
    ['rate(1 minute)', 'every minute'], ['rate(5 minutes)', 'every 5 minutes'], ['rate(1 hours)', 'every hour'],
    ['rate(12 hour)', 'every 12 hours'], ['rate(1 day)', 'every day'], ['rate(7 days)', 'every 7 days'],
  ])('says of %s, which no zone changes: %s', (expression, expected) => {
    expect(phrase(expression, 'Europe/Berlin')).toBe(expected);
  });

  test.each([
    'cron(0/7 * * * ? *)', 'cron(0,10,35 8-17 * * ? *)', 'cron(0 1,2,3,5,8 * * ? *)', 'cron(0/30 */2 * * ? *)', 'cron(0 22-3 * * ? *)',
    'cron(0 3 L,15 * ? *)', 'cron(0 3 1,31 * ? *)', 'cron(0 3 30 2 ? *)', 'cron(0 3 1W,15W * ? *)', 'cron(0 3 1,2,3,4,5 * ? *)', 'cron(0 3 1-30 * ? *)',
    'cron(0 3 ? * 2-6,6L *)', 'cron(0 3 ? * MON,FRIL *)', 'cron(0 3 ? * MON-SAT *)', 'cron(0 3 ? 2 MON#5 *)', 'cron(0 3 ? * 1L,2L,3L,4L,5L *)',
    'cron(0 3 * 1,2,3,5,8 ? *)', 'cron(0 3 * * ? 2026,2028)',
  ])('shows %s as it is, for want of a plain and exact phrase', expression => {
    expect(phrase(expression, 'Asia/Tokyo')).toBe(`${expression} in Asia/Tokyo`);
  });

  test('names the zone UTC when none is given', () => {
    expect(phrase('cron(0 3 L * ? *)')).toBe('last day of every month at 03:00 UTC');
  });

  test('gives two cron expressions the same phrase only when they match the same minutes', () => {
    const minutes = ['0', '1', '30', '0,30', '30/30', '0/15', '5/15', '5,20,35', '0,10,35', '*', '0/7', '0-59/30', '0-30'];
    const hours = ['0', '1', '12', '0,12', '*/6', '*/12', '*/2', '1/2', '8-17', '8-9', '9', '0-22', '*', '22-3', '0,1'];
    const days = [
      ...['*', '1', '2', '1,2', '1-31', '1,15', '15', '30', '31', '29', 'L', 'LW', '1W', '15W', '30W', '31W', 'L,15', '1W,2', '*/2', '28'].map(day => [day, '?']),
      ...['*', 'MON', 'L', 'SAT', '7L', 'MONL', '2#1', '2#5', '2#4', 'MON-FRI', '1,7', 'SUN', 'SUN,MON', 'MON,SUNL', 'MONL,SUNL', '1-6', '1-7'].map(day => ['?', day]),
    ];
    const months = ['*', '1', '2', '1,2', '1-2', '1-5', '1-6', '1,3,5,7,9'];
    const years = ['*', '2027', '2026-2027', '2026,2028', '1970-2199'];

    const meanings = new Map<string, string>();
    const combine = (fields: string[][]) => {
      for (const minute of fields[0] ?? []) for (const hour of fields[1] ?? []) for (const [dayOfMonth, dayOfWeek] of days) {
        for (const month of fields[2] ?? []) for (const year of fields[3] ?? []) {
          const body = `${minute} ${hour} ${dayOfMonth} ${month} ${dayOfWeek} ${year}`;
          const text = phrase(`cron(${body})`);
          if (text.startsWith('cron(')) continue;
          const meaning = meaningOf(body);
          if ((meanings.get(text) ?? meaning) !== meaning) throw new Error(`"${text}" is also said of ${body}, which matches other minutes.`);
          meanings.set(text, meaning);
        }
      }
    };
    // Times and dates are described separately, so all of one with some of the other is enough.
    combine([minutes, hours, ['*'], ['*']]);
    combine([['0', '0/15'], ['2', '*'], months, years]);
    expect(meanings.size).toBeGreaterThan(1000);
  });
});

const dateMeanings = new Map<string, string>();

/** What a cron expression matches, over years in which each month begins on every weekday. */
function meaningOf(body: string): string {
  const { minutes, hours, days, months, years } = parseCronFields(body, body);
  const dates = JSON.stringify([days, months]);
  let meaning = dateMeanings.get(dates);
  if (meaning === undefined) {
    const bits = Array.from({ length: 28 }, (_, index) => months.map(month => matchingDays(days, 2001 + index, month)));
    meaning = JSON.stringify([months, bits]);
    dateMeanings.set(dates, meaning);
  }
  return JSON.stringify([minutes, hours, meaning, years]);
}
