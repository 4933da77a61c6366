import { AlarmConfigurationError } from '../../../core/alarm-configuration';
import {
  stepWarmUp, type WarmUpConfiguration, type WarmUpObservation, type WarmUpState,
} from '../../../drill/cloudwatch/warm-up';

const at = (time: string): number => Date.parse(`2026-03-02T${time}:00Z`);

const created: WarmUpObservation = { createdAt: at('10:00'), periodSeconds: 300, evaluationPeriods: 3, latestPeriodHasData: false };
const publishing: WarmUpObservation = { ...created, firstDatapointAt: at('10:04'), latestPeriodHasData: true };

const anHour: WarmUpConfiguration = { warmUpPeriodDurationInMinutes: 60 };
const aWholeHour: WarmUpConfiguration = { ...anHour, onlyStartEvaluatingAfterWarmUpPeriodEnds: true };

describe('a warm-up', () => {
  it.each<[string, WarmUpConfiguration | undefined, WarmUpObservation, string, WarmUpState]>([
    ['ends at once when none is configured', undefined, created, '10:00', 'ENDED'],
    ['lasts while nothing is published', anHour, created, '10:59', 'IN_WARM_UP'],
    ['ends with its duration, data or not', anHour, created, '11:00', 'ENDED'],
    ['lasts until the window is full: the example of the guide at 10:18', anHour, publishing, '10:18', 'IN_WARM_UP'],
    ['ends once the window is full: the example of the guide at 10:19', anHour, publishing, '10:19', 'ENDED'],
    ['waits for data in the most recent period', anHour, { ...publishing, latestPeriodHasData: false }, '10:30', 'IN_WARM_UP'],
    ['lasts its full duration if it must', aWholeHour, publishing, '10:59', 'IN_WARM_UP'],
    ['ends after its full duration if it must', aWholeHour, publishing, '11:00', 'ENDED'],
    ['ends at once for a metric that has existed for longer', anHour, { ...publishing, firstDatapointAt: at('09:00') }, '10:00', 'ENDED'],
  ])('%s', (_case, configuration, observation, now, expected) => {
    expect(stepWarmUp('IN_WARM_UP', configuration, observation, at(now))).toBe(expected);
  });

  it('never begins again, whatever happens to the data or the configuration', () => {
    expect(stepWarmUp('ENDED', { warmUpPeriodDurationInMinutes: 2_880 }, created, at('10:01'))).toBe('ENDED');
  });

  it.each([0, 2_881, 1.5])('cannot last %d minutes', (warmUpPeriodDurationInMinutes) => {
    expect(() => stepWarmUp('IN_WARM_UP', { warmUpPeriodDurationInMinutes }, created, at('10:00'))).toThrow(
      new AlarmConfigurationError(`WarmUpPeriodDurationInMinutes must be a whole number from 1 to 2880, got ${warmUpPeriodDurationInMinutes}.`),
    );
  });
});
