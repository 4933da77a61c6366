import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import type { FailedSignalOptions, SignalOptions } from '../signals/signal-options';
import type { SignalRow } from '../signals/signal-row';
import type { PipelineTrigger } from '../expectation/pipeline-trigger';

/** The signals of a pipeline as a whole. */
export interface PipelineSignals {
  /**
   * ALIVE: the run that was due did not happen, hangs, or failed for good. Its metric is 1 or 0, so it has no threshold; set
   * the tolerances of the expectation instead.
   * @default - watched, with the severity of the pipeline. Missing data keeps the state, so that a dead checker raises one
   * alarm and not one for each pipeline
   */
  readonly proofOfLife?: SignalOptions;

  /**
   * SLOW: a run had not succeeded by its deadline. Like the proof of life, it has no threshold.
   * @default - watched when the expectation has a deadline, with the severity of the pipeline
   */
  readonly deadline?: SignalOptions;

  /**
   * FAILED: the schedule or rule that starts the pipeline gave up an invocation for good. Counts invocations.
   * @default - watched when the trigger is known, from 1 invocation; the severity is that of the pipeline
   */
  readonly trigger?: FailedSignalOptions;

  /**
   * FAILED: attempts to start the pipeline fail and are repeated, in two of three periods of 15 minutes. Counts attempts.
   * A single failed attempt is no problem, and the proof of life notifies you of a run that starts too late. Enable this
   * signal to be notified sooner.
   * @default - not watched; when enabled, a warning from 1 attempt
   */
  readonly triggerRetries?: FailedSignalOptions;
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
    means: spec.kind === 'silence' ? `No run has succeeded for longer than ${spec.maxSilence!.toHumanString()}.`
      : 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: firstLook(trigger, firstStage),
    metric: (period) => pipelineMetric(observatory, pipeline, METRICS.proofOfLife, 'Minimum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.IGNORE },
    options: signals.proofOfLife,
  };
  const deadline: SignalRow = {
    id: 'Deadline',
    means: 'The run had not succeeded by its deadline.',
    lookFirst: 'See whether it still runs and which step takes the time.',
    metric: (period) => pipelineMetric(observatory, pipeline, METRICS.deadlineMissed, 'Maximum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, missing: TreatMissingData.IGNORE },
    options: signals.deadline,
  };
  const hasDeadline = spec.finishBy !== undefined || spec.options.finishWithin !== undefined;
  return hasDeadline ? [proofOfLife, deadline] : [proofOfLife];
}

/** Where to look first, by what the pipeline has: it may be started by something that the library does not know. */
function firstLook(trigger: PipelineTrigger | undefined, firstStage: string | undefined): string {
  if (trigger === undefined) return firstStage === undefined ? 'See what the newest run says.' : `See whether ${firstStage} is still started, and what its newest run says.`;
  const newest = firstStage === undefined ? 'what the newest run says' : `what the newest run of ${firstStage} says`;
  return `See whether its ${trigger._schedule === undefined ? 'rule' : 'schedule'} is enabled and ${newest}.`;
}
