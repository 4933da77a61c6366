import type { Instant } from '../time';
import { AlarmConfigurationError } from './alarm-configuration-error';

/** A wall clock evaluation window: periods aligned to the clock and calendar of a time zone. */
export interface WallClockWindow {
  /** IANA name, `+05:30`, `Z`, `UTC+05:30` or `GMT-08:00`. Default: UTC. */
  readonly timeZone?: string;
}

/** The settings of an alarm that decide when it is evaluated, and over which periods. */
export interface EvaluationTiming {
  /** Period in seconds: 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /** N. */
  readonly evaluationPeriods: number;
  /** Default: a sliding window. */
  readonly wallClock?: WallClockWindow;
}

/** Periods below one minute are high resolution. [SDK PutMetricAlarm Period] */
export const HIGH_RESOLUTION_PERIODS_SECONDS: readonly number[] = [10, 20, 30];

/** The only periods a wall clock window can have. [cw:alarm-evaluation-window.html] */
export const WALL_CLOCK_PERIODS_SECONDS: readonly number[] = [60, 300, 3_600, 86_400, 604_800];

const DAY_SECONDS = 86_400;

/**
 * Checks Period, Evaluation Periods and their fit to a wall clock window.
 *
 * @throws AlarmConfigurationError as PutMetricAlarm would
 */
export function checkEvaluationTiming({ periodSeconds, evaluationPeriods, wallClock }: EvaluationTiming): void {
  const valid = HIGH_RESOLUTION_PERIODS_SECONDS.includes(periodSeconds) || (periodSeconds > 0 && periodSeconds % 60 === 0);
  if (!valid) throw new AlarmConfigurationError(`Period must be 10, 20, 30 or a multiple of 60 seconds, got ${periodSeconds}.`);
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
    throw new AlarmConfigurationError(`EvaluationPeriods must be a whole number of at least 1, got ${evaluationPeriods}.`);
  }
  if (wallClock !== undefined && !WALL_CLOCK_PERIODS_SECONDS.includes(periodSeconds)) {
    throw new AlarmConfigurationError(
      `A wall clock window needs a Period of ${WALL_CLOCK_PERIODS_SECONDS.join(', ')} seconds, got ${periodSeconds}.`,
    );
  }
}

/** Whether Period × Evaluation Periods exceeds one day. Exactly one day does not. [cw:alarm-evaluation.html] */
export function isMultiDay({ periodSeconds, evaluationPeriods }: EvaluationTiming): boolean {
  return periodSeconds * evaluationPeriods > DAY_SECONDS;
}

/**
 * Seconds from one evaluation to the next: 10 for high resolution, 3600 for multi-day alarms, else 60, whatever the
 * period. A wall clock window changes none of this. [cw:alarm-evaluation.html, cw:alarm-evaluation-window.html]
 */
export function evaluationIntervalSeconds(timing: EvaluationTiming): number {
  checkEvaluationTiming(timing);
  if (HIGH_RESOLUTION_PERIODS_SECONDS.includes(timing.periodSeconds)) return 10;
  return isMultiDay(timing) ? 3_600 : 60;
}

/**
 * Whether the alarm is evaluated at this instant.
 *
 * @param offsetSeconds how far into each interval this alarm's evaluations fall. Real alarms keep one odd second of the
 *   minute for life, and the guide's multi-day example runs three minutes past the hour. Default: 0
 */
export function isEvaluatedAt(now: Instant, timing: EvaluationTiming, offsetSeconds = 0): boolean {
  return nextEvaluation(now, timing, offsetSeconds) === now;
}

/** The first evaluation at or after `from`; see `isEvaluatedAt` for the offset. */
export function nextEvaluation(from: Instant, timing: EvaluationTiming, offsetSeconds = 0): Instant {
  const interval = evaluationIntervalSeconds(timing) * 1000;
  const offset = (offsetSeconds * 1000) % interval;
  return Math.ceil((from - offset) / interval) * interval + offset;
}

/** Every evaluation in [from, to), oldest to newest; see `isEvaluatedAt` for the offset. */
export function evaluationTimes(from: Instant, to: Instant, timing: EvaluationTiming, offsetSeconds = 0): Instant[] {
  const interval = evaluationIntervalSeconds(timing) * 1000;
  const times: Instant[] = [];
  for (let time = nextEvaluation(from, timing, offsetSeconds); time < to; time += interval) times.push(time);
  return times;
}
