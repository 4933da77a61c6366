import type { Duration } from 'aws-cdk-lib/core';
import type { SignalTuning } from '../signals/signal-tuning';
import type { StageOptions } from './stage-options';

/** The signals of a Lambda function. */
export interface LambdaFunctionSignals {
  /**
   * FAILED: errors; for asynchronous invocation also dropped events and, where there are such, dead-letter and destination
   * failures; for synchronous callers also throttles. One alarm for all. Threshold: a count of bad runs.
   * @default - critical when silent, from 1 on
   */
  readonly failed?: SignalTuning;

  /**
   * SLOW: a run came near the function's timeout. Threshold: a share of the timeout, between 0 and 1.
   * @default - warning, from 0.8 on; not watched where the timeout is not known at synth
   */
  readonly nearTimeout?: SignalTuning;

  /**
   * SLOW: a run took longer than an anomaly band over its own past allows. CloudWatch learns from up to two weeks of
   * history and shows no band in the first hours; runs shorter than a quarter of the timeout are never slow, so that a job
   * with few points does not cry. Threshold: standard deviations.
   * @default - warning, 3 standard deviations; not watched when loud, or where the timeout is not known at synth
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
   * The function's timeout. Needed only where it is not known at synth: for functions from outside the app, and where it is
   * a token. Without it no alarm is made that needs it, which is said at synth, and a run is called missing only when
   * Lambda's limit of 15 minutes is over.
   * @default - the function's own
   */
  readonly timeout?: Duration;

  /**
   * Whether the function is invoked asynchronously (by EventBridge, S3, SNS …), so that events can be dropped and
   * deliveries to its dead-letter queue or destinations can fail. Each of these metrics adds $0.10 a month; those of queues
   * and destinations that the function does not have are left out. False means that a caller waits for the answer and
   * repeats nothing by itself, so that a throttled invocation is a lost run.
   * @default true - but for a function that only event source mappings of the app invoke, which read queues or streams and
   * repeat what was throttled
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
