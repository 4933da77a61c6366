import { Duration } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { AlarmState } from '../../../core/alarm-configuration';
import { evaluationWindow } from '../../../core/evaluation-window';
import { MINUTE, SECOND } from '../../../core/time';
import { evaluateAlarmState } from '../../../drill/cloudwatch/evaluation';
import { defaultEvaluationRange, EvaluationRangeGuess } from '../../../drill/cloudwatch/evaluation-range';
import { batchPeriod, lookbackFor } from '../../../lib/stages/slowness';
import { GUESSES } from './notation';

const TIMEOUT = Duration.minutes(5);
const ONE_OF = 10;
const FAILURES = 18;
/** The second of the minute at which runs start and the alarm is evaluated. */
const STARTS = 50;
const EVALUATED = 31;

/** The states of a function's Failed alarm, minute by minute: one run a minute, and one run in ten times out. */
function statesOf(periodSeconds: number, delaySeconds: number, guess: EvaluationRangeGuess): AlarmState[] {
  const points = Array.from({ length: FAILURES * ONE_OF }, (_, minute) => {
    const isLong = minute % ONE_OF === 0;
    return { at: minute * MINUTE, value: isLong ? 1 : 0, visibleAt: minute * MINUTE + STARTS * SECOND + (isLong ? TIMEOUT.toMilliseconds() : 10 * SECOND) + delaySeconds * SECOND };
  });
  const states: AlarmState[] = [];
  for (let minute = 0; minute < points.length + 60; minute += 1) {
    const now = minute * MINUTE + EVALUATED * SECOND;
    const windows = evaluationWindow(now, { periodSeconds, evaluationPeriods: 1, rangePeriods: defaultEvaluationRange(1, guess) });
    const values = windows.map(({ start, end }) => {
      const seen = points.filter(({ at, visibleAt }) => at >= start && at < end && visibleAt <= now);
      return seen.length === 0 ? undefined : seen.reduce((sum, { value }) => sum + value, 0);
    });
    states.push(evaluateAlarmState({
      points: values, evaluationPeriods: 1, treatMissingData: 'notBreaching', comparisonOperator: 'GreaterThanOrEqualToThreshold', threshold: 1, previousState: states.at(-1) ?? 'OK',
    }));
  }
  return states;
}

/** How often a state was entered from the other one. */
function transitions(states: readonly AlarmState[], to: AlarmState): number {
  return states.filter((state, index) => state === to && (states[index - 1] ?? 'OK') !== to).length;
}

describe.each(GUESSES)('a function that runs every minute and times out every ten minutes, with an evaluation range of %s', (guess) => {
  test.each([20, 45, 90, 120, 180])('raises its alarm 18 times of 18, and recovers as often, when points come %d s late', (delay) => {
    const states = statesOf(batchPeriod(TIMEOUT).toSeconds(), delay, guess);

    expect([transitions(states, 'ALARM'), transitions(states, 'OK')]).toEqual([FAILURES, FAILURES]);
  });

  test('would never raise it with a period of its timeout and one minute when the delay is 45 s or more', () => {
    expect([20, 45, 90, 120].map((delay) => transitions(statesOf(TIMEOUT.toSeconds() + 60, delay, guess), 'ALARM'))).toEqual([FAILURES, 0, 0, 0]);
  });
});

test('has each late point in the newest period when it first counts, whatever the timeout, the delay and the second of the evaluation', () => {
  fc.assert(fc.property(
    fc.record({ timeout: fc.integer({ min: 1, max: 900 }), delay: fc.integer({ min: 0, max: 180 }), start: fc.integer({ min: 0, max: 59 }), offset: fc.integer({ min: 0, max: 59 }) }),
    ({ timeout, delay, start, offset }) => {
      const visible = start + timeout + delay;
      const evaluation = Math.ceil((visible - offset) / 60) * 60 + offset;
      const [window] = evaluationWindow(evaluation * SECOND, { periodSeconds: lookbackFor(Duration.seconds(timeout)).toSeconds(), evaluationPeriods: 1 });

      // The point has the time of the whole minute in which the run started.
      expect(window!.start).toBeLessThanOrEqual(0);
    },
  ));
});

test('has no period over an hour for any function, because anomaly detection on metric math does not support it', () => {
  expect(batchPeriod(Duration.minutes(15)).toMinutes()).toBe(19);
});
