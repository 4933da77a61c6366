import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { closedStructOf } from '../argument-shapes';
import type { PipelineTrigger } from '../expectation/pipeline-trigger';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import { FAILED, type FailedSignalOptions, type SignalOptions, WITHOUT_THRESHOLD } from '../signals/signal-options';
import type { SignalRow } from '../signals/signal-row';

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

export const PIPELINE_SIGNALS = closedStructOf<PipelineSignals>(
  { proofOfLife: WITHOUT_THRESHOLD, deadline: WITHOUT_THRESHOLD, trigger: FAILED, triggerRetries: FAILED }, 'write for example { trigger: { enabled: false } }',
);

/** A metric that the checker publishes for one pipeline. */
export function pipelineMetric({ observatory, pipeline }: { readonly observatory: string; readonly pipeline: string }, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({
    namespace: NAMESPACE, metricName, dimensionsMap: { [DIMENSIONS.observatory]: observatory, [DIMENSIONS.pipeline]: pipeline }, statistic, period,
  });
}

/** A pipeline that has an expectation. */
interface ProofSubject {
  readonly observatory: string;
  readonly pipeline: string;
  readonly tick: Duration;
  readonly spec: ExpectationSpec;
  readonly trigger?: PipelineTrigger;
  /** The name of the stage that runs first. */
  readonly firstStage?: string;
  readonly signals: PipelineSignals;
}

/** The signals that the checker judges. Missing data keeps the state, since a dead checker raises an alarm of its own. */
export function proofSignals({ observatory, pipeline, tick, spec, trigger, firstStage, signals }: ProofSubject): SignalRow[] {
  const proofOfLife: SignalRow = {
    id: 'ProofOfLife',
    means: spec.kind === 'silence' ? `No run has succeeded for longer than ${spec.maxSilence!.toHumanString()}.`
      : 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: firstLook(trigger, firstStage),
    metric: (period) => pipelineMetric({ observatory, pipeline }, METRICS.proofOfLife, 'Minimum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.IGNORE },
    options: signals.proofOfLife,
  };
  const deadline: SignalRow = {
    id: 'Deadline',
    means: 'The run had not succeeded by its deadline.',
    lookFirst: 'Check whether it is still running and which step takes the time.',
    metric: (period) => pipelineMetric({ observatory, pipeline }, METRICS.deadlineMissed, 'Maximum', period),
    period: tick,
    judged: { by: 'static', threshold: 1, missing: TreatMissingData.IGNORE },
    options: signals.deadline,
  };
  return hasDeadline(spec) ? [proofOfLife, deadline] : [proofOfLife];
}

/** Whether a run must have succeeded by a time. */
export function hasDeadline({ finishBy, options }: ExpectationSpec): boolean {
  return finishBy !== undefined || options.finishWithin !== undefined;
}

/** What to look at first. The library may not know what starts the pipeline. */
function firstLook(trigger: PipelineTrigger | undefined, firstStage: string | undefined): string {
  const newest = firstStage === undefined ? 'its newest run' : `the newest run of ${firstStage}`;
  if (trigger !== undefined) return `Check that its ${trigger._schedule === undefined ? 'rule' : 'schedule'} is enabled, then look at ${newest}.`;
  return firstStage === undefined ? 'Look at its newest run.' : `Check that something still starts ${firstStage}, then look at its newest run.`;
}
