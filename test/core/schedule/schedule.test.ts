import fc from 'fast-check';
import { parseSchedule } from '../../../core/schedule/parse';
import type { Schedule, Slot } from '../../../core/schedule/schedule';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { cronModel } from './cron-model';

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Antarctica/Troll', 'America/Havana', 'Africa/Casablanca', 'Pacific/Apia'];

const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.tuple(cronModel({ dense: false }), fc.constantFrom(...ZONES)).map(([{ expression }, timeZone]) => parseSchedule(expression, { timeZone })),
  fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom('minutes', 'hours', 'days'), fc.integer({ min: 0, max: Date.UTC(2030, 0, 1) }))
    .map(([value, unit, anchor]) => parseSchedule(`rate(${value} ${unit})`, { anchor })),
  fc.tuple(fc.date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), fc.constantFrom(...ZONES))
    .map(([date, timeZone]) => parseSchedule(`at(${date.toISOString().slice(0, 19)})`, { timeZone })),
);
const instant = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) });
const at = (slot: Slot | undefined) => slot?.at;

describe('every schedule', () => {
  test('prev leads back to where next came from, and the other way round', () => {
    fc.assert(fc.property(schedule, instant, (any, t) => {
      const next = any.next(t);
      if (next !== undefined) {
        expect(next.at).toBeGreaterThan(t);
        expect(any.prev(next.at + 1)).toEqual(next);
        expect(at(any.prev(next.at)) ?? -Infinity).toBeLessThanOrEqual(t);
      }
      const prev = any.prev(t);
      if (prev !== undefined) {
        expect(prev.at).toBeLessThan(t);
        expect(any.next(prev.at - 1)).toEqual(prev);
        expect(at(any.next(prev.at)) ?? Infinity).toBeGreaterThanOrEqual(t);
      }
    }), { numRuns: 300 });
  });

  test('slots are what repeated next gives, and what repeated prev gives backwards', () => {
    fc.assert(fc.property(schedule, instant, fc.integer({ min: 0, max: 3 * DAY }), (any, from, length) => {
      const to = from + length;
      const forwards: Slot[] = [];
      for (let slot = any.next(from - 1); slot && slot.at < to; slot = any.next(slot.at)) forwards.push(slot);
      const backwards: Slot[] = [];
      for (let slot = any.prev(to); slot && slot.at >= from; slot = any.prev(slot.at)) backwards.unshift(slot);
      expect(any.slots(from, to)).toEqual(forwards);
      expect(backwards).toEqual(forwards);
    }), { numRuns: 100 });
  });
});

describe('slots', () => {
  const hourly = parseSchedule('cron(0 * * * ? *)');
  const noon = Date.parse('2026-05-01T12:00Z');

  test('include the beginning and exclude the end', () => {
    expect(hourly.slots(noon, noon + 2 * HOUR)).toEqual([{ at: noon, optional: false }, { at: noon + HOUR, optional: false }]);
  });

  test('of an empty or backward time span are none', () => {
    expect(hourly.slots(noon, noon)).toEqual([]);
    expect(hourly.slots(noon, noon - DAY)).toEqual([]);
  });

  test('take bounds between milliseconds as they are', () => {
    expect(hourly.slots(noon + 0.5, noon + HOUR + 0.5)).toEqual([{ at: noon + HOUR, optional: false }]);
    expect(hourly.slots(noon - 0.5, noon + 0.5)).toEqual([{ at: noon, optional: false }]);
  });

  test.each<[string, (any: Schedule) => unknown, string]>([
    ['next of NaN', any => any.next(NaN), '"after" is NaN. Pass an instant in epoch milliseconds.'],
    ['prev of NaN', any => any.prev(NaN), '"before" is NaN. Pass an instant in epoch milliseconds.'],
    ['slots from NaN', any => any.slots(NaN, 0), '"from" is NaN. Pass a finite instant in epoch milliseconds.'],
    ['slots from -Infinity', any => any.slots(-Infinity, 0), '"from" is -Infinity. Pass a finite instant in epoch milliseconds.'],
    ['slots to Infinity', any => any.slots(0, Infinity), '"to" is Infinity. Pass a finite instant in epoch milliseconds.'],
    ['shortestInterval of NaN', any => any.shortestInterval(NaN), '"after" is NaN. Pass an instant in epoch milliseconds.'],
  ])('and the other questions refuse what is not an instant: %s', (_, ask, message) => {
    expect(() => ask(hourly)).toThrow(new RangeError(message));
  });
});

describe('shortestInterval', () => {
  const from = Date.parse('2026-01-01T00:00Z');
  const shortest = (expression: string, timeZone?: string, count?: number) =>
    parseSchedule(expression, timeZone === undefined ? {} : { timeZone }).shortestInterval(from, count);

  test.each([
    ['cron(0 2 * * ? *)', DAY], ['cron(0/15 * * * ? *)', 15 * MINUTE], ['cron(0 8,9,17 * * ? *)', HOUR],
    ['cron(0 6 ? * MON,THU *)', 3 * DAY], ['cron(0 0 1 * ? *)', 28 * DAY],
  ])('%s has its slots at least that far apart', (expression, expected) => {
    expect(shortest(expression)).toBe(expected);
  });

  test('a day on which the clocks go forward is shorter', () => {
    expect(shortest('cron(0 6 * * ? *)', 'Europe/Berlin')).toBe(23 * HOUR);
  });

  test('optional slots do not make it shorter', () => {
    // On 25 October 02:00 comes at 00:00Z and, optional, at 01:00Z; 05:00 comes at 04:00Z.
    const schedule = parseSchedule('cron(0 2,5 * 10 ? *)', { timeZone: 'Europe/Berlin' });
    expect(schedule.shortestInterval(Date.parse('2026-10-24T12:00Z'), 3)).toBe(4 * HOUR);
  });

  test('only the given number of slots is examined', () => {
    expect(shortest('cron(0 3,9,10 * * ? *)', 'UTC', 2)).toBe(6 * HOUR);
    expect(shortest('cron(0 3,9,10 * * ? *)', 'UTC', 3)).toBe(HOUR);
  });

  test('fewer than two slots have no interval', () => {
    expect(shortest('cron(0 0 1 6 ? 2026)')).toBeUndefined();
    expect(shortest('cron(0 0 30 2 ? *)')).toBeUndefined();
    expect(shortest('cron(0 2 * * ? *)', 'UTC', 1)).toBeUndefined();
    expect(shortest('cron(0 2 * * ? *)', 'UTC', 0)).toBeUndefined();
  });
});
