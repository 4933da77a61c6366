import fc from 'fast-check';
import { AlarmConfigurationError } from '../../core/alarm-configuration';
import {
  activeMuteWindow, isMuted, type MuteRuleSettings, muteRuleStatus, type MuteRuleStatus, parseMuteRule,
} from '../../core/mute-rule';
import { stepMute } from '../../drill/simulation/alarms/muting';

const at = (time: string): number => Date.parse(`${time}:00Z`);

const mutedAt = (settings: MuteRuleSettings, time: string): boolean => isMuted(parseMuteRule(settings), at(time));

/** The first and the last muted minute, and the minutes just outside. */
function expectWindow(settings: MuteRuleSettings, start: string, end: string): void {
  const minute = 60_000;
  const rule = parseMuteRule(settings);
  const muted = [at(start) - minute, at(start), at(end) - minute, at(end)].map((now) => isMuted(rule, now));
  expect(muted).toEqual([false, true, true, false]);
  expect(activeMuteWindow(rule, at(start))).toEqual({ start: at(start), end: at(end) });
}

describe('the example schedules of the CloudWatch guide', () => {
  it.each<[string, string, string, string, string]>([
    ['every Sunday from 2 to 6', 'cron(0 2 * * SUN)', 'PT4H', '2026-03-01T02:00', '2026-03-01T06:00'],
    ['the first of each month from 1 to 7', 'cron(0 1 1 * *)', 'PT6H', '2026-03-01T01:00', '2026-03-01T07:00'],
    ['each weekend from Friday 18:00 to Monday 6:00', 'cron(0 18 * * FRI)', 'P2DT12H', '2026-03-06T18:00', '2026-03-09T06:00'],
    ['each night from 23 to 1', 'cron(0 23 * * *)', 'PT2H', '2026-03-02T23:00', '2026-03-03T01:00'],
    ['the fourth Sunday of a month', 'cron(0 9 * * SUN#4)', 'PT1H', '2026-03-22T09:00', '2026-03-22T10:00'],
    ['once for four hours', 'at(2024-05-10T14:00)', 'PT4H', '2024-05-10T14:00', '2024-05-10T18:00'],
    ['once for a week', 'at(2024-12-23T00:00)', 'P7D', '2024-12-23T00:00', '2024-12-30T00:00'],
  ])('mute %s', (_case, expression, duration, start, end) => {
    expectWindow({ expression, duration }, start, end);
  });
});

