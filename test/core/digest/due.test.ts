import fc from 'fast-check';
import { digestDue, digestSpan, nextDigest } from '../../../core/digest/due';
import { parseSchedule } from '../../../core/schedule/parse';

const DAY = 86_400_000;
const WEEKLY = parseSchedule('cron(0 8 ? * MON *)', { timeZone: 'Europe/Berlin' });
/** 08:00 on Mondays in Berlin, before and after the clocks go back on 25 October 2026. */
const [MON_19_OCT, MON_26_OCT] = [Date.parse('2026-10-19T06:00:00Z'), Date.parse('2026-10-26T07:00:00Z')];

describe('when a digest is due', () => {
  test('A digest is due from its slot on, and not before.', () => {
    expect(digestDue(WEEKLY, MON_19_OCT, undefined, MON_26_OCT - 1)).toBeUndefined();
    expect(digestDue(WEEKLY, MON_19_OCT, undefined, MON_26_OCT)).toEqual({ slot: MON_26_OCT, send: true });
  });

  test('A digest that was decided is not due again.', () => {
    expect(digestDue(WEEKLY, MON_26_OCT, undefined, MON_26_OCT + DAY)).toBeUndefined();
  });

  test('Before the first decision the newest slot only counts as decided, because there was nothing to report.', () => {
    expect(digestDue(WEEKLY, undefined, undefined, MON_26_OCT + DAY)).toEqual({ slot: MON_26_OCT, send: false });
  });

  test('A digest that came due after the observatory was first seen is sent, even before the first decision.', () => {
    expect(digestDue(WEEKLY, undefined, MON_19_OCT + DAY, MON_26_OCT)).toEqual({ slot: MON_26_OCT, send: true });
    expect(digestDue(WEEKLY, undefined, MON_26_OCT, MON_26_OCT)).toEqual({ slot: MON_26_OCT, send: false });
  });

  test('After an outage of weeks only the newest digest is sent, however late.', () => {
    expect(digestDue(WEEKLY, MON_19_OCT - 14 * DAY, undefined, MON_26_OCT + 6 * DAY)).toEqual({ slot: MON_26_OCT, send: true });
  });

  test('A digest whose local time the clocks skip comes an hour later by the clock and is not left out.', () => {
    const daily = parseSchedule('cron(30 2 * * ? *)', { timeZone: 'Europe/Berlin' });
    const skipped = Date.parse('2026-03-29T01:30:00Z');
    expect(digestDue(daily, skipped - DAY, undefined, skipped)).toEqual({ slot: skipped, send: true });
    expect(nextDigest(daily, skipped - DAY)).toBe(skipped);
    expect(nextDigest(daily, skipped)).toBe(Date.parse('2026-03-30T00:30:00Z'));
  });

  test('A digest whose local time the clocks show twice comes once, the first time.', () => {
    const daily = parseSchedule('cron(30 2 * * ? *)', { timeZone: 'Europe/Berlin' });
    const first = Date.parse('2026-10-25T00:30:00Z');
    expect(digestDue(daily, first - DAY, undefined, first)).toEqual({ slot: first, send: true });
    expect(digestDue(daily, first, undefined, first + 3_600_000)).toBeUndefined();
  });

  test('A schedule that has no slot yet has no digest due.', () => {
    expect(digestDue(parseSchedule('at(2027-01-01T00:00:00)'), undefined, undefined, MON_26_OCT)).toBeUndefined();
  });

  test('A rate is counted from the beginning of 1970.', () => {
    expect(digestDue(parseSchedule('rate(1 day)'), 0, undefined, MON_26_OCT)).toEqual({ slot: Math.floor(MON_26_OCT / DAY) * DAY, send: true });
  });

  test('The next digest is due at the first slot after now.', () => {
    expect(nextDigest(WEEKLY, MON_19_OCT)).toBe(MON_26_OCT);
    expect(nextDigest(parseSchedule('at(2026-01-01T00:00:00)'), MON_19_OCT)).toBeUndefined();
  });

  test("Asked every few minutes of a year, each day's digest is due once, in order, in any zone.", () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Santiago', 'Asia/Kolkata', 'UTC'];
    fc.assert(fc.property(fc.constantFrom(...zones), fc.nat({ max: 23 }), fc.constantFrom(0, 15, 30, 59), fc.integer({ min: 60, max: 700 }), (timeZone, hour, minute, every) => {
      const daily = parseSchedule(`cron(${minute} ${hour} * * ? *)`, { timeZone });
      const begin = Date.parse('2026-01-01T12:00:00Z');
      let decided = digestDue(daily, undefined, undefined, begin)!.slot;
      let found = 0;
      for (let now = begin; now < begin + 365 * DAY; now += every * 60_000) {
        const due = digestDue(daily, decided, undefined, now);
        if (due === undefined) continue;
        expect(due.send).toBe(true);
        expect(Math.abs(due.slot - decided - DAY)).toBeLessThanOrEqual(3_600_000 * 2);
        decided = due.slot;
        found += 1;
      }
      expect(found).toBeGreaterThanOrEqual(364);
      expect(found).toBeLessThanOrEqual(366);
    }), { numRuns: 10 });
  });
});

describe('the time span of a digest', () => {
  test('It is a calendar week, even if that has an hour more in autumn.', () => {
    expect(digestSpan('Europe/Berlin', MON_26_OCT, 'week')).toEqual({ to: MON_26_OCT, from: MON_19_OCT, before: MON_19_OCT - 7 * DAY });
    expect(MON_26_OCT - MON_19_OCT).toBe(7 * DAY + 3_600_000);
  });

  test('It is a day, and before it the day before.', () => {
    expect(digestSpan('Europe/Berlin', MON_19_OCT, 'day')).toEqual({ to: MON_19_OCT, from: MON_19_OCT - DAY, before: MON_19_OCT - 2 * DAY });
  });
});
