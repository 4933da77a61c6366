import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import type { SignalRow, SignalTuning } from '../signals/signal-row';
import type { PipelineTrigger } from './pipeline-trigger';

/** The signals of a pipeline as a whole. */
export interface PipelineSignals {
  /**
   * ALIVE: the run that was due did not happen, hangs, or failed for good. Threshold: ProofOfLife is 1 or 0, so there is
   * nothing to tune; set the tolerances of the expectation.
   * @default - critical when silent; missing data keeps the state, so that a dead checker raises one alarm and not many
   */
  readonly proofOfLife?: SignalTuning;

  /**
   * SLOW: a run had not succeeded by its deadline.
   * @default - watched when the expectation has a deadline; critical when silent
   */
  readonly deadline?: SignalTuning;

  /**
   * FAILED: what starts the pipeline gave an invocation up for good. Threshold: a count of invocations.
   * @default - watched when the trigger is given; critical when silent, from 1 on
   */
  readonly trigger?: SignalTuning;

  /**
   * FAILED: attempts to start the pipeline fail and are repeated, in two of three periods of 15 minutes. A single failed
   * attempt is no news, and a run that comes too late is told by the proof of life; switch this on to know sooner.
   * Threshold: a count of attempts.
   * @default - not watched; when enabled a warning, from 1 on
   */
  readonly triggerRetries?: SignalTuning;
}

/** A metric that the checker publishes of one pipeline. */
export function pipelineMetric(observatory: string, pipeline: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({
    namespace: NAMESPACE, metricName, dimensionsMap: { [DIMENSIONS.observatory]: observatory, [DIMENSIONS.pipeline]: pipeline }, statistic, period,
  });
}

/** A pipeline of which something is expected. */
interface ProofSubject {
  readonly observatory: string;
  readonly pipeline: string;
  readonly tick: Duration;
  readonly spec: ExpectationSpec;
  readonly trigger?: PipelineTrigger;
  /** What runs first. */
  readonly firstStage?: string;
  readonly signals: PipelineSignals;
}

/** What the checker says of a pipeline. Missing data keeps the state: a dead checker raises its own alarm, once. */
export function proofSignals({ observatory, pipeline, tick, spec, trigger, firstStage, signals }: ProofSubject): SignalRow[] {
  const proofOfLife: SignalRow = {
    id: 'ProofOfLife',
    question: 'ALIVE',
    means: spec.kind === 'silence' ? `No run has succeeded for longer than ${spec.maxSilence!.toHumanString()}.`
      : 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: firstLook(trigger, firstStage),
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
  const hasDeadline = spec.deadlineTime !== undefined || spec.options.deadline !== undefined;
  return hasDeadline ? [proofOfLife, deadline] : [proofOfLife];
}

/** Where to look first, by what the pipeline has: it may be started by something that the library does not know. */
function firstLook(trigger: PipelineTrigger | undefined, firstStage: string | undefined): string {
  if (trigger === undefined) return firstStage === undefined ? 'See what the newest run says.' : `See whether ${firstStage} is still started, and what its newest run says.`;
  const newest = firstStage === undefined ? 'what the newest run says' : `what the newest run of ${firstStage} says`;
  return `See whether its ${trigger._schedule === undefined ? 'rule' : 'schedule'} is enabled and ${newest}.`;
}
