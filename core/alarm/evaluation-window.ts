import type { Instant } from '../time';
import { AlarmConfigurationError } from './alarm-configuration-error';
import { checkEvaluationTiming, evaluationIntervalSeconds, type EvaluationTiming } from './evaluation-schedule';
import { completedWallClockPeriods } from './wall-clock';

/** One period of an evaluation, `start` inclusive, `end` exclusive. A datapoint belongs to it by its timestamp. */
export interface PeriodWindow {
  readonly start: Instant;
  readonly end: Instant;
}

/** Timing of an alarm together with the width of its evaluation range. */
export interface EvaluationWindowSettings extends EvaluationTiming {
  /** Length of the evaluation range, at least N. Default: N. A wall clock window always uses exactly N. */
  readonly rangePeriods?: number;
}

/**
 * The periods an evaluation at `now` looks at, oldest to newest, to be filled with data.
 *
 * - Sliding: the newest period ends at the current minute (10 seconds for high resolution, the top of the hour for a
 *   multi-day alarm), so boundaries move with every evaluation: at 12:15 and 12:16 with 5 min × 3 the periods start at
 *   12:00, 12:05, 12:10 and 12:01, 12:06, 12:11. [cw:alarm-evaluation.html, cw:alarm-limits.html]
 * - Wall clock: the newest N *completed* periods of the zone's clock, without a wider range and without clamping to the
 *   hour. [cw:alarm-evaluation-window.html]
 *
 * @throws AlarmConfigurationError for settings PutMetricAlarm would reject
 */
export function evaluationWindow(now: Instant, settings: EvaluationWindowSettings): PeriodWindow[] {
  checkEvaluationTiming(settings);
  const { periodSeconds, evaluationPeriods, rangePeriods = evaluationPeriods, wallClock } = settings;
  if (wallClock !== undefined) return completedWallClockPeriods(now, periodSeconds, evaluationPeriods, wallClock.timeZone);
  if (!Number.isInteger(rangePeriods) || rangePeriods < evaluationPeriods) {
    throw new AlarmConfigurationError(
      `The evaluation range must be a whole number of at least EvaluationPeriods (${evaluationPeriods}), got ${rangePeriods}.`,
    );
  }
  const step = evaluationIntervalSeconds(settings) * 1000;
  const newestEnd = Math.floor(now / step) * step;
  const period = periodSeconds * 1000;
  return Array.from({ length: rangePeriods }, (_, index) => {
    const end = newestEnd - (rangePeriods - 1 - index) * period;
    return { start: end - period, end };
  });
}
