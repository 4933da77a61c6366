import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { notBelow } from '../signals/metrics';
import type { NearTimeoutSignalOptions, SlowerThanUsualSignalOptions } from '../signals/signal-options';
import type { SignalRow } from '../signals/signal-row';
import { fractionOfTimeout, standardDeviations } from '../signals/threshold';

const SHORTEST = Duration.minutes(5);
/** The longest delay allowed between the end of a run and the moment at which CloudWatch shows its points; one to two minutes are usual. */
const PUBLICATION = Duration.minutes(3);
/** CloudWatch evaluates an alarm every minute, over whole minutes. */
const EVALUATION = Duration.minutes(1);

/**
 * How far back an alarm must look for a point that is stamped with the start of a run and published after its end:
 * the longest run, the publication delay and the next evaluation.
 *
 * Where newer points exist, CloudWatch looks at the newest N periods only, so a late point must still lie in them. A point
 * stamped with minute s appears at s + 1 min + run + delay at the latest. The first evaluation after that looks at the
 * whole minutes up to then, so it still sees s if the window is at least run + delay + 1 min, each in whole minutes.
 */
export function lookbackFor(longestRun: Duration): Duration {
  return Duration.minutes(Math.ceil(longestRun.toSeconds({ integral: false }) / 60) + PUBLICATION.toMinutes() + EVALUATION.toMinutes());
}

/** The period of a batch-shaped signal: as far as a late point needs, so that one failed run is one breaching period. */
export function batchPeriod(longestRun: Duration): Duration {
  return Duration.minutes(Math.max(lookbackFor(longestRun).toMinutes(), SHORTEST.toMinutes()));
}

/** The share of the longest allowed run below which no run is ever called slow. */
const FLOOR_SHARE = 0.25;
/** The same share where nobody declared how long a run may take and the schedule alone bounds it. */
const FLOOR_SHARE_UNDECLARED = 0.05;
/** Standard deviations above the usual from which on a run is slower than usual. */
const STANDARD_DEVIATIONS = 3;
/** Share of the longest allowed run from which on a run is near it. */
const NEAR_TIMEOUT_SHARE = 0.8;

/** What differs between the kinds of stages whose runs can be slow. */
interface Slowness {
  /** The longest that a run may take. */
  readonly limit: Duration;
  /** Whether somebody declared it. */
  readonly limitDeclared: boolean;
  /** How long runs took, in milliseconds. */
  readonly duration: (period: Duration) => Metric;
  readonly period: Duration;
  readonly lookback: Duration;
  readonly nearTimeout: { readonly means: string; readonly enabledByDefault: boolean; readonly options?: NearTimeoutSignalOptions };
  readonly slowerThanUsual: { readonly means: string; readonly lookFirst: string; readonly options?: SlowerThanUsualSignalOptions };
}

/** Slowness has two signals for every kind of stage: a share of the longest allowed run, and an anomaly band over its own past. */
export function slowSignals({ limit, limitDeclared, duration, period, lookback, nearTimeout, slowerThanUsual }: Slowness): SignalRow[] {
  const millis = limit.toMilliseconds();
  const floor = Math.round(millis * (limitDeclared ? FLOOR_SHARE : FLOOR_SHARE_UNDECLARED));
  return [
    {
      id: 'NearTimeout',
      lookFirst: 'Compare the amount of data with last week\'s.',
      metric: duration,
      period,
      lookback,
      judged: { by: 'static', threshold: millis * NEAR_TIMEOUT_SHARE },
      thresholdOption: fractionOfTimeout(nearTimeout.options, millis),
      ...nearTimeout,
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
