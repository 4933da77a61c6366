import fc from 'fast-check';
import { AlarmChange, readAlarmChange } from '../../../core/alarm-change';
import { breachOf } from '../../../core/breach';
import { DAY, MINUTE, SECOND } from '../../../core/time';
import { COMPOSITE_ALARM, METRIC_ALARM } from './messages';

const at = (text: string): number => Date.parse(`2026-03-10T${text}Z`);
const CHANGED = at('06:20:30');

/** StateReasonData as CloudWatch writes it. */
function data(points: readonly (readonly [string, number])[], more: object = {}): string {
  const evaluatedDatapoints = points.map(([time, value]) => ({ timestamp: `2026-03-10T${time}.000+0000`, sampleCount: 1, value }));
  return JSON.stringify({ version: '1.0', queryDate: '2026-03-10T06:20:30.100+0000', period: 300, threshold: 1, evaluatedDatapoints, ...more });
}

describe('the time span of what raised an alarm', () => {
  test('is the period of its newest point', () => {
    expect(breachOf({ at: CHANGED, reasonData: data([['06:05:00', 1], ['06:10:00', 2]]) })).toEqual({ from: at('06:10:00'), to: at('06:15:00') });
  });

  test.each([
    ['GreaterThanOrEqualToThreshold', 1, '06:05:00'],
    ['GreaterThanThreshold', 0.5, '06:05:00'],
    ['LessThanThreshold', 1, '06:10:00'],
    ['LessThanOrEqualToThreshold', 0, '06:10:00'],
    ['LessThanOrEqualToThreshold', 1, '06:10:00'],
    ['SomethingNew', 1, '06:10:00'],
  ])('is the period of the newest breaching point: %s %d', (comparisonOperator, threshold, expected) => {
    const reasonData = data([['06:05:00', 1], ['06:10:00', 0]]);
    expect(breachOf({ at: CHANGED, reasonData, comparisonOperator, threshold })?.from).toBe(at(expected));
    expect(breachOf({ at: CHANGED, reasonData: data([['06:05:00', 1], ['06:10:00', 0]], { threshold }), comparisonOperator })?.from).toBe(at(expected));
  });

  test('comes from the reason if there are no data', () => {
    const reason = 'Threshold Crossed: 2 out of the last 3 datapoints [2.0 (10/03/26 06:15:00), 1.0 (10/03/26 06:05:00)] were greater than the threshold (0.0).';
    expect(breachOf({ at: CHANGED, reason, periodSeconds: 60 })).toEqual({ from: at('06:15:00'), to: at('06:16:00') });
    expect(breachOf({ at: CHANGED, reason: reason.replaceAll('10/03/26', '03/10/26') })).toEqual({ from: at('06:15:00'), to: at('06:16:00') });
  });

  test('is the window before the change if no point is named', () => {
    expect(breachOf({ at: CHANGED, reason: 'Threshold Crossed', periodSeconds: 300, evaluationPeriods: 2 })).toEqual({ from: CHANGED - 10 * MINUTE, to: CHANGED });
    expect(breachOf({ at: CHANGED, periodSeconds: 300 })).toEqual({ from: CHANGED - 5 * MINUTE, to: CHANGED });
  });

  test('is unknown if nothing is known', () => {
    expect(breachOf({ at: CHANGED })).toBeUndefined();
    expect(breachOf({ at: CHANGED, reasonData: 'no JSON', periodSeconds: -1, evaluationPeriods: 'many' })).toBeUndefined();
  });

  test('is never where no point can be: in the future, or longer ago than any alarm looks', () => {
    for (const time of ['2126-03-10T06:10:00.000+0000', '2026-02-10T06:10:00.000+0000', 'yesterday', 17, null]) {
      const reasonData = JSON.stringify({ period: 300, evaluatedDatapoints: [{ timestamp: time, value: 1 }, null, 7] });
      expect(breachOf({ at: CHANGED, reasonData })).toEqual({ from: CHANGED - 5 * MINUTE, to: CHANGED });
    }
  });

  test('lies within a week before the change or is unknown, whatever the message contains', () => {
    const parts = fc.record({
      reasonData: fc.oneof(fc.json(), fc.jsonValue(), fc.constant(data([['06:10:00', 1]]))), reason: fc.string(),
      periodSeconds: fc.oneof(fc.jsonValue(), fc.double(), fc.constant(1e300)), evaluationPeriods: fc.oneof(fc.jsonValue(), fc.constant(1e300)),
      comparisonOperator: fc.oneof(fc.jsonValue(), fc.constantFrom('constructor', '__proto__', 'GreaterThanThreshold')), threshold: fc.jsonValue(),
    }, { requiredKeys: [] });
    fc.assert(fc.property(parts, (raised) => {
      const breach = breachOf({ at: CHANGED, ...raised });
      if (breach === undefined) return;
      expect(breach.from).toBeGreaterThanOrEqual(CHANGED - 7 * DAY);
      expect(breach.from).toBeLessThanOrEqual(CHANGED + MINUTE);
      expect(breach.to).toBeGreaterThanOrEqual(breach.from);
    }), { numRuns: 500 });
  });
});

describe('an alarm\'s message', () => {
  const read = (message: object): AlarmChange['breach'] => readAlarmChange(JSON.stringify(message)).breach;

  test('shows it by its data, its reason or its window', () => {
    expect(read({ ...METRIC_ALARM, StateReasonData: data([['06:05:00', 0]]) })).toEqual({ from: at('06:05:00'), to: at('06:10:00') });
    expect(read(METRIC_ALARM)).toEqual({ from: at('06:15:00'), to: at('06:20:00') });
    expect(read({ ...METRIC_ALARM, NewStateReason: 'Threshold Crossed' })).toEqual({ from: at('06:15:30.123'), to: at('06:20:30.123') });
    expect(read({ ...COMPOSITE_ALARM, NewStateReason: null })).toBeUndefined();
    expect(read({ ...METRIC_ALARM, NewStateReason: null, Trigger: null })).toBeUndefined();
  });

  test('has none if the alarm is not in ALARM', () => {
    expect(read({ ...METRIC_ALARM, NewStateValue: 'OK' })).toBeUndefined();
  });
});

test('A period is at most as long as the message says.', () => {
  expect(breachOf({ at: CHANGED, reasonData: data([['06:10:00', 1]]), periodSeconds: 60 })).toEqual({ from: at('06:10:00'), to: at('06:10:00') + 60 * SECOND });
});
