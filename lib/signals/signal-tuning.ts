import type { Duration } from 'aws-cdk-lib/core';
import type { Severity } from '../severity';

/**
 * How one signal departs from its default. Every default is derived (from the function's or machine's timeout, the
 * schedule, the loudness) and documented with the signal.
 */
export interface SignalTuning {
  /**
   * Whether the signal is watched at all.
   * @default - as the signal's own default says: true, but where its documentation says otherwise
   */
  readonly enabled?: boolean;

  /**
   * How loudly it speaks.
   * @default - decided by the pipeline's loudness
   */
  readonly severity?: Severity;

  /**
   * The value from which on it speaks, in the signal's own unit, which its documentation names: a count of bad runs, a
   * share of the longest run above 0 and at most 1, milliseconds, or standard deviations. What makes no sense in that
   * unit is refused.
   * @default - the signal's own
   */
  readonly threshold?: number;

  /**
   * Length of one data point: 1 minute or a multiple of it.
   * @default - at least the longest run, since Lambda stamps the points of a run with its start
   */
  readonly period?: Duration;

  /**
   * Number of most recent periods that are looked at (CloudWatch's N).
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them must breach (CloudWatch's M). Must not exceed `evaluationPeriods`.
   * @default - the same as `evaluationPeriods`
   */
  readonly datapointsToAlarm?: number;
}
