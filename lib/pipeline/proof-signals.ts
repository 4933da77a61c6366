import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core';
import type { SignalRow } from '../signals/signal-row';
import type { PipelineSignals } from './pipeline-signals';

/** A metric that the checker publishes of one pipeline. */
export function pipelineMetric(observatory: string, pipeline: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({
    namespace: NAMESPACE, metricName, dimensionsMap: { [DIMENSIONS.observatory]: observatory, [DIMENSIONS.pipeline]: pipeline }, statistic, period,
  });
}

/** What the checker says of a pipeline. Missing data keeps the state: a dead checker raises its own alarm, once. */
export function proofSignals(observatory: string, pipeline: string, tick: Duration, hasDeadline: boolean, signals: PipelineSignals): SignalRow[] {
  const proofOfLife: SignalRow = {
    id: 'ProofOfLife',
    question: 'ALIVE',
    means: 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: 'See whether its schedule is enabled and what the newest run says.',
    metric: (period) => pipelineMetric(observatory, pipeline, METRICS.proofOfLife, 'Minimum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.IGNORE },
    okIsRecovery: true,
    tuning: signals.proofOfLife,
  };
  const deadline: SignalRow = {
    id: 'Deadline',
    question: 'SLOW',
    means: 'The run had not succeeded by its deadline.',
    lookFirst: 'See whether it still runs and which step takes the time.',
    metric: (period) => pipelineMetric(observatory, pipeline, METRICS.deadlineMissed, 'Maximum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, missing: TreatMissingData.IGNORE },
    okIsRecovery: true,
    tuning: signals.deadline,
  };
  return hasDeadline ? [proofOfLife, deadline] : [proofOfLife];
}
