import { parseSchedule } from '../../../core/schedule/parse';

const slotOf = (local: string, timeZone: string) => parseSchedule(`at(${local})`, { timeZone }).next(-Infinity);

describe('at schedules', () => {
  test.each([
    ['UTC', '2027-01-01T00:00:00', '2027-01-01T00:00:00.000Z'],
    ['America/New_York', '2027-07-01T08:30:15', '2027-07-01T12:30:15.000Z'],
    ['Asia/Kathmandu', '2027-07-01T00:00:00', '2027-06-30T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2027-01-01T00:00:00', '2026-12-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2027-01-01T00:00:00', '2027-01-01T11:00:00.000Z'],
  ])('the one slot is read in its zone: %s %s', (timeZone, local, expected) => {
    expect(slotOf(local, timeZone)).toEqual({ at: Date.parse(expected), optional: false });
  });

  test('the slot is strictly after and strictly before the instants asked about', () => {
    const schedule = parseSchedule('at(2027-01-01T00:00:00)');
    const at = Date.parse('2027-01-01T00:00:00Z');
    expect(schedule.next(at - 1)?.at).toBe(at);
    expect(schedule.next(at)).toBeUndefined();
    expect(schedule.prev(at + 1)?.at).toBe(at);
    expect(schedule.prev(at)).toBeUndefined();
    expect(schedule.slots(at, at)).toEqual([]);
    expect(schedule.slots(at, at + 1)).toEqual([{ at, optional: false }]);
    expect(schedule.shortestInterval(0)).toBeUndefined();
  });

  test.each([
    ['America/New_York', '2027-03-14T02:30:00'], ['Australia/Lord_Howe', '2026-10-04T02:15:00'],
    ['Asia/Beirut', '2026-03-29T00:00:00'], ['Pacific/Apia', '2011-12-30T12:00:00'],
  ])('a local time that does not exist is no slot: %s %s', (timeZone, local) => {
    expect(slotOf(local, timeZone)).toBeUndefined();
    expect(parseSchedule(`at(${local})`, { timeZone }).prev(Infinity)).toBeUndefined();
  });

  test.each([
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30Z'], ['Africa/Cairo', '2026-10-29T23:30:00', '2026-10-29T20:30Z'],
    ['Antarctica/Troll', '2026-10-25T01:00:00', '2026-10-24T23:00Z'],
  ])('a repeated local time is the first: %s %s', (timeZone, local, expected) => {
    expect(slotOf(local, timeZone)?.at).toBe(Date.parse(expected));
  });
});
