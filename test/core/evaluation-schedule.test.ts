import fc from 'fast-check';
import {
  AlarmConfigurationError, evaluationIntervalSeconds, type EvaluationTiming, nextEvaluation,
} from '../../core/alarm-configuration';

const DAY = 86_400;

const at = (time: string): number => Date.parse(`2026-03-02T${time}Z`);

/** Every evaluation in [from, to). */
function evaluationTimes(from: number, to: number, timing: EvaluationTiming, offsetSeconds?: number): number[] {
  const times: number[] = [];
  for (let time = nextEvaluation(from, timing, offsetSeconds); time < to; time = nextEvaluation(time + 1, timing, offsetSeconds)) times.push(time);
  return times;
}

describe('how often an alarm is evaluated', () => {
  it.each<[string, EvaluationTiming, number]>([
    ['a 10-second alarm every 10 seconds', { periodSeconds: 10, evaluationPeriods: 6 }, 10],
    ['a 30-second alarm every 10 seconds', { periodSeconds: 30, evaluationPeriods: 1 }, 10],
    ['a 1-minute alarm every minute', { periodSeconds: 60, evaluationPeriods: 5 }, 60],
    ['a 1-hour alarm every minute', { periodSeconds: 3_600, evaluationPeriods: 1 }, 60],
    ['an alarm over exactly one day every minute', { periodSeconds: DAY, evaluationPeriods: 1 }, 60],
    ['an alarm over 24 hours every minute', { periodSeconds: 3_600, evaluationPeriods: 24 }, 60],
    ['an alarm over 25 hours every hour', { periodSeconds: 3_600, evaluationPeriods: 25 }, 3_600],
    ['an alarm over a day and a half every hour', { periodSeconds: 43_200, evaluationPeriods: 3 }, 3_600],
    ['an alarm over two days every hour', { periodSeconds: DAY, evaluationPeriods: 2 }, 3_600],
    ['a daily wall clock alarm every minute', { periodSeconds: DAY, evaluationPeriods: 1, wallClock: {} }, 60],
    ['a weekly wall clock alarm every hour, as a sliding one', { periodSeconds: 7 * DAY, evaluationPeriods: 1, wallClock: {} }, 3_600],
  ])('evaluates %s', (_case, timing, seconds) => {
    expect(evaluationIntervalSeconds(timing)).toBe(seconds);
  });
});

describe('when an alarm is evaluated', () => {
  const minutely: EvaluationTiming = { periodSeconds: 300, evaluationPeriods: 3 };
  const multiDay: EvaluationTiming = { periodSeconds: DAY, evaluationPeriods: 3 };

  it('is every full minute in a half-open interval', () => {
    expect(evaluationTimes(at('12:00:00'), at('12:03:00'), minutely)).toEqual([at('12:00:00'), at('12:01:00'), at('12:02:00')]);
  });

  it('can be a fixed second of each minute', () => {
    expect(evaluationTimes(at('12:00:00'), at('12:02:00'), minutely, 51)).toEqual([at('12:00:51'), at('12:01:51')]);
    expect(nextEvaluation(at('12:00:51'), minutely, 51)).toBe(at('12:00:51'));
    expect(nextEvaluation(at('12:00:50'), minutely, 51)).toBe(at('12:00:51'));
  });

  it('can be three minutes past each hour, as in the multi-day example of the guide', () => {
    expect(evaluationTimes(at('10:02:00'), at('12:04:00'), multiDay, 180)).toEqual([at('10:03:00'), at('11:03:00'), at('12:03:00')]);
  });

  it('takes an offset beyond the interval as one within it', () => {
    expect(nextEvaluation(at('12:00:00'), minutely, 75)).toBe(at('12:00:15'));
  });

  it('finds each evaluation of an interval exactly once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(10, 60, 300, DAY),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(7_200),
        fc.integer({ min: 0, max: 20_000_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        (periodSeconds, evaluationPeriods, offset, from, length) => {
          const timing = { periodSeconds, evaluationPeriods };
          const times = evaluationTimes(from, from + length, timing, offset);
          const interval = evaluationIntervalSeconds(timing) * 1000;
          times.forEach((time, index) => {
            expect(nextEvaluation(time, timing, offset)).toBe(time);
            if (index > 0) expect(time - (times[index - 1] as number)).toBe(interval);
          });
          expect(Math.abs(times.length - length / interval)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('timing that CloudWatch would reject', () => {
  it.each<[EvaluationTiming, string]>([
    [{ periodSeconds: 45, evaluationPeriods: 1 }, 'Period must be 10, 20, 30 or a multiple of 60 seconds, got 45.'],
    [{ periodSeconds: 0, evaluationPeriods: 1 }, 'Period must be 10, 20, 30 or a multiple of 60 seconds, got 0.'],
    [{ periodSeconds: 60, evaluationPeriods: 0 }, 'EvaluationPeriods must be a whole number of at least 1, got 0.'],
    [
      { periodSeconds: 600, evaluationPeriods: 1, wallClock: {} },
      'A wall clock window needs a Period of 60, 300, 3600, 86400, 604800 seconds, got 600.',
    ],
    [
      { periodSeconds: 10, evaluationPeriods: 1, wallClock: {} },
      'A wall clock window needs a Period of 60, 300, 3600, 86400, 604800 seconds, got 10.',
    ],
  ])('%j is refused', (timing, message) => {
    expect(() => evaluationIntervalSeconds(timing)).toThrow(new AlarmConfigurationError(message));
  });
});
