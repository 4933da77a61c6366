import type { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Duration } from 'aws-cdk-lib/core';
import type { SignalTuning } from '../signals/signal-tuning';
import type { StageOptions } from './stage-options';

/** The signals of a state machine. */
export interface StateMachineSignals {
  /**
   * FAILED: executions failed, timed out or were aborted, as one alarm. State transitions that had to wait are on the dashboard. Threshold: a count of bad runs.
   * @default - critical when silent, from 1 on
   */
  readonly failed?: SignalTuning;

  /**
   * SLOW: an execution came near the longest that it may take. Threshold: a share of it, between 0 and 1.
   * @default - not watched, since a run over its `maxDuration` is stuck and told; when enabled a warning, from 0.8 on
   */
  readonly nearTimeout?: SignalTuning;

  /**
   * SLOW: an execution took longer than an anomaly band over its own past allows. CloudWatch learns from up to two weeks
   * of history and shows no band in the first hours; runs shorter than a quarter of `maxDuration` are never slow, so that
   * a job with few points does not cry. Threshold: standard deviations.
   * @default - warning, 3 standard deviations; not watched when loud
   */
  readonly slowerThanUsual?: SignalTuning;
}

/** What can be said of a state machine as a stage. */
export interface StateMachineStageOptions extends StageOptions {
  /**
   * Standard or express. Needed only for imported machines, which do not tell theirs.
   * @default - the machine's own, and for an imported one STANDARD
   */
  readonly stateMachineType?: StateMachineType;

  /**
   * The machine's timeout. Needed only where its definition cannot be read at synth.
   * @default - `TimeoutSeconds` of its definition, if it has one
   */
  readonly timeout?: Duration;

  /**
   * The top-level field of the execution's input that holds the scheduled time (ISO 8601), such as `time` in the event
   * of an EventBridge rule. A run that carries its slot belongs to it, whenever it started: a repeat by hand for last
   * night then heals last night. Standard machines only; executions are then read instead of metrics.
   * @default - runs belong to the slot in whose time they start
   */
  readonly scheduledTimeField?: string;

  /**
   * Tunes or switches off single signals.
   * @default - every signal as documented
   */
  readonly signals?: StateMachineSignals;
}
