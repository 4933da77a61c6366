import type { Duration } from 'aws-cdk-lib/core';
import type { SignalTuning } from '../signals/signal-tuning';
import type { StageOptions } from './stage-options';

/** The signals of a Lambda function. */
export interface LambdaFunctionSignals {
  /**
   * FAILED: errors and throttles, and for asynchronous invocation dropped events, dead-letter and destination failures,
   * as one alarm. Threshold: a count of bad runs.
   * @default - critical when silent, from 1 on
   */
  readonly failed?: SignalTuning;

  /**
   * SLOW: a run came near the function's timeout. Threshold: a share of the timeout, between 0 and 1.
   * @default - warning, from 0.8 on
   */
  readonly nearTimeout?: SignalTuning;

  /**
   * SLOW: a run took longer than an anomaly band over its own past allows. CloudWatch learns from up to two weeks of
   * history and shows no band in the first hours; runs shorter than a quarter of the timeout are never slow, so that a job
   * with few points does not cry. Threshold: standard deviations.
   * @default - warning, 3 standard deviations; not watched when loud
   */
  readonly slowerThanUsual?: SignalTuning;

  /**
   * SLOW: the function falls behind the stream it reads (IteratorAge). Threshold: milliseconds.
   * @default - watched when `readsStream` is true, warning, from 15 minutes on
   */
  readonly streamLag?: SignalTuning;
}

/** What can be said of a Lambda function as a stage. */
export interface LambdaFunctionStageOptions extends StageOptions {
  /**
   * The function's timeout. Needed only for imported functions, which do not tell theirs.
   * @default - the function's own, and for an imported one Lambda's limit of 15 minutes
   */
  readonly timeout?: Duration;

  /**
   * Whether the function is invoked asynchronously (by EventBridge, S3, SNS …), so that events can be dropped and
   * deliveries to its dead-letter queue or destinations can fail. Each of these three metrics adds $0.10 a month.
   * @default true
   */
  readonly asynchronous?: boolean;

  /**
   * Lambda's retries of asynchronous invocations are part of the plan: an attempt that will be retried is no failed run.
   * Only what was given up for good is told: dropped events, dead-letter and destination failures.
   * @default false - every attempt that fails is told
   */
  readonly retriesExpected?: boolean;

  /**
   * Whether the function reads a stream (Kinesis, DynamoDB streams), so that it can fall behind.
   * @default false
   */
  readonly readsStream?: boolean;

  /**
   * Tunes or switches off single signals.
   * @default - every signal as documented
   */
  readonly signals?: LambdaFunctionSignals;
}