describe('the five-field cron dialect', () => {
  // 1 March 2026 is a Sunday.
  const days = (dayOfWeek: string, dayOfMonth = '*'): number[] => {
    const rule = parseMuteRule({ expression: `cron(0 12 ${dayOfMonth} * ${dayOfWeek})`, duration: 'PT1H' });
    return Array.from({ length: 31 }, (_, index) => index + 1).filter((day) => isMuted(rule, Date.UTC(2026, 2, day, 12)));
  };

  it.each<[string, number[]]>([
    ['0', [1, 8, 15, 22, 29]],
    ['7', [1, 8, 15, 22, 29]],
    ['SUN', [1, 8, 15, 22, 29]],
    ['1', [2, 9, 16, 23, 30]],
    ['sat', [7, 14, 21, 28]],
    ['6,0', [1, 7, 8, 14, 15, 21, 22, 28, 29]],
    ['5-7', [1, 6, 7, 8, 13, 14, 15, 20, 21, 22, 27, 28, 29]],
    ['FRI-SUN', [1, 6, 7, 8, 13, 14, 15, 20, 21, 22, 27, 28, 29]],
    ['5L', [27]],
    ['SUNL', [29]],
    ['L', [7, 14, 21, 28]],
    ['1#1', [2]],
    ['7#2', [8]],
    ['3-3', [4, 11, 18, 25]],
  ])('takes %s as day of week for the days %j of March 2026', (field, expected) => {
    expect(days(field)).toEqual(expected);
  });

  it.each(['*', '?', '0-6', '0-7', 'MON-SUN'])('takes %s as day of week for every day', (field) => {
    expect(days(field)).toHaveLength(31);
  });

  it('takes L as the last day of the month', () => {
    expect(days('?', 'L')).toEqual([31]);
    expect(days('*', 'L')).toEqual([31]);
  });

  it('means either day when both day fields are restricted, as standard cron does', () => {
    expect(days('MON', '15')).toEqual([2, 9, 15, 16, 23, 30]);
  });

  it.each<[string, string]>([
    ['0 2 * * SUN', 'The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm), got "0 2 * * SUN".'],
    ['cron(0 2 * * ? *)', 'The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm), got "cron(0 2 * * ? *)".'],
    ['rate(1 day)', 'The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm), got "rate(1 day)".'],
    ['at(2024-05-10T14:00:00)', 'The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm), got "at(2024-05-10T14:00:00)".'],
    ['cron(0 2 L-2 * *)', 'Day of month "L-2" counts back from the last day, which mute rules do not have. Use days, ranges, steps or L.'],
    ['cron(0 2 15W * *)', 'Day of month "15W" uses W, which mute rules do not have. Use days, ranges, steps or L.'],
    ['cron(0 2 * * 8)', 'Day of week "8" of a mute rule cannot be read. Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.'],
    ['cron(0 2 * * MON-NEVER)', 'Day of week "MON-NEVER" of a mute rule cannot be read. Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.'],
    ['cron(0 2 * * 1-3#2)', 'Day of week "1-3#2" of a mute rule cannot be read. Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.'],
  ])('refuses %s', (expression, message) => {
    expect(() => parseMuteRule({ expression, duration: 'PT1H' })).toThrow(new AlarmConfigurationError(message));
  });

  it('passes on what EventBridge says to fields it shares', () => {
    expect(() => parseMuteRule({ expression: 'cron(60 2 * * *)', duration: 'PT1H' })).toThrow(
      /^The schedule "cron\(60 2 \* \* \*\)" of a mute rule cannot be read\. As EventBridge has it: .*minute/,
    );
  });

  it('throws nothing but its own error, whatever the expression', () => {
    const pieces = fc.constantFrom('cron(', 'at(', ')', ' ', '*', '?', 'L', '#', '-', ',', '/', '0', '7', '59', 'SUN', '2026-01-01T00:00');
    const texts = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 16 }).map((parts) => parts.join('')));
    fc.assert(
      fc.property(texts, fc.constantFrom('UTC', 'Europe/Berlin', 'nowhere'), (expression, timeZone) => {
        try {
          parseMuteRule({ expression, duration: 'PT1H', timeZone });
        } catch (error) {
          expect(error).toBeInstanceOf(AlarmConfigurationError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a mute window', () => {
  it('is read in the time zone of the rule', () => {
    expectWindow({ expression: 'cron(0 2 * * *)', duration: 'PT1H', timeZone: 'America/New_York' }, '2026-01-15T07:00', '2026-01-15T08:00');
    expectWindow({ expression: 'cron(0 2 * * *)', duration: 'PT1H', timeZone: 'America/New_York' }, '2026-07-15T06:00', '2026-07-15T07:00');
  });

  it('is extended by one that begins within it', () => {
    const hourly: MuteRuleSettings = { expression: 'cron(0 8-9 * * *)', duration: 'PT90M' };
    expect(activeMuteWindow(parseMuteRule(hourly), at('2026-03-02T09:10'))).toEqual({ start: at('2026-03-02T09:00'), end: at('2026-03-02T10:30') });
    expect(mutedAt(hourly, '2026-03-02T09:29')).toBe(true);
    expect(mutedAt(hourly, '2026-03-02T10:29')).toBe(true);
    expect(mutedAt(hourly, '2026-03-02T10:30')).toBe(false);
  });

  it('is cut to the start and expire dates, given as instants or local times', () => {
    const nightly: MuteRuleSettings = { expression: 'cron(0 23 * * *)', duration: 'PT2H', timeZone: 'Europe/Berlin' };
    const asTexts = { ...nightly, startDate: '2026-03-02T23:30', expireDate: '2026-03-04T00:15' };
    const asInstants = { ...nightly, startDate: at('2026-03-02T22:30'), expireDate: at('2026-03-03T23:15') };
    for (const settings of [asTexts, asInstants]) {
      expectWindow(settings, '2026-03-02T22:30', '2026-03-03T00:00');
      expectWindow(settings, '2026-03-03T22:00', '2026-03-03T23:15');
      expect(mutedAt(settings, '2026-03-04T22:30')).toBe(false);
    }
  });

  it.each<[string, MuteRuleSettings, string, MuteRuleStatus]>([
    ['before it', { expression: 'at(2026-03-02T10:00)', duration: 'PT1H' }, '2026-03-02T09:00', 'SCHEDULED'],
    ['in it', { expression: 'at(2026-03-02T10:00)', duration: 'PT1H' }, '2026-03-02T10:30', 'ACTIVE'],
    ['after the only one', { expression: 'at(2026-03-02T10:00)', duration: 'PT1H' }, '2026-03-02T11:00', 'EXPIRED'],
    ['between two', { expression: 'cron(0 2 * * *)', duration: 'PT1H' }, '2026-03-02T10:00', 'SCHEDULED'],
    ['after the expire date', { expression: 'cron(0 2 * * *)', duration: 'PT1H', expireDate: '2026-03-02T00:00' }, '2026-03-02T02:30', 'EXPIRED'],
    ['long before the start date', { expression: 'cron(0 2 * * *)', duration: 'PT1H', startDate: '2027-01-01T00:00' }, '2026-03-02T02:30', 'SCHEDULED'],
    ['when its only window ends before the start date', { expression: 'at(2026-04-01T10:00)', duration: 'PT1H', startDate: '2027-01-01T00:00' }, '2026-03-02T02:30', 'EXPIRED'],
    ['when its only window reaches into the start date', { expression: 'at(2026-12-31T23:30)', duration: 'PT1H', startDate: '2027-01-01T00:00' }, '2026-03-02T02:30', 'SCHEDULED'],
    ['with a start after the expire date', { expression: 'cron(0 2 * * *)', duration: 'PT1H', startDate: '2027-01-02T00:00', expireDate: '2027-01-01T00:00' }, '2026-03-02T02:30', 'EXPIRED'],
  ])('gives the rule its status: %s', (_case, settings, time, status) => {
    expect(muteRuleStatus(parseMuteRule(settings), at(time))).toBe(status);
  });

  it.each(['2026-03-02', '2026-03-29T02:30', 'tomorrow'])('refuses %s as a date in Berlin', (startDate) => {
    expect(() => parseMuteRule({ expression: 'cron(0 2 * * *)', duration: 'PT1H', timeZone: 'Europe/Berlin', startDate })).toThrow(
      new AlarmConfigurationError(`The date "${startDate}" of a mute rule must be a local time yyyy-MM-ddThh:mm that exists in Europe/Berlin.`),
    );
  });
});

describe('the duration of a mute rule', () => {
  const readDuration = (duration: string): number => parseMuteRule({ expression: 'cron(0 2 * * *)', duration }).durationSeconds;

  it.each<[string, number]>([
    ['PT1M', 60],
    ['PT4H', 14_400],
    ['P2DT12H', 216_000],
    ['P15D', 1_296_000],
    ['PT90M', 5_400],
    ['PT60S', 60],
    ['P1DT1H1M1S', 90_061],
  ])('%s is %d seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'PT59S', 'P15DT1S', 'P1M', 'P1W', '4H', 'PT4', 'P1DT'])('%j is refused', (text) => {
    expect(() => readDuration(text)).toThrow(
      new AlarmConfigurationError(`The duration of a mute rule must be an ISO 8601 duration from PT1M to P15D, such as PT4H, got "${text}".`),
    );
  });
});

describe('muted actions', () => {
  it('run at once outside a window', () => {
    expect(stepMute({}, { kind: 'stateChange', to: 'ALARM', muted: false })).toEqual({ state: {}, actions: ['ALARM'] });
  });

  it('are suppressed inside a window and re-triggered at its end if the alarm is still in the state', () => {
    const muted = stepMute({}, { kind: 'stateChange', to: 'ALARM', muted: true });
    expect(muted.actions).toEqual([]);
    expect(stepMute(muted.state, { kind: 'windowEnd', current: 'ALARM' })).toEqual({ state: {}, actions: ['ALARM'] });
  });

  it.each(['OK', 'INSUFFICIENT_DATA'] as const)('are re-triggered for %s too', (to) => {
    const { state } = stepMute({ mutedActionsOf: 'ALARM' }, { kind: 'stateChange', to, muted: true });
    expect(stepMute(state, { kind: 'windowEnd', current: to }).actions).toEqual([to]);
  });

  it('are not re-triggered when nothing changed in the window, when the alarm is in another state, or twice', () => {
    expect(stepMute({}, { kind: 'windowEnd', current: 'ALARM' }).actions).toEqual([]);
    expect(stepMute({ mutedActionsOf: 'ALARM' }, { kind: 'windowEnd', current: 'OK' }).actions).toEqual([]);
    const { state } = stepMute({ mutedActionsOf: 'ALARM' }, { kind: 'windowEnd', current: 'ALARM' });
    expect(stepMute(state, { kind: 'windowEnd', current: 'ALARM' }).actions).toEqual([]);
  });
});
