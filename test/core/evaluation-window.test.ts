import fc from 'fast-check';
import { AlarmConfigurationError } from '../../core/alarm-configuration';
import { evaluationWindow, type EvaluationWindowSettings } from '../../core/evaluation-window';

const DAY = 86_400;
const HOUR_MS = 3_600_000;

/** The boundaries of a window as UTC times, oldest start first, newest end last. */
function boundaries(now: string, settings: EvaluationWindowSettings): string[] {
  const windows = evaluationWindow(Date.parse(now), settings);
  const instants = [...windows.map(({ start }) => start), windows.at(-1)?.end as number];
  windows.forEach(({ end }, index) => expect(end).toBe(instants[index + 1]));
  return instants.map((instant) => new Date(instant).toISOString().replace(':00.000Z', 'Z'));
}

describe('a sliding window', () => {
  const fiveMinutes = { periodSeconds: 300, evaluationPeriods: 3 };

  it('has the period starts the guide names for 12:15', () => {
    expect(boundaries('2026-03-02T12:15:00Z', fiveMinutes)).toEqual([
      '2026-03-02T12:00Z',
      '2026-03-02T12:05Z',
      '2026-03-02T12:10Z',
      '2026-03-02T12:15Z',
    ]);
  });

  it('moves by one minute, not by one period', () => {
    expect(boundaries('2026-03-02T12:16:48Z', fiveMinutes)[0]).toBe('2026-03-02T12:01Z');
  });

  it('reaches back over the whole evaluation range', () => {
    expect(boundaries('2026-03-02T12:15:00Z', { ...fiveMinutes, rangePeriods: 5 })[0]).toBe('2026-03-02T11:50Z');
  });

  it('moves by ten seconds for a high-resolution alarm', () => {
    const [window] = evaluationWindow(Date.parse('2026-03-02T12:15:37Z'), { periodSeconds: 30, evaluationPeriods: 1 });
    expect(window).toEqual({ start: Date.parse('2026-03-02T12:15:00Z'), end: Date.parse('2026-03-02T12:15:30Z') });
  });

  it('of a multi-day alarm ends at the top of the hour, as in the example of the guide', () => {
    const everyThreeDays = { periodSeconds: DAY, evaluationPeriods: 3 };
    expect(boundaries('2026-03-02T10:03:00Z', everyThreeDays).at(-1)).toBe('2026-03-02T10:00Z');
    expect(boundaries('2026-03-02T11:03:00Z', everyThreeDays).at(-1)).toBe('2026-03-02T11:00Z');
  });

  it('refuses a range shorter than N', () => {
    expect(() => evaluationWindow(0, { ...fiveMinutes, rangePeriods: 2 })).toThrow(
      new AlarmConfigurationError('The evaluation range must be a whole number of at least EvaluationPeriods (3), got 2.'),
    );
  });
});

