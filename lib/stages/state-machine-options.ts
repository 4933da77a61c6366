import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Duration } from 'aws-cdk-lib/core';
import { closedStructOf, LENGTH, oneOf, type Shapes, TEXT } from '../argument-shapes';
import {
  FAILED, type FailedSignalOptions, NEAR_TIMEOUT, type NearTimeoutSignalOptions, SLOWER_THAN_USUAL, type SlowerThanUsualSignalOptions,
} from '../signals/signal-options';
import { STAGE_OPTIONS, type StageOptions } from './stage-kind';

/** The signals of a state machine. */
export interface StateMachineSignals {
  /**
   * FAILED: executions failed, timed out or were aborted. One alarm counts all three. State transitions that had to wait
   * are no failures; the dashboard shows them.
   * @default - watched, from 1 failure; the severity is that of the pipeline
   */
  readonly failed?: FailedSignalOptions;

  /**
   * SLOW: an execution used more than a fraction of its `maxDuration`.
   * @default - not watched, since you are notified of an execution that exceeds `maxDuration`; when enabled, a warning from
   * 80 % of it
   */
  readonly nearTimeout?: NearTimeoutSignalOptions;

  /**
   * SLOW: an execution took unusually long, measured by an anomaly band over the machine's past durations. CloudWatch
   * learns from up to two weeks of history and shows no band in the first hours. Executions shorter than a quarter of
   * `maxDuration` never raise the alarm, so that a job with few data points causes no false alarms.
   * @default - a warning above 3 standard deviations; not watched where the pipeline's severity is WARNING
   */
  readonly slowerThanUsual?: SlowerThanUsualSignalOptions;
}

/** Options of a state machine as a stage. */
export interface StateMachineStageOptions extends StageOptions {
  /**
   * Standard or express. Pass it for imported machines, whose type is not known.
   * @default - the machine's own type; STANDARD for an imported one
   */
  readonly stateMachineType?: StateMachineType;

  /**
   * The machine's timeout. Pass it where the definition cannot be read at synth.
   * @default - `TimeoutSeconds` of the definition, if it has one
   */
  readonly timeout?: Duration;

  /**
   * The top-level field of the execution's input that holds the scheduled time (ISO 8601), such as `time` in the event
   * of an EventBridge rule. An execution then counts for that scheduled time, whenever it started: if you repeat last night's
   * run by hand, last night counts as done. Standard machines only; the checker then reads executions instead of metrics.
   * @default - a run counts for the due time before which it starts
   */
  readonly scheduledTimeField?: string;

  /**
   * Tunes or switches off single signals.
   * @default - each signal as documented
   */
  readonly signals?: StateMachineSignals;
}

const MACHINE_SIGNALS = closedStructOf<StateMachineSignals>(
  { failed: FAILED, nearTimeout: NEAR_TIMEOUT, slowerThanUsual: SLOWER_THAN_USUAL }, 'write for example { nearTimeout: { enabled: true } }',
);

export const MACHINE_STAGE: Shapes<StateMachineStageOptions> = {
  ...STAGE_OPTIONS, stateMachineType: oneOf('StateMachineType', StateMachineType), timeout: LENGTH, scheduledTimeField: TEXT, signals: MACHINE_SIGNALS,
};
