import { ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type Duration, Token } from 'aws-cdk-lib/core';
import type { Question } from '../../core/signals';
import type { Severity } from '../pipeline/severity';

/** What a signal's threshold counts. A value that makes no sense in it would make an alarm that always or never speaks. */
interface ThresholdUnit {
  readonly text: string;
  accepts(threshold: number): boolean;
}

export const COUNT: ThresholdUnit = { text: 'a count from 1 on', accepts: (count) => count >= 1 };
export const SHARE: ThresholdUnit = { text: 'a share of the longest run, above 0 and at most 1', accepts: (share) => share > 0 && share <= 1 };
export const MILLISECONDS: ThresholdUnit = { text: 'milliseconds, above 0', accepts: (millis) => millis > 0 };
export const DEVIATIONS: ThresholdUnit = { text: 'standard deviations, above 0', accepts: (deviations) => deviations > 0 };

/** The threshold of a row in its metric's unit. @throws when the user's makes no sense; `where` names the construct */
export function thresholdOf(where: string, { id, judged, unit, toMetric, tuning }: SignalRow): number {
  const threshold = tuning?.threshold;
  if (threshold === undefined) return judged.threshold;
  if (unit === undefined) {
    throw new Error(`${where}: signal ${id} has no threshold to tune, since its metric is 1 or 0; set the tolerances of the expectation`);
  }
  if (Token.isUnresolved(threshold)) {
    if (toMetric === undefined) return threshold;
    throw new Error(`${where}: the threshold of signal ${id} must be known at synth, since it is multiplied; pass a number that is no token`);
  }
  if (!unit.accepts(threshold)) throw new Error(`${where}: the threshold of signal ${id} must be ${unit.text}, got ${threshold}`);
  return toMetric === undefined ? threshold : toMetric(threshold);
}

/** How the values of a signal's metric are judged. */
interface Judged {
  /** `static`: against a fixed threshold; `anomaly`: against the upper edge of a band of so many standard deviations. */
  readonly by: 'static' | 'anomaly';
  readonly threshold: number;
  /** @default GREATER_THAN_OR_EQUAL_TO_THRESHOLD, for an anomaly GREATER_THAN_UPPER_THRESHOLD */
  readonly comparison?: ComparisonOperator;
  /** @default NOT_BREACHING */
  readonly missing?: TreatMissingData;
  readonly evaluationPeriods?: number;
  /** @default - as many as evaluationPeriods */
  readonly datapointsToAlarm?: number;
  /** Minutes after creation in which nothing is judged. @default none */
  readonly warmUpMinutes?: number;
}

/**
 * One thing to watch: a row of a table. The rows of all stage kinds, of the trigger, of the pipeline and of the
 * observatory itself have this one shape, and one function makes alarms of them.
 */
export interface SignalRow {
  /** The name by which users tune it, which is also the alarm's construct id. */
  readonly id: string;
  readonly question: Question;
  /** What it means when it speaks, one sentence for a human. */
  readonly means: string;
  /** What to look at first, one imperative sentence. */
  readonly lookFirst: string;
  readonly metric: (period: Duration) => IMetric;
  /** The same metric as the complete tree knows it: of several counts, those that can exist. @default - as above */
  readonly metricAtSynth?: (period: Duration) => IMetric;
  readonly period: Duration;
  /** How old a point's stamp may be when the point first counts; a shorter window never sees it among newer points. @default - nothing comes late */
  readonly lookback?: Duration;
  readonly judged: Judged;
  /** What a user's threshold counts. @default - there is nothing to tune */
  readonly unit?: ThresholdUnit;
  /** Turns the user's threshold into the metric's unit. @default - it already is in it */
  readonly toMetric?: (threshold: number) => number;
  /** Whether the alarm's return to OK is a recovery worth telling. @default false */
  readonly okIsRecovery?: boolean;
  /** It is a warning, however loud the pipeline's other failures are. @default false */
  readonly onlyWarns?: boolean;
  /** @default true */
  readonly enabledByDefault?: boolean;
  readonly tuning?: SignalTuning;
}

/**
 * How one signal departs from its default. Every default is derived (from the function's or machine's timeout, the
 * schedule, the severity) and documented with the signal.
 */
export interface SignalTuning {
  /**
   * Whether the signal is watched at all.
   * @default - as the signal's own default says: true, but where its documentation says otherwise
   */
  readonly enabled?: boolean;

  /**
   * How loudly it speaks.
   * @default - decided by the pipeline's severity
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
