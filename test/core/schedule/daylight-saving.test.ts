import { parseSchedule } from '../../../core/schedule/parse';

/** The slots of two days around a date, in UTC, optional ones marked with a question mark. */
function around(date: string, expression: string, timeZone: string): string[] {
  const from = Date.parse(`${date}T00:00Z`) - 86_400_000 / 2;
  return parseSchedule(expression, { timeZone }).slots(from, from + 2 * 86_400_000)
    .map(({ at, optional }) => `${new Date(at).toISOString().slice(5, 16)}${optional ? '?' : ''}`);
}

describe('when the clocks go forward', () => {
  test('a daily time that does not exist is no slot that day', () => {
    expect(around('2026-03-08', 'cron(30 2 * * ? *)', 'America/New_York')).toEqual(['03-09T06:30']);
  });

  test('the first minute after the gap exists', () => {
    expect(around('2026-03-08', 'cron(0 3 * * ? *)', 'America/New_York')).toEqual(['03-08T07:00', '03-09T07:00']);
  });

  test('an interval goes on without a pause in UTC', () => {
    expect(around('2026-03-08', 'cron(0/20 1-3 * * ? *)', 'America/New_York')).toEqual([
      '03-08T06:00', '03-08T06:20', '03-08T06:40', '03-08T07:00', '03-08T07:20', '03-08T07:40',
      '03-09T05:00', '03-09T05:20', '03-09T05:40', '03-09T06:00', '03-09T06:20', '03-09T06:40', '03-09T07:00', '03-09T07:20', '03-09T07:40',
    ]);
  });

  test('midnight itself may be missing', () => {
    expect(around('2026-03-08', 'cron(0 0 * * ? *)', 'America/Havana')).toEqual(['03-09T04:00']);
    expect(around('2026-03-29', 'cron(0 0 * * ? *)', 'Asia/Beirut')).toEqual(['03-29T21:00']);
    expect(around('2018-11-04', 'cron(0 0 * * ? *)', 'America/Sao_Paulo')).toEqual(['11-05T02:00']);
  });

  test('half an hour may be missing', () => {
    expect(around('2026-10-04', 'cron(15 2 * * ? *)', 'Australia/Lord_Howe')).toEqual(['10-04T15:15']);
    expect(around('2026-10-04', 'cron(45 2 * * ? *)', 'Australia/Lord_Howe')).toEqual(['10-03T15:45', '10-04T15:45']);
  });

  test('two hours may be missing', () => {
    expect(around('2026-03-29', 'cron(0 1-4 * * ? *)', 'Antarctica/Troll')).toEqual(['03-29T01:00', '03-29T02:00', '03-29T23:00', '03-30T00:00', '03-30T01:00', '03-30T02:00']);
  });

  test('a whole day may be missing, and with it whatever is due on it', () => {
    expect(parseSchedule('cron(0 9 30 12 ? *)', { timeZone: 'Pacific/Apia' }).next(Date.parse('2011-01-01T00:00Z'))?.at)
      .toBe(Date.parse('2012-12-29T19:00Z'));
  });

  test('a schedule that meets the gap every year has no slot, and the search for one ends', () => {
    const schedule = parseSchedule('cron(30 2 ? 3 SUN#2 2007-2199)', { timeZone: 'America/New_York' });
    expect(schedule.next(Date.parse('2007-01-01T00:00Z'))).toBeUndefined();
    expect(schedule.prev(Infinity)).toBeUndefined();
  });
});

