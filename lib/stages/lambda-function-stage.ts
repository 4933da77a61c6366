import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Aws, Duration } from 'aws-cdk-lib/core';
import { functionUrl } from '../../core/console';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { consoleRegion } from '../names';
import { metricOf, MetricSource, sumOf } from '../signals/metrics';
import type { FailedSignalOptions, NearTimeoutSignalOptions, SlowerThanUsualSignalOptions, StreamLagSignalOptions } from '../signals/signal-options';
import type { SignalRow } from '../signals/signal-row';
import { maxLag, minFailures } from '../signals/threshold';
import { functionResource, inTree, timeoutInTemplate, timeoutOf } from './function-in-tree';
import { batchPeriod, lookbackFor, slowSignals } from './slowness';
import { PUBLICATION_DELAY, type StageKind, type StageOptions } from './stage-kind';

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
   * SLOW: the function falls behind the stream it reads (metric `IteratorAge`).
   * @default - watched when `readsStream` is true; a warning from 15 minutes
   */
  readonly streamLag?: StreamLagSignalOptions;
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

/** A function cannot run longer (Lambda developer guide, "Lambda quotas"). */
const SERVICE_LIMIT = Duration.minutes(15);
/** Lambda retries an asynchronous invocation after one and after two minutes (developer guide, "Asynchronous invocation"). */
const RETRY_PAUSES = Duration.minutes(3);