describe('a wall clock window', () => {
  const daily = { periodSeconds: DAY, evaluationPeriods: 1 };
  const hourly = { periodSeconds: 3_600, evaluationPeriods: 1 };
  const weekly = { periodSeconds: 7 * DAY, evaluationPeriods: 1 };

  it.each<[string, string, EvaluationWindowSettings, string[]]>([
    ['the last whole minute', '2026-03-02T12:15:37Z', { periodSeconds: 60, evaluationPeriods: 1, wallClock: {} }, ['2026-03-02T12:14Z', '2026-03-02T12:15Z']],
    ['five-minute periods', '2026-03-02T12:18:00Z', { periodSeconds: 300, evaluationPeriods: 1, wallClock: {} }, ['2026-03-02T12:10Z', '2026-03-02T12:15Z']],
    ['the last whole hour', '2026-03-02T12:59:59Z', { ...hourly, wallClock: {} }, ['2026-03-02T11:00Z', '2026-03-02T12:00Z']],
    ['the hour that just ended', '2026-03-02T13:00:00Z', { ...hourly, wallClock: {} }, ['2026-03-02T12:00Z', '2026-03-02T13:00Z']],
    ['hours of a half-hour zone', '2026-03-02T12:15:00Z', { ...hourly, wallClock: { timeZone: 'Asia/Kolkata' } }, ['2026-03-02T10:30Z', '2026-03-02T11:30Z']],
    ['yesterday in UTC', '2026-03-02T12:00:00Z', { ...daily, wallClock: {} }, ['2026-03-01T00:00Z', '2026-03-02T00:00Z']],
    ['yesterday in New York', '2026-03-02T12:00:00Z', { ...daily, wallClock: { timeZone: 'America/New_York' } }, ['2026-03-01T05:00Z', '2026-03-02T05:00Z']],
    ['the day before, before midnight in New York', '2026-03-02T04:59:59Z', { ...daily, wallClock: { timeZone: 'America/New_York' } }, ['2026-02-28T05:00Z', '2026-03-01T05:00Z']],
    ['a fixed offset', '2026-03-02T12:00:00Z', { ...daily, wallClock: { timeZone: '-08:00' } }, ['2026-03-01T08:00Z', '2026-03-02T08:00Z']],
    ['an offset with a prefix', '2026-03-02T12:00:00Z', { ...daily, wallClock: { timeZone: 'UTC+05:30' } }, ['2026-02-28T18:30Z', '2026-03-01T18:30Z']],
    ['GMT with an offset', '2026-03-02T12:00:00Z', { ...daily, wallClock: { timeZone: 'GMT-08:00' } }, ['2026-03-01T08:00Z', '2026-03-02T08:00Z']],
    ['Z', '2026-03-02T12:00:00Z', { ...daily, wallClock: { timeZone: 'Z' } }, ['2026-03-01T00:00Z', '2026-03-02T00:00Z']],
    ['the last whole week from Monday', '2026-03-04T12:00:00Z', { ...weekly, wallClock: {} }, ['2026-02-23T00:00Z', '2026-03-02T00:00Z']],
    ['the week that ended this Monday', '2026-03-02T00:00:00Z', { ...weekly, wallClock: {} }, ['2026-02-23T00:00Z', '2026-03-02T00:00Z']],
    ['the week before on a Sunday', '2026-03-01T23:59:00Z', { ...weekly, wallClock: {} }, ['2026-02-16T00:00Z', '2026-02-23T00:00Z']],
  ])('covers %s', (_case, now, settings, expected) => {
    expect(boundaries(now, settings)).toEqual(expected);
  });

  it('has exactly N periods, whatever range is asked for', () => {
    const settings = { periodSeconds: DAY, evaluationPeriods: 2, rangePeriods: 4, wallClock: {} };
    expect(evaluationWindow(Date.parse('2026-03-02T12:00:00Z'), settings)).toHaveLength(2);
  });

  it.each<[string, string, number]>([
    ['23 hours when the clocks go forward', '2026-03-09T12:00:00Z', 23],
    ['25 hours when they go back', '2026-11-02T12:00:00Z', 25],
  ])('has a day of %s', (_case, now, hours) => {
    const [window] = evaluationWindow(Date.parse(now), { ...daily, wallClock: { timeZone: 'America/New_York' } });
    expect(((window?.end as number) - (window?.start as number)) / HOUR_MS).toBe(hours);
  });

  it('begins a day whose midnight the clocks skip when they have skipped it', () => {
    // Cairo went from 24 to 25 April 2026 at 00:00, which became 01:00.
    const cairo = { ...daily, wallClock: { timeZone: 'Africa/Cairo' } };
    expect(boundaries('2026-04-24T12:00:00Z', cairo)).toEqual(['2026-04-22T22:00Z', '2026-04-23T22:00Z']);
    expect(boundaries('2026-04-25T12:00:00Z', cairo)).toEqual(['2026-04-23T22:00Z', '2026-04-24T21:00Z']);
  });

  it('cuts the hour in which a zone moves its clocks by half an hour', () => {
    // Lord Howe: 02:00 became 02:30 on 4 October 2026, at 15:30 UTC.
    const lordHowe = { ...hourly, evaluationPeriods: 3, wallClock: { timeZone: 'Australia/Lord_Howe' } };
    expect(boundaries('2026-10-03T17:00:00Z', lordHowe)).toEqual(['2026-10-03T14:30Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z', '2026-10-03T17:00Z']);
  });

  it.each<[string, string]>([
    ['+01:03', 'The offset of a wall clock window must be a multiple of 5 minutes and at most 18 hours, got "+01:03".'],
    ['UTC+19:00', 'The offset of a wall clock window must be a multiple of 5 minutes and at most 18 hours, got "UTC+19:00".'],
    [
      'Mars/Olympus',
      'The time zone of a wall clock window cannot be read: "Mars/Olympus" is not an IANA time zone. Use a name such as "UTC" or "Europe/Berlin". An offset such as +05:30 works too.',
    ],
  ])('refuses the time zone %s', (timeZone, message) => {
    expect(() => evaluationWindow(0, { ...daily, wallClock: { timeZone } })).toThrow(new AlarmConfigurationError(message));
  });

  it('always covers completed periods that touch each other, the newest of them the one before now', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Santiago', '+05:45');
    const periods = fc.constantFrom(60, 300, 3_600, DAY, 7 * DAY);
    const instants = fc.integer({ min: Date.parse('2024-01-01T00:00:00Z') / 60_000, max: Date.parse('2028-01-01T00:00:00Z') / 60_000 });
    fc.assert(
      fc.property(zones, periods, fc.integer({ min: 1, max: 4 }), instants, (timeZone, periodSeconds, evaluationPeriods, minute) => {
        const now = minute * 60_000;
        const windows = evaluationWindow(now, { periodSeconds, evaluationPeriods, wallClock: { timeZone } });
        windows.forEach(({ start, end }, index) => {
          expect(start).toBeLessThan(end);
          expect(end - start).toBeLessThanOrEqual(periodSeconds * 1000 + HOUR_MS);
          if (index > 0) expect(windows[index - 1]?.end).toBe(start);
        });
        const newestEnd = windows.at(-1)?.end as number;
        expect(newestEnd).toBeLessThanOrEqual(now);
        expect(now - newestEnd).toBeLessThan(periodSeconds * 1000 + HOUR_MS);
      }),
    );
  });
});
