import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { type SeverityName, type SignalId, traitsOf } from '../../core/signals';
import { Severity } from '../pipeline/severity';
import type { SignalOptions } from './signal-options';
import type { ThresholdOption } from './threshold';

/** How an alarm evaluates a signal's metric. */
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
  /** The alarm evaluates nothing for so many minutes after its creation. @default none */
  readonly warmUpMinutes?: number;
}

/**
 * One signal to watch, as a row of a table. The rows of all stage kinds, of the trigger, of the pipeline and of the
 * observatory have this shape, and one function creates the alarm of a row.
 */
export interface SignalRow {
  /** The alarm's construct id ends with it. */
  readonly id: SignalId;
  /** What the alarm means, in one or two sentences. */
  readonly means: string;
  /** What to look at first, in one imperative sentence. */
  readonly lookFirst: string;
  readonly metric: (period: Duration) => IMetric;
  /** The same metric when the tree is complete: a sum without metrics that cannot exist. @default - as above */
  readonly metricAtSynth?: (period: Duration) => IMetric;
  readonly period: Duration;
  /** How old a data point's timestamp may be when the point first appears. A shorter window misses it if newer points exist. @default - no point comes late */
  readonly lookback?: Duration;
  readonly judged: Judged;
  /** The option that moves the threshold. @default - none, since the metric is 1 or 0 */
  readonly thresholdOption?: ThresholdOption;
  /** @default true */
  readonly enabledByDefault?: boolean;
  /** The user's options. */
  readonly options?: SignalOptions;
}

/** A row whose severity is known, and whether it is watched. */
export interface SettledRow extends SignalRow {
  readonly severity: Severity;
  readonly enabled: boolean;
}

/** A row with the defaults that follow from the pipeline's severity. The user's options override them. */
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