/** What can be counted as failed; which of it exists, the complete tree knows. */
const MAY_BE_COUNTED = ['Errors', 'Throttles', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures'];

/** A Lambda function as a stage. */
export function lambdaFunctionStage(given: IFunction, options: LambdaFunctionStageOptions): StageKind {
  if (options.retriesExpected && options.asynchronous === false) {
    throw new Error(`PipelineStage.lambdaFunction: ${given.node.path} is not invoked asynchronously, so Lambda never retries it and no failure would be told; `
      + 'leave retriesExpected out');
  }
  const fn = unqualified(given);
  const source: MetricSource = { namespace: 'AWS/Lambda', dimensions: { FunctionName: fn.functionName } };
  const timeout = options.timeout ?? timeoutOf(fn);
  const limit = timeout ?? SERVICE_LIMIT;
  return {
    resource: fn,
    noun: 'function',
    timeout: () => timeout,
    serviceLimit: SERVICE_LIMIT,
    ownLimitOnly: true,
    publicationDelay: PUBLICATION_DELAY.metrics,
    retryWithin: options.retriesExpected ? Duration.seconds(2 * limit.toSeconds() + RETRY_PAUSES.toSeconds()) : undefined,
    source: () => ({ kind: 'lambdaFunction', functionName: fn.functionName }),
    signals: () => signals(fn, source, timeout, options),
    unknownLimits: () => [...unknownLimits(fn, timeout, options), ...(options.timeout === undefined ? changed(fn, timeout) : [])],
    evidenceAccess: [],
    diagnosisAccess: diagnosisAccess(fn),
    duration: (period) => metricOf(source, 'Duration', 'Maximum', period),
    links: () => [{ title: 'logs', url: functionUrl(consoleRegion(fn), fn.functionName) }],
  };
}

function signals(fn: IFunction, source: MetricSource, timeout: Duration | undefined, options: LambdaFunctionStageOptions): SignalRow[] {
  const given = options.signals ?? {};
  const period = batchPeriod(timeout ?? SERVICE_LIMIT);
  const lookback = lookbackFor(timeout ?? SERVICE_LIMIT);
  return [
    {
      id: 'Failed',
      question: 'FAILED',
      means: failureText(options),
      lookFirst: 'Read the last error in the function\'s log.',
      metric: (by) => sumOf([{ source, metrics: MAY_BE_COUNTED }], 'bad runs', by),
      metricAtSynth: (by) => sumOf([{ source, metrics: countedAsFailed(fn, options) }], 'bad runs', by),
      period,
      lookback,
      judged: { by: 'static', threshold: 1 },
      thresholdOption: minFailures(given.failed),
      options: given.failed,
    },
    // What is near a limit that nobody knows, nobody can say.
    ...(timeout === undefined ? [] : slowSignals({
      limit: timeout,
      limitDeclared: true,
      duration: (by) => metricOf(source, 'Duration', 'Maximum', by),
      period,
      lookback,
      nearTimeout: {
        means: `A run took more than a safe share of its timeout (${timeout.toHumanString()}): soon one will not finish.`,
        enabledByDefault: true,
        options: given.nearTimeout,
      },
      slowerThanUsual: {
        means: 'A run took longer than its own past lets expect.',
        lookFirst: 'Look at the duration on the dashboard, then at what it calls.',
        options: given.slowerThanUsual,
      },
    })),
    {
      id: 'StreamLag',
      question: 'SLOW',
      means: 'The function falls behind the stream it reads.',
      lookFirst: 'Look for a record that fails again and again.',
      metric: (by) => metricOf(source, 'IteratorAge', 'Maximum', by),
      period,
      lookback,
      judged: { by: 'static', threshold: Duration.minutes(15).toMilliseconds() },
      thresholdOption: maxLag(given.streamLag),
      enabledByDefault: options.readsStream ?? false,
      options: given.streamLag,
    },
  ];
}

function failureText({ retriesExpected = false, asynchronous = true }: LambdaFunctionStageOptions): string {
  if (retriesExpected) return 'An event was given up after its retries, or could not be handed on.';
  return asynchronous ? 'An invocation failed, or its event was dropped.' : 'An invocation failed or was throttled.';
}

/**
 * What is lost for good, by the way in which the function is invoked. Lambda repeats what it throttled of asynchronous
 * events for hours, and of queues and streams for as long as they keep it; only a synchronous caller is left without its run.
 */
function countedAsFailed(fn: IFunction, { retriesExpected = false, asynchronous }: LambdaFunctionStageOptions): string[] {
  const { onlyReads, hasDeadLetters, hasDestinations } = inTree(fn);
  if (!(asynchronous ?? !onlyReads)) return onlyReads ? ['Errors'] : ['Errors', 'Throttles'];
  return [
    ...(retriesExpected ? [] : ['Errors']),
    'AsyncEventsDropped',
    ...(hasDeadLetters ? ['DeadLetterErrors'] : []),
    ...(hasDestinations ? ['DestinationDeliveryFailures'] : []),
  ];
}

function unknownLimits(fn: IFunction, timeout: Duration | undefined, { signals: given = {}, retriesExpected, asynchronous }: LambdaFunctionStageOptions): string[] {
  const isSwitchedOff = given.nearTimeout?.enabled === false && given.slowerThanUsual?.enabled === false;
  return [
    ...(timeout !== undefined || isSwitchedOff ? [] : ['its timeout is not known at synth, so no alarm says that a run comes near it (NearTimeout) or takes unusually long '
      + '(SlowerThanUsual); pass its timeout, such as timeout: Duration.minutes(5), or switch both signals off']),
    ...(retriesExpected === true && asynchronous === undefined && inTree(fn).onlyReads ? ['only event source mappings invoke it, and their retries are not Lambda\'s own, so '
      + 'retriesExpected leaves none of its failures counted; leave retriesExpected out'] : []),
  ];
}

/** An aspect or an escape hatch has changed the timeout after the alarms were made of it. */
function changed(fn: IFunction, read: Duration | undefined): string[] {
  if (read === undefined) return [];
  const now = timeoutInTemplate(fn);
  return now !== undefined && now.toSeconds() === read.toSeconds() ? []
    : [`its timeout was ${read.toHumanString()} when PipelineStage.lambdaFunction read it, and is ${now?.toHumanString() ?? 'only known at deployment'} in the template, so its alarms do not fit; `
      + 'set the timeout before the stage is made, or pass the final one as timeout'];
}

function diagnosisAccess(fn: IFunction): StageKind['diagnosisAccess'] {
  return [
    { actions: diagnosisActions('function'), resources: [fn.functionArn] },
    {
      actions: diagnosisActions('logGroup'),
      // A stage is of its pipeline's own account and Region.
      resources: [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logGroupName(fn)}:*`],
      wildcard: 'The ARN of a log group ends with it wherever its lines are read (CloudWatch Logs user guide, "Resources and operations").',
    },
  ];
}

/** Where a function of this app logs to; that of an imported one is Lambda's own. Asking CDK for it could make a custom resource. */
function logGroupName(fn: IFunction): string {
  const config = functionResource(fn)?.loggingConfig;
  return (config as CfnFunction.LoggingConfigProperty | undefined)?.logGroup ?? `/aws/lambda/${fn.functionName}`;
}

/** An alias or version has no metrics by its own name; what it runs are invocations of its function. */
function unqualified(fn: IFunction): IFunction {
  return (fn as { readonly lambda?: IFunction }).lambda ?? fn;
}
