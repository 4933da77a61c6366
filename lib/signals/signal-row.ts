import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { type SeverityName, type SignalId, traitsOf } from '../../core/signals';
import { Severity } from '../pipeline/severity';
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
  /** It is the end of the alarm's construct id, too. */
  readonly id: SignalId;
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
  /** @default true */
  readonly enabledByDefault?: boolean;
  /** What the user set. */
  readonly options?: SignalOptions;
}

/** A row with its severity settled, and whether it is watched. */
export interface SettledRow extends SignalRow {
  readonly severity: Severity;
  readonly enabled: boolean;
}

/** A row with what follows from the pipeline's severity. The user's own options win. */
export function withPreset(row: SignalRow, pipelineSeverity: Severity): SettledRow {
  const { severity, onlyWhereCritical = false } = traitsOf(row.id);
  const isWatchedAtSeverity = !onlyWhereCritical || pipelineSeverity === Severity.CRITICAL;
  return {
    ...row,
    enabled: row.options?.enabled ?? ((row.enabledByDefault ?? true) && isWatchedAtSeverity),
    severity: row.options?.severity ?? SEVERITY_OF[severity === 'ofPipeline' ? pipelineSeverity : severity],
  };
}

const SEVERITY_OF: Readonly<Record<SeverityName, Severity>> = { critical: Severity.CRITICAL, warning: Severity.WARNING };
