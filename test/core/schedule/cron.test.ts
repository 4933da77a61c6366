import { parseSchedule } from '../../../core/schedule/parse';

/** The first slots after an instant, as far as the minute. */
function after(from: string, count: number, expression: string, timeZone = 'UTC'): string[] {
  const schedule = parseSchedule(expression, { timeZone });
  const found: string[] = [];
  for (let slot = schedule.next(Date.parse(from)); slot && found.length < count; slot = schedule.next(slot.at)) {
    found.push(new Date(slot.at).toISOString().slice(0, 16));
  }
  return found;
}

describe('cron schedules', () => {
  test.each<[string, string, string, string[]]>([
    ['a single value in minute and hour is a time of day', 'cron(30 2 * * ? *)', '2026-01-31T03:00Z', ['2026-02-01T02:30', '2026-02-02T02:30']],
    ['* in every field is every minute', 'cron(* * * * ? *)', '2026-12-31T23:58Z', ['2026-12-31T23:59', '2027-01-01T00:00']],
    ['* in day of week is every day as well', 'cron(0 0 ? * * *)', '2026-01-01T00:00Z', ['2026-01-02T00:00', '2026-01-03T00:00']],
    [', lists values', 'cron(50,10,10 3 * * ? *)', '2026-01-01T00:00Z', ['2026-01-01T03:10', '2026-01-01T03:50', '2026-01-02T03:10']],
    ['- spans a range', 'cron(0 22-23 * * ? *)', '2026-01-01T00:00Z', ['2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T22:00']],
    ['a range of hours may wrap around midnight', 'cron(0 23-1 * * ? *)', '2026-01-01T12:00Z', ['2026-01-01T23:00', '2026-01-02T00:00', '2026-01-02T01:00', '2026-01-02T23:00']],
    ['a range of weekdays may wrap around the week', 'cron(0 12 ? * FRI-MON *)', '2026-06-04T00:00Z', ['2026-06-05T12:00', '2026-06-06T12:00', '2026-06-07T12:00', '2026-06-08T12:00', '2026-06-12T12:00']],
    ['a range of months may wrap around the year', 'cron(0 0 1 NOV-FEB ? *)', '2026-01-15T00:00Z', ['2026-02-01T00:00', '2026-11-01T00:00', '2026-12-01T00:00', '2027-01-01T00:00']],
    ['a/n steps from a to the maximum', 'cron(50/5 0 * * ? *)', '2026-01-01T00:00Z', ['2026-01-01T00:50', '2026-01-01T00:55', '2026-01-02T00:50']],
    ['*/n steps from the minimum', 'cron(0 0 */15 * ? *)', '2026-01-01T12:00Z', ['2026-01-16T00:00', '2026-01-31T00:00', '2026-02-01T00:00']],
    ['a-b/n steps within the range', 'cron(0 8-17/4 * * ? *)', '2026-01-01T00:00Z', ['2026-01-01T08:00', '2026-01-01T12:00', '2026-01-01T16:00', '2026-01-02T08:00']],
    ['a stepped range that wraps around keeps its step', 'cron(0 22-3/2 * * ? *)', '2026-01-01T12:00Z', ['2026-01-01T22:00', '2026-01-02T00:00', '2026-01-02T02:00', '2026-01-02T22:00']],
    ['a step longer than the range leaves its first value', 'cron(15/65 0 * * ? *)', '2026-01-01T12:00Z', ['2026-01-02T00:15', '2026-01-03T00:15']],
    ['names are read in any case', 'cron(0 0 ? Jan mOn 2027)', '2026-01-01T00:00Z', ['2027-01-04T00:00', '2027-01-11T00:00', '2027-01-18T00:00', '2027-01-25T00:00']],
    ['weekdays count from 1 on Sunday', 'cron(0 0 ? * 1 *)', '2026-06-01T00:00Z', ['2026-06-07T00:00', '2026-06-14T00:00']],
    ['names may be stepped from', 'cron(0 0 ? * TUE/2 *)', '2026-06-01T00:00Z', ['2026-06-02T00:00', '2026-06-04T00:00', '2026-06-06T00:00', '2026-06-09T00:00']],
    ['a missing year is every year', 'cron(0 0 1 1 ?)', '2026-06-01T00:00Z', ['2027-01-01T00:00', '2028-01-01T00:00']],
    ['extra spaces are skipped', 'cron( 0  0 1 1 ? * )', '2026-06-01T00:00Z', ['2027-01-01T00:00']],
    ['years may be stepped', 'cron(0 0 1 1 ? 2026/4)', '2026-06-01T00:00Z', ['2030-01-01T00:00', '2034-01-01T00:00']],
    ['a month without the day is left out', 'cron(0 0 31 * ? *)', '2026-01-31T12:00Z', ['2026-03-31T00:00', '2026-05-31T00:00']],
    ['29 February comes in leap years, 2100 not being one', 'cron(0 0 29 2 ? *)', '2095-01-01T00:00Z', ['2096-02-29T00:00', '2104-02-29T00:00']],
    ['L is the last day of the month', 'cron(0 10 L * ? *)', '2028-01-31T12:00Z', ['2028-02-29T10:00', '2028-03-31T10:00', '2028-04-30T10:00']],
    ['L as day of week is Saturday', 'cron(30 0 ? * L *)', '2026-06-01T00:00Z', ['2026-06-06T00:30', '2026-06-13T00:30']],
    ['L-3 is three days before the last day of the month', 'cron(0 10 L-3 * ? *)', '2028-01-29T00:00Z', ['2028-02-26T10:00', '2028-03-28T10:00', '2028-04-27T10:00']],
    ['L-30 is the first of a month of 31 days', 'cron(0 10 L-30 * ? *)', '2026-01-02T00:00Z', ['2026-03-01T10:00', '2026-05-01T10:00']],
    ['LW is the last day from Monday to Friday', 'cron(0 10 LW * ? *)', '2026-01-31T00:00Z', ['2026-02-27T10:00', '2026-03-31T10:00', '2026-04-30T10:00', '2026-05-29T10:00']],
    ['15W moves from Saturday to Friday and from Sunday to Monday', 'cron(0 8 15W * ? *)', '2026-08-01T00:00Z', ['2026-08-14T08:00', '2026-09-15T08:00', '2026-10-15T08:00', '2026-11-16T08:00']],
    ['1W on a Saturday moves to Monday the 3rd, not into the month before', 'cron(0 9 1W * ? *)', '2026-07-15T00:00Z', ['2026-08-03T09:00', '2026-09-01T09:00']],
    ['31W on a Sunday moves to Friday the 29th, not into the next month', 'cron(0 9 31W * ? *)', '2026-05-15T00:00Z', ['2026-05-29T09:00', '2026-07-31T09:00', '2026-08-31T09:00']],
    ['nL is the last such weekday of the month', 'cron(15 10 ? * 6L 2026-2027)', '2026-11-01T00:00Z', ['2026-11-27T10:15', '2026-12-25T10:15', '2027-01-29T10:15']],
    ['L takes names as well', 'cron(0 0 ? * friL *)', '2026-11-01T00:00Z', ['2026-11-27T00:00']],
    ['n#k is the k-th such weekday of the month', 'cron(0 18 ? * 6#3 *)', '2026-01-01T00:00Z', ['2026-01-16T18:00', '2026-02-20T18:00']],
    ['# takes names as well', 'cron(0 18 ? * SUN#1 *)', '2026-01-01T00:00Z', ['2026-01-04T18:00', '2026-02-01T18:00']],
    ['n#5 leaves out months that have only four', 'cron(0 0 ? * MON#5 *)', '2026-01-01T00:00Z', ['2026-03-30T00:00', '2026-06-29T00:00', '2026-08-31T00:00']],
    ['L and W may stand in lists', 'cron(0 0 1W,15,L 8 ? *)', '2026-01-01T00:00Z', ['2026-08-03T00:00', '2026-08-15T00:00', '2026-08-31T00:00']],
    ['nL may stand in lists', 'cron(0 0 ? 8 MON,FRIL *)', '2026-08-20T00:00Z', ['2026-08-24T00:00', '2026-08-28T00:00', '2026-08-31T00:00']],
  ])('%s: %s', (_, expression, from, expected) => {
    expect(after(from, expected.length, expression)).toEqual(expected);
  });

  test.each<[string, string, string, string[]]>([
    ['behind UTC', 'America/New_York', 'cron(0 22 L * ? *)', ['2026-02-01T03:00', '2026-03-01T03:00']],
    ['ahead of UTC', 'Asia/Kolkata', 'cron(0 1 1 * ? *)', ['2026-02-28T19:30', '2026-03-31T19:30']],
    ['with an odd offset', 'Asia/Kathmandu', 'cron(0 9 1W * ? *)', ['2026-02-02T03:15', '2026-03-02T03:15']],
    ['at the eastern edge of the day', 'Pacific/Kiritimati', 'cron(0 0 1 * ? *)', ['2026-02-28T10:00', '2026-03-31T10:00']],
  ])('a zone %s (%s) decides the day as well as the time', (_, zone, expression, expected) => {
    expect(after('2026-02-01T00:00Z', expected.length, expression, zone)).toEqual(expected);
  });

  test('a slot is strictly after or strictly before the instant asked about', () => {
    const schedule = parseSchedule('cron(0 2 * * ? *)');
    const slot = Date.parse('2026-05-02T02:00Z');
    expect(schedule.next(slot - 1)?.at).toBe(slot);
    expect(schedule.next(slot)?.at).toBe(Date.parse('2026-05-03T02:00Z'));
    expect(schedule.prev(slot + 1)?.at).toBe(slot);
    expect(schedule.prev(slot)?.at).toBe(Date.parse('2026-05-01T02:00Z'));
    expect(schedule.next(slot - 0.5)?.at).toBe(slot);
    expect(schedule.prev(slot + 0.5)?.at).toBe(slot);
  });

  test('the slots begin in 1970 and end in 2199 in local time', () => {
    const first = Date.parse('1969-12-31T15:00Z');
    const tokyo = parseSchedule('cron(0 0 * * ? *)', { timeZone: 'Asia/Tokyo' });
    expect(tokyo.next(-Infinity)?.at).toBe(first);
    expect(tokyo.prev(first + 1)?.at).toBe(first);
    expect(tokyo.prev(first)).toBeUndefined();
    expect(tokyo.prev(-Infinity)).toBeUndefined();

    const last = Date.parse('2200-01-01T04:59Z');
    const newYork = parseSchedule('cron(59 23 * * ? *)', { timeZone: 'America/New_York' });
    expect(newYork.prev(Infinity)?.at).toBe(last);
    expect(newYork.next(last - 1)?.at).toBe(last);
    expect(newYork.next(last)).toBeUndefined();
    expect(newYork.next(Infinity)).toBeUndefined();
  });

  test('a schedule of past years has a last slot and no next one', () => {
    const schedule = parseSchedule('cron(0 0 1 1 ? 2020-2021)');
    expect(schedule.next(Date.parse('2026-01-01T00:00Z'))).toBeUndefined();
    expect(schedule.prev(Date.parse('2026-01-01T00:00Z'))?.at).toBe(Date.parse('2021-01-01T00:00Z'));
  });

  test.each([
    ['30 February', 'cron(0 0 30 2 ? *)', 'UTC'],
    ['31 of short months', 'cron(* * 31 2,4,6,9,11 ? *)', 'Europe/Berlin'],
    ['29 February of years that are not leap years', 'cron(0 0 29 2 ? 2025-2027)', 'Asia/Tokyo'],
    ['29 February 2100', 'cron(0 0 29 2 ? 2100)', 'America/New_York'],
    ['the fifth Monday of a February that is no leap year', 'cron(0 0 ? 2 MON#5 2026)', 'UTC'],
  ])('a date that never comes gives no slot in either direction: %s', (_, expression, timeZone) => {
    const schedule = parseSchedule(expression, { timeZone });
    expect(schedule.next(-Infinity)).toBeUndefined();
    expect(schedule.next(Date.parse('2026-01-01T00:00Z'))).toBeUndefined();
    expect(schedule.prev(Date.parse('2026-01-01T00:00Z'))).toBeUndefined();
    expect(schedule.prev(Infinity)).toBeUndefined();
  });
});
