import { parseSchedule } from '../../../core/schedule/parse';
import { DAY, HOUR, LAST_INSTANT, MINUTE } from '../../../core/time';

const ANCHOR = Date.parse('2026-03-01T10:07:30Z');

describe('rate schedules', () => {
  test.each([
    ['rate(1 minute)', MINUTE], ['rate(5 minutes)', 5 * MINUTE], ['rate(1 hour)', HOUR], ['rate(12 hours)', 12 * HOUR],
    ['rate(1 day)', DAY], ['rate(7 days)', 7 * DAY], ['rate(1 minutes)', MINUTE], ['rate(2 hour)', 2 * HOUR], ['rate( 5  minutes )', 5 * MINUTE],
  ])('%s has slots that far apart', (expression, interval) => {
    const schedule = parseSchedule(expression, { anchor: ANCHOR });
    expect(schedule.next(ANCHOR + 100 * interval)).toEqual({ at: ANCHOR + 101 * interval, optional: false });
    expect(schedule.prev(ANCHOR + 100 * interval)).toEqual({ at: ANCHOR + 99 * interval, optional: false });
    expect(schedule.shortestInterval(ANCHOR)).toBe(interval);
  });

  test('the anchor is the first slot and nothing is before it', () => {
    const schedule = parseSchedule('rate(1 hour)', { anchor: ANCHOR });
    expect(schedule.next(-Infinity)?.at).toBe(ANCHOR);
    expect(schedule.next(ANCHOR - 1)?.at).toBe(ANCHOR);
    expect(schedule.next(ANCHOR)?.at).toBe(ANCHOR + HOUR);
    expect(schedule.prev(ANCHOR)).toBeUndefined();
    expect(schedule.prev(ANCHOR + 1)?.at).toBe(ANCHOR);
    expect(schedule.prev(ANCHOR + HOUR)?.at).toBe(ANCHOR);
    expect(schedule.slots(ANCHOR - DAY, ANCHOR + 2 * HOUR).map(({ at }) => at)).toEqual([ANCHOR, ANCHOR + HOUR]);
  });

  test('without an anchor the slots are counted from the beginning of 1970', () => {
    expect(parseSchedule('rate(15 minutes)').next(Date.parse('2026-01-01T10:16Z'))?.at).toBe(Date.parse('2026-01-01T10:30Z'));
    expect(parseSchedule('rate(15 minutes)').next(-HOUR)?.at).toBe(0);
  });

  test('an anchor before 1970 is an anchor like any other', () => {
    expect(parseSchedule('rate(1 day)', { anchor: -HOUR }).next(0)?.at).toBe(DAY - HOUR);
  });

  test('a day is 24 hours even when the clocks change', () => {
    const beforeTheChange = Date.parse('2026-03-28T02:00Z');
    const schedule = parseSchedule('rate(1 day)', { anchor: beforeTheChange, timeZone: 'Europe/Berlin' });
    expect(schedule.next(beforeTheChange + 3 * DAY - 1)?.at).toBe(beforeTheChange + 3 * DAY);
  });

  test('instants between milliseconds are taken as they are', () => {
    const schedule = parseSchedule('rate(7 minutes)', { anchor: ANCHOR });
    const slot = ANCHOR + 700_007 * 7 * MINUTE;
    for (const fraction of [0.1, 0.3, 0.7]) {
      expect(schedule.next(slot - fraction)?.at).toBe(slot);
      expect(schedule.next(slot + fraction)?.at).toBe(slot + 7 * MINUTE);
      expect(schedule.prev(slot + fraction)?.at).toBe(slot);
      expect(schedule.prev(slot - fraction)?.at).toBe(slot - 7 * MINUTE);
    }
  });

  test('the slots end with the last instant that a Date can show', () => {
    const schedule = parseSchedule('rate(1 day)');
    expect(schedule.prev(Infinity)?.at).toBe(LAST_INSTANT);
    expect(schedule.next(LAST_INSTANT - 1)?.at).toBe(LAST_INSTANT);
    expect(schedule.next(LAST_INSTANT)).toBeUndefined();
    expect(schedule.next(Infinity)).toBeUndefined();
    expect(parseSchedule('rate(7 days)').next(LAST_INSTANT - 1)).toBeUndefined();
  });
});