describe('when the clocks go back', () => {
  test('a daily time that is repeated is one slot, the first', () => {
    expect(around('2026-11-01', 'cron(30 1 * * ? *)', 'America/New_York')).toEqual(['11-01T05:30', '11-02T06:30']);
    expect(around('2026-10-25', 'cron(30 2 * * ? *)', 'Europe/Berlin')).toEqual(['10-25T00:30', '10-26T01:30']);
  });

  test('prev asked during the second pass finds the slot of the first', () => {
    const schedule = parseSchedule('cron(30 1 * * ? *)', { timeZone: 'America/New_York' });
    expect(schedule.prev(Date.parse('2026-11-01T06:15Z'))?.at).toBe(Date.parse('2026-11-01T05:30Z'));
    expect(schedule.prev(Date.parse('2026-11-01T06:45Z'))?.at).toBe(Date.parse('2026-11-01T05:30Z'));
  });

  test('next asked during the first pass finds the optional slots of the second', () => {
    const schedule = parseSchedule('cron(10 1,12 * * ? *)', { timeZone: 'America/New_York' });
    expect(schedule.next(Date.parse('2026-11-01T05:45Z'))).toEqual({ at: Date.parse('2026-11-01T06:10Z'), optional: true });
  });

  test('several minutes of one hour are one slot each as well', () => {
    expect(around('2026-11-01', 'cron(0/30 1 * * ? *)', 'America/New_York')).toEqual(['11-01T05:00', '11-01T05:30', '11-02T06:00', '11-02T06:30']);
  });

  test('an hourly schedule has an optional slot in the repeated hour', () => {
    expect(around('2026-11-01', 'cron(0 0-3 * * ? *)', 'America/New_York')).toEqual([
      '11-01T04:00', '11-01T05:00', '11-01T06:00?', '11-01T07:00', '11-01T08:00', '11-02T05:00', '11-02T06:00', '11-02T07:00', '11-02T08:00',
    ]);
  });

  test('a schedule of every 20 minutes has three optional slots in the repeated hour', () => {
    expect(around('2026-10-25', 'cron(0/20 * * * ? *)', 'Europe/Berlin').filter(slot => slot.endsWith('?')))
      .toEqual(['10-25T01:00?', '10-25T01:20?', '10-25T01:40?']);
  });

  test('two fixed times a day count as several hours', () => {
    expect(around('2026-11-01', 'cron(0 1,13 * * ? *)', 'America/New_York'))
      .toEqual(['10-31T17:00', '11-01T05:00', '11-01T06:00?', '11-01T18:00', '11-02T06:00']);
  });

  test('midnight itself may be repeated', () => {
    expect(around('2026-11-01', 'cron(0 0 * * ? *)', 'America/Havana')).toEqual(['11-01T04:00', '11-02T05:00']);
  });

  test('the last hour of the day before may be repeated', () => {
    expect(around('2026-10-30', 'cron(0 22-23 * * ? *)', 'Africa/Cairo')).toEqual(['10-29T19:00', '10-29T20:00', '10-29T21:00?', '10-30T20:00', '10-30T21:00']);
    expect(around('2018-02-18', 'cron(30 23 * * ? *)', 'America/Sao_Paulo')).toEqual(['02-18T01:30', '02-19T02:30']);
  });

  test('a day that has already begun may end once more', () => {
    // St. John's, 2010: at 00:01 on 7 November the clocks went back to 23:01 on the 6th.
    expect(around('2010-11-07', 'cron(0,59 0,23 * * ? *)', 'America/St_Johns')).toEqual([
      '11-07T01:30', '11-07T02:29', '11-07T02:30', '11-07T03:29?', '11-07T03:30?', '11-07T04:29',
      '11-08T02:30', '11-08T03:29', '11-08T03:30', '11-08T04:29',
    ]);
  });

  test('half an hour may be repeated', () => {
    expect(around('2026-04-05', 'cron(0/15 1-2 * * ? *)', 'Australia/Lord_Howe').filter(slot => slot.startsWith('04-04T'))).toEqual([
      '04-04T14:00', '04-04T14:15', '04-04T14:30', '04-04T14:45', '04-04T15:00?', '04-04T15:15?',
      '04-04T15:30', '04-04T15:45', '04-04T16:00', '04-04T16:15',
    ]);
  });

  test('two hours may be repeated', () => {
    expect(around('2026-10-25', 'cron(0 0-3 * * ? *)', 'Antarctica/Troll')).toEqual([
      '10-24T22:00', '10-24T23:00', '10-25T00:00', '10-25T01:00?', '10-25T02:00?', '10-25T03:00', '10-26T00:00', '10-26T01:00', '10-26T02:00', '10-26T03:00',
    ]);
  });

  test('an optional slot is found in both directions', () => {
    const schedule = parseSchedule('cron(0 * * * ? *)', { timeZone: 'Europe/Berlin' });
    const repeated = { at: Date.parse('2026-10-25T01:00Z'), optional: true };
    expect(schedule.next(repeated.at - 1)).toEqual(repeated);
    expect(schedule.prev(repeated.at + 1)).toEqual(repeated);
  });
});

test('A change of offset by seconds is followed to the second.', () => {
  // Monrovia left its offset of -0:44:30 for UTC in January 1972.
  expect(around('1972-01-07', 'cron(0 0 * * ? *)', 'Africa/Monrovia')).toEqual(['01-08T00:00']);
  expect(around('1972-01-06', 'cron(0 0 * * ? *)', 'Africa/Monrovia')).toEqual(['01-06T00:44']);
});
