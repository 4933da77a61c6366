import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { Question } from '../../core/signals';
import type { SignalOptions } from './signal-options';
import type { ThresholdOption } from './threshold';

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
  /** The option by which a user moves the threshold. @default - the metric is 1 or 0, so there is nothing to move */
  readonly thresholdOption?: ThresholdOption;
  /** Whether the alarm's return to OK is a recovery worth telling. @default false */
  readonly okIsRecovery?: boolean;
  /** It is a warning, however loud the pipeline's other failures are. @default false */
  readonly onlyWarns?: boolean;
  /** @default true */
  readonly enabledByDefault?: boolean;
  /** What the user set. */
  readonly options?: SignalOptions;
}
