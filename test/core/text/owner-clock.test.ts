import { OwnerClock } from '../../../core/text/owner-clock';
import { HOUR, MINUTE } from '../../../core/time';

const NEW_YORK = 'America/New_York';
/** Tuesday, 02:20 in New York, which is four hours behind UTC then. */
const NOW = Date.UTC(2026, 9, 27, 6, 20);
const clock = new OwnerClock(NEW_YORK, NOW);

describe('A moment has the word for its day', () => {
  test.each([
    ['today 02:00', Date.UTC(2026, 9, 27, 6)],
    ['yesterday 23:59', Date.UTC(2026, 9, 27, 3, 59, 59)],
    ['tomorrow 00:00', Date.UTC(2026, 9, 28, 4)],
    ['Sun 25 Oct 02:00', Date.UTC(2026, 9, 25, 6)],
    ['Thu 1 Jan 2026 01:00', Date.UTC(2026, 0, 1, 6)],
  ])('%s', (words, at) => {
    expect(clock.moment(at)).toBe(words);
  });
});

test('The zone is called by its city, with UTC beside it.', () => {
  expect(clock.momentInZone(Date.UTC(2026, 9, 27, 6))).toBe('today 02:00 New York (06:00 UTC)');
});

test('If it is another day in UTC, the weekday is added.', () => {
  expect(clock.momentInZone(Date.UTC(2026, 9, 27, 1))).toBe('yesterday 21:00 New York (Tue 01:00 UTC)');
});

test('UTC is written once.', () => {
  expect(new OwnerClock('UTC', NOW).momentInZone(NOW)).toBe('today 06:20 UTC');
});

test('A moment that is read later always has its date.', () => {
  expect([NOW, NOW - 24 * HOUR, NOW - 96 * HOUR].map((at) => clock.datedMoment(at))).toEqual([
    'today, Tue 27 Oct, 02:20 New York (06:20 UTC)',
    'yesterday, Mon 26 Oct, 02:20 New York (06:20 UTC)',
    'Fri 23 Oct, 02:20 New York (06:20 UTC)',
  ]);
});

test('A short moment has no word that is wrong tomorrow, and a date if the weekday could belong to another week.', () => {
  expect([NOW, NOW - 5 * 24 * HOUR, NOW - 6 * 24 * HOUR].map((at) => clock.shortMoment(at))).toEqual(['Tue 02:20', 'Thu 02:20', 'Wed 21 Oct 02:20']);
});

test('A calendar day has its year only if it is far away.', () => {
  expect([clock.calendarDay(NOW), clock.calendarMoment(NOW), clock.calendarDay(Date.UTC(2026, 0, 2))]).toEqual(['Tue 27 Oct', 'Tue 27 Oct 02:20', 'Thu 1 Jan 2026']);
});

test('A second moment on the same day is only a time.', () => {
  expect([clock.after(NOW, NOW + MINUTE), clock.after(NOW - 24 * HOUR, NOW)]).toEqual(['02:21', 'today 02:20']);
});

describe('When the clocks change', () => {
  test('a day of 23 hours is still yesterday.', () => {
    const monday = new OwnerClock('Europe/Berlin', Date.UTC(2026, 2, 29, 22, 30)); // 00:30 on the 30th
    expect(monday.moment(Date.UTC(2026, 2, 28, 23))).toBe('yesterday 00:00');
  });

  test('UTC distinguishes the two passes of an hour that the clocks show twice.', () => {
    const sunday = new OwnerClock('Europe/Berlin', Date.UTC(2026, 9, 25, 6));
    expect([Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)].map((at) => sunday.momentInZone(at)))
      .toEqual(['today 02:30 Berlin (00:30 UTC)', 'today 02:30 Berlin (01:30 UTC)']);
  });
});

describe('The name of a zone', () => {
  test.each([
    ['Europe/Berlin', 'Berlin'], ['America/Argentina/Buenos_Aires', 'Buenos Aires'], ['US/Eastern', 'US Eastern'], ['Etc/UTC', 'UTC'], ['GMT', 'UTC'],
    ['Etc/GMT+5', 'UTC-5'], ['No/Such_Zone', 'UTC'], ['', 'UTC'],
  ])('%s is written %s', (timeZone, label) => {
    expect(new OwnerClock(timeZone, NOW).label).toBe(label);
  });
});

test.each([NaN, Infinity, -1, 1e20])('An impossible instant (%d) is written as an unknown time.', (at) => {
  expect([clock.moment(at), clock.momentInZone(at), clock.datedMoment(at), clock.after(NOW, at)]).toEqual(Array.from({ length: 4 }, () => 'an unknown time'));
});
