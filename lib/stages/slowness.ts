import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { SignalRow } from '../signals/signal-row';
import type { SignalTuning } from '../signals/signal-tuning';
import { notBelow } from '../signals/sum-of';
import { DEVIATIONS, SHARE } from '../signals/threshold-unit';

/** The share of the longest allowed run below which no run is ever called slow. */
const FLOOR_SHARE = 0.25;
/** The same share where nobody declared how long a run may take and the schedule alone bounds it. */
const FLOOR_SHARE_UNDECLARED = 0.05;
/** Standard deviations above the usual from which on a run is slower than usual. */
const STANDARD_DEVIATIONS = 3;
/** Share of the longest allowed run from which on a run is near it. */
const NEAR_TIMEOUT_SHARE = 0.8;

/** What differs between the kinds of stages whose runs can be slow. */
export interface Slowness {
  /** The longest that a run may take. */
  readonly limit: Duration;
  /** Whether somebody declared it. */
  readonly limitDeclared: boolean;
  /** How long runs took, in milliseconds. */
  readonly duration: (period: Duration) => Metric;
  readonly period: Duration;
  readonly reach: Duration;
  readonly nearTimeout: { readonly means: string; readonly enabledByDefault: boolean; readonly tuning?: SignalTuning };
  readonly slowerThanUsual: { readonly means: string; readonly lookFirst: string; readonly tuning?: SignalTuning };
}

/** Slowness has two signals for every kind of stage: a share of the longest allowed run, and an anomaly band over its own past. */
export function slowSignals({ limit, limitDeclared, duration, period, reach, nearTimeout, slowerThanUsual }: Slowness): SignalRow[] {
  const millis = limit.toMilliseconds();
  const floor = Math.round(millis * (limitDeclared ? FLOOR_SHARE : FLOOR_SHARE_UNDECLARED));
  return [
    {
      id: 'NearTimeout',
      question: 'SLOW',
      lookFirst: 'Compare the amount of data with last week\'s.',
      metric: duration,
      period,
      reach,
      judged: { by: 'static', threshold: millis * NEAR_TIMEOUT_SHARE },
      unit: SHARE,
      toMetric: (share) => millis * share,
      ...nearTimeout,
    },
    {
      id: 'SlowerThanUsual',
      question: 'SLOW',
      metric: (by) => notBelow(floor, duration(by), 'duration', by),
      period,
      reach,
      judged: { by: 'anomaly', threshold: STANDARD_DEVIATIONS },
      unit: DEVIATIONS,
      ...slowerThanUsual,
    },
  ];
}
