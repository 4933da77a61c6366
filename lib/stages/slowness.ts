import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { notBelow } from '../signals/metrics';
import type { NearTimeoutSignalOptions, SlowerThanUsualSignalOptions } from '../signals/signal-options';
import type { SignalRow } from '../signals/signal-row';
import { fractionOfTimeout, standardDeviations } from '../signals/threshold';

const SHORTEST = Duration.minutes(5);
/** The longest delay between the end of a run and the moment at which CloudWatch shows its data points; one to two minutes are usual. */
const PUBLICATION = Duration.minutes(3);
/** CloudWatch evaluates an alarm each minute, over whole minutes. */
const EVALUATION = Duration.minutes(1);

/**
 * How far back an alarm must look for a data point that is stamped with the start of a run and published after its end:
 * the longest run, plus the publication delay, plus one evaluation.
 *
 * Where newer points exist, CloudWatch evaluates the newest N periods only, so a late point must still lie in them. A point
 * stamped with minute s appears at s + 1 min + run + delay at the latest. The next evaluation covers the whole minutes up to
 * then. It sees s if the window is at least run + delay + 1 min, each in whole minutes.
 */
export function lookbackFor(longestRun: Duration): Duration {
  return Duration.minutes(Math.ceil(longestRun.toSeconds({ integral: false }) / 60) + PUBLICATION.toMinutes() + EVALUATION.toMinutes());
}

/** The period of a signal for batch jobs: long enough for a late point, so that one failed run is one breaching period. */
export function batchPeriod(longestRun: Duration): Duration {
  return Duration.minutes(Math.max(lookbackFor(longestRun).toMinutes(), SHORTEST.toMinutes()));
}

/** A run shorter than this fraction of the longest allowed run is never slow. */
const FLOOR_FRACTION = 0.25;
/** The same fraction where nobody declared how long a run may take, so that only the schedule limits it. */
const FLOOR_FRACTION_UNDECLARED = 0.05;
/** A run is slower than usual from so many standard deviations above the usual duration. */
const STANDARD_DEVIATIONS = 3;
/** A run is near its timeout from this fraction of the longest allowed run. */
const NEAR_TIMEOUT_FRACTION = 0.8;

/** What differs between the kinds of stages. */
interface Slowness {
  /** The longest that a run may take. */
  readonly limit: Duration;
  /** Whether somebody declared it. */
  readonly limitDeclared: boolean;
  /** The duration of runs, in milliseconds. */
  readonly duration: (period: Duration) => Metric;
  readonly period: Duration;
  readonly lookback: Duration;
  readonly nearTimeout: { readonly means: (percentOfLimit: string) => string; readonly enabledByDefault: boolean; readonly options?: NearTimeoutSignalOptions };
  readonly slowerThanUsual: { readonly means: string; readonly lookFirst: string; readonly options?: SlowerThanUsualSignalOptions };
}

/** The two signals of slowness that each kind of stage has: a fraction of the longest allowed run, and an anomaly band over past runs. */
export function slowSignals({ limit, limitDeclared, duration, period, lookback, nearTimeout, slowerThanUsual }: Slowness): SignalRow[] {
  const millis = limit.toMilliseconds();
  const floor = Math.round(millis * (limitDeclared ? FLOOR_FRACTION : FLOOR_FRACTION_UNDECLARED));
  const fraction = nearTimeout.options?.fractionOfTimeout ?? NEAR_TIMEOUT_FRACTION;
  return [
    {
      id: 'NearTimeout',
      lookFirst: 'Compare the amount of data with last week\'s.',
      metric: duration,
      period,
      lookback,
      judged: { by: 'static', threshold: millis * NEAR_TIMEOUT_FRACTION },
      thresholdOption: fractionOfTimeout(nearTimeout.options, millis),
      ...nearTimeout,
      means: nearTimeout.means(`${Number((100 * fraction).toFixed(1))} %`),
    },
    {
      id: 'SlowerThanUsual',
      metric: (by) => notBelow(floor, duration(by), 'duration', by),
      period,
      lookback,
      judged: { by: 'anomaly', threshold: STANDARD_DEVIATIONS },
      thresholdOption: standardDeviations(slowerThanUsual.options),
      ...slowerThanUsual,
    },
  ];
}
