import fc from 'fast-check';
import { parseSchedule } from '../../../core/schedule/parse';
import type { Slot } from '../../../core/schedule/schedule';
import { DAY, HOUR, type Instant, MINUTE } from '../../../core/time';
import { cronModel, type CronModel, halfHours } from './cron-model';
import { walkWallClock, type WallMinute } from './wall-clock';

/** Days on which clocks did something remarkable, and some on which they did not. */
const WINDOWS: [zone: string, day: string, why: string][] = [
  ['America/New_York', '2026-03-08', 'forward at 02:00'],
  ['America/New_York', '2026-11-01', 'back at 02:00'],
  ['Europe/Berlin', '2027-03-28', 'forward at 02:00'],
  ['Europe/Berlin', '2026-10-25', 'back at 03:00'],
  ['Antarctica/Troll', '2026-03-29', 'forward by two hours'],
  ['Antarctica/Troll', '2026-10-25', 'back by two hours'],
  ['Australia/Lord_Howe', '2026-10-04', 'forward by 30 minutes'],
  ['Australia/Lord_Howe', '2026-04-05', 'back by 30 minutes'],
  ['America/Havana', '2026-03-08', 'forward at 00:00'],
  ['America/Havana', '2026-11-01', 'back at 01:00 to 00:00'],
  ['Asia/Beirut', '2026-03-29', 'forward at 00:00'],
  ['Asia/Beirut', '2026-10-25', 'back at 00:00 to 23:00 the day before'],
  ['America/Sao_Paulo', '2018-11-04', 'forward at 00:00'],
  ['America/Sao_Paulo', '2018-02-18', 'back at 00:00 to 23:00 the day before'],
  ['Africa/Cairo', '2026-04-24', 'forward at 00:00'],
  ['Africa/Cairo', '2026-10-30', 'back at 00:00 to 23:00 the day before'],
  ['America/St_Johns', '2010-03-14', 'forward at 00:01'],
  ['America/St_Johns', '2010-11-07', 'back at 00:01 to 23:01 the day before'],
  ['Pacific/Apia', '2011-12-30', 'a whole day skipped'],
  ['Pacific/Kwajalein', '1993-08-21', 'a whole day skipped'],
  ['Antarctica/Casey', '2010-03-04', 'back by three hours'],
  ['Antarctica/Vostok', '1994-01-31', 'back by seven hours'],
  ['America/Caracas', '2007-12-09', 'back by 30 minutes for good'],
  ['Asia/Kathmandu', '1986-01-01', 'forward by 15 minutes for good'],
  ['America/Recife', '2000-10-11', 'forward and back within seven days'],
  ['Asia/Kathmandu', '2026-06-01', 'offset of 5:45'],
  ['Asia/Kolkata', '2024-02-29', 'offset of 5:30, leap day'],
  ['UTC', '2026-12-31', 'turn of the year'],
];

/** Zones for a whole year, in steps of half an hour. */
const YEARS: [zone: string, year: number][] = [
  ['America/New_York', 2026], ['Australia/Lord_Howe', 2028], ['Africa/Casablanca', 2026], ['Pacific/Apia', 2011],
  ['Africa/Cairo', 2014], ['Antarctica/Troll', 2027],
];

const remembered = new Map<string, WallMinute[]>();

function remember(key: string, walk: () => WallMinute[]): WallMinute[] {
  const minutes = remembered.get(key) ?? walk();
  remembered.set(key, minutes);
  return minutes;
}

function windowAround([zone, day]: (typeof WINDOWS)[number]): WallMinute[] {
  const noon = Date.parse(`${day}T12:00:00Z`);
  // Recife's two changes lie seven days apart.
  const reach = zone === 'America/Recife' ? 5 * DAY : 30 * HOUR;
  return remember(zone + day, () => walkWallClock(zone, noon - reach, noon + reach));
}

function wholeYear([zone, year]: (typeof YEARS)[number]): WallMinute[] {
  return remember(zone, () => walkWallClock(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1), 30 * MINUTE));
}

function expectedSlots(minutes: WallMinute[], model: CronModel): Slot[] {
  return minutes
    .filter(minute => model.matches(minute) && (!minute.repeat || model.hours.size > 1))
    .map(({ at, repeat }) => ({ at, optional: repeat }));
}

/** Text compares faster than thousands of objects and still shows the difference. */
const written = (slots: (Slot | undefined)[]) => slots
  .map(slot => slot ? `${new Date(slot.at).toISOString()}${slot.optional ? ' optional' : ''}` : 'none').join('\n');

function agree(zone: string, minutes: WallMinute[], model: CronModel, share: number): void {
  const from = minutes[0]?.at ?? NaN;
  const to = (minutes.at(-1)?.at ?? NaN) + 1;
  const schedule = parseSchedule(model.expression, { timeZone: zone });
  const expected = expectedSlots(minutes, model);
  expect(written(schedule.slots(from, to))).toBe(written(expected));

  // Any instant, and one before and one in the second pass of a repeated hour, where a search easily goes wrong.
  const points: Instant[] = [from + Math.floor(share * (to - from))];
  const repeated = minutes.filter(({ repeat }) => repeat);
  const inSecondPass = repeated[Math.floor(share * repeated.length)]?.at;
  if (inSecondPass !== undefined) points.push(inSecondPass, inSecondPass - HOUR);
  const inside = (slot: Slot | undefined) => slot && slot.at >= from && slot.at < to ? slot : undefined;
  for (const point of points) {
    expect(written([inside(schedule.next(point))])).toBe(written([expected.find(({ at }) => at > point)]));
    expect(written([inside(schedule.prev(point))])).toBe(written([expected.filter(({ at }) => at < point).at(-1)]));
  }
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('cron schedules against a clock read minute by minute', () => {
  test.each(WINDOWS)('%s around %s (%s) has the same slots, next and prev', (...window) => {
    fc.assert(fc.property(cronModel({ dense: true }), share, (model, at) => {
      agree(window[0], windowAround(window), model, at);
    }), { numRuns: 20 });
  });

  test.each(YEARS)('%s has the same slots, next and prev in all of %d', (...year) => {
    fc.assert(fc.property(cronModel({ dense: false, minutes: halfHours }), share, (model, at) => {
      agree(year[0], wholeYear(year), model, at);
    }), { numRuns: 12 });
  });
});
