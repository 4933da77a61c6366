import { everyDay } from '../../../core/schedule/every-day';
import { parseSchedule } from '../../../core/schedule/parse';
import { HOUR } from '../../../core/time';

const FROM = Date.parse('2024-01-01T00:00:00Z');
const TO = Date.parse('2026-01-01T00:00:00Z');

/** Local times that the clocks skip once a year. */
const SKIPPED: readonly [string, string][] = [
  ['Africa/Cairo', '0 0'], ['America/Havana', '0 0'], ['America/Santiago', '30 0'], ['Asia/Beirut', '0 0'], ['Europe/Berlin', '30 2'],
  ['America/New_York', '0 2'], ['Australia/Lord_Howe', '15 2'], ['America/Nuuk', '30 23'], ['Antarctica/Troll', '30 2'],
];

describe.each(SKIPPED)('Every day in %s at %s', (timeZone, time) => {
  const daily = parseSchedule(`cron(${time} * * ? *)`, { timeZone });
  const schedule = everyDay(daily);
  const slots = schedule.slots(FROM, TO).map(({ at }) => at);

  test('has the slots of the daily schedule, and one more on each day whose clocks skip the time.', () => {
    const regular = daily.slots(FROM, TO).map(({ at }) => at);
    expect(slots).toEqual(expect.arrayContaining(regular));
    expect(slots.length - regular.length).toBe(2);
  });

  test('has no gap of more than 26 hours and none of less than 22.', () => {
    const gaps = slots.slice(1).map((at, index) => (at - slots[index]!) / HOUR);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(26);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(22);
  });

  test('has the same slots backwards, and finds each from an instant beside it.', () => {
    const back: number[] = [];
    for (let slot = schedule.prev(TO); slot !== undefined && slot.at >= FROM; slot = schedule.prev(slot.at)) back.unshift(slot.at);
    expect(back).toEqual(slots);
    for (const at of slots) expect([schedule.next(at - 1)?.at, schedule.prev(at + 1)?.at]).toEqual([at, at]);
  });
});

test('Where the clocks never change, nothing is added.', () => {
  const daily = parseSchedule('cron(0 0 * * ? *)');
  expect(everyDay(daily).slots(FROM, TO)).toEqual(daily.slots(FROM, TO));
  expect(everyDay(daily).next(Infinity)).toBeUndefined();
  expect(everyDay(daily).prev(-Infinity)).toBeUndefined();
});
