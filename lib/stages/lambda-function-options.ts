import type { Duration } from 'aws-cdk-lib/core';
import { closedStructOf, LENGTH, oneOf, type Shapes } from '../argument-shapes';
import {
  FAILED, type FailedSignalOptions, NEAR_TIMEOUT, type NearTimeoutSignalOptions, SLOWER_THAN_USUAL, type SlowerThanUsualSignalOptions,
  STREAM_LAG, type StreamLagSignalOptions,
} from '../signals/signal-options';
import { STAGE_OPTIONS, type StageOptions } from './stage-kind';

/** How a Lambda function is invoked, in the terms of Lambda's Invoke API. */
export enum InvocationType {
  /**
   * Asynchronously: the caller, such as EventBridge, S3 or SNS, hands over an event and does not wait. Lambda can drop the
   * event, and the delivery to a dead-letter queue or a destination can fail; both count as failures.
   */
  EVENT = 'Event',
  /** Synchronously: the caller, such as Step Functions, waits for the answer. A throttled invocation counts as a failure. */
  REQUEST_RESPONSE = 'RequestResponse',
}

/** Which failed attempts of a Lambda function count as failures. */
export enum FailureCounting {
  /** Each attempt that fails, even if Lambda retries it. */
  EVERY_ATTEMPT = 'everyAttempt',
  /**
   * Only what Lambda gave up after its retries: dropped events, and failed deliveries to a dead-letter queue or a
   * destination. A failed attempt that a retry repairs raises no alarm, and a verdict waits for the retries.
   */
  AFTER_RETRIES = 'afterRetries',
}

/** The signals of a Lambda function. */
export interface LambdaFunctionSignals {
  /**
   * FAILED: an invocation failed. One alarm counts errors and what the way of invocation can lose besides: dropped events
   * and, where the function has them, failed deliveries to its dead-letter queue or destinations; throttles where a caller
   * waits for the answer.
   * @default - watched, from 1 failure; the severity is that of the pipeline
   */
  readonly failed?: FailedSignalOptions;

  /**
   * SLOW: a run used more than a fraction of the function's timeout.
   * @default - a warning from 80 % of the timeout; not watched where the timeout is not known at synth
   */
  readonly nearTimeout?: NearTimeoutSignalOptions;

  /**
   * SLOW: a run took unusually long, measured by an anomaly band over the function's past durations. CloudWatch learns from
   * up to two weeks of history and shows no band in the first hours. Runs shorter than a quarter of the timeout never raise
   * the alarm, so that a job with few data points causes no false alarms.
   * @default - a warning above 3 standard deviations; not watched where the pipeline's severity is WARNING or the timeout
   * is not known at synth
   */
  readonly slowerThanUsual?: SlowerThanUsualSignalOptions;

  /**
   * SLOW: the function falls behind the stream it reads (metric `IteratorAge`). Pass options, if only `enabled: true`, for
   * a function whose event source mapping is not part of the app.
   * @default - watched when an event source mapping of the app reads a stream (Kinesis, DynamoDB or DocumentDB) for the
   * function before the stage is made; a warning from 15 minutes
   */
  readonly streamLag?: StreamLagSignalOptions;
}

/** Options of a Lambda function as a stage. */
export interface LambdaFunctionStageOptions extends StageOptions {
  /**
   * The function's timeout. Pass it where it is not known at synth: for functions from outside the app, and where it is a
   * token. Without it, alarms that need it are not created, and synth warns of that. A missing run is then noticed only
   * after Lambda's limit of 15 minutes.
   * @default - the function's own
   */
  readonly timeout?: Duration;

  /**
   * How the function is invoked. It decides which metrics the signal `failed` counts, each of which adds $0.10 a month.
   * @default - read from the app: InvocationType.EVENT, unless only event source mappings invoke the function. Those read
   * queues or streams, and only errors count: Lambda repeats what it throttled
   */
  readonly invocationType?: InvocationType;

  /**
   * Which failed attempts count as failures, where Lambda retries an asynchronous invocation. How often it retries is read
   * from the function's configuration in the app (`retryAttempts`); Lambda's default is 2.
   * @default FailureCounting.EVERY_ATTEMPT
   * @throws when it is AFTER_RETRIES with InvocationType.REQUEST_RESPONSE, which Lambda never retries
   */
  readonly failureCounting?: FailureCounting;

  /**
   * Tunes or switches off single signals.
   * @default - each signal as documented
   */
  readonly signals?: LambdaFunctionSignals;
}

const FUNCTION_SIGNALS = closedStructOf<LambdaFunctionSignals>(
  { failed: FAILED, nearTimeout: NEAR_TIMEOUT, slowerThanUsual: SLOWER_THAN_USUAL, streamLag: STREAM_LAG }, 'write for example { nearTimeout: { fractionOfTimeout: 0.9 } }',
);

export const FUNCTION_STAGE: Shapes<LambdaFunctionStageOptions> = {
  ...STAGE_OPTIONS, timeout: LENGTH, invocationType: oneOf('InvocationType', InvocationType),
  failureCounting: oneOf('FailureCounting', FailureCounting), signals: FUNCTION_SIGNALS,
};
