import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Aws, Duration } from 'aws-cdk-lib/core';
import { functionUrl } from '../../core/console';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { consoleRegion } from '../names';
import { metricOf, MetricSource, sumOf } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { maxLag, minFailures } from '../signals/threshold';
import { functionResource, inTree, retryAttemptsOf, timeoutInTemplate, timeoutOf } from './function-in-tree';
import { FailureCounting, InvocationType, type LambdaFunctionStageOptions } from './lambda-function-options';
import { batchPeriod, lookbackFor, slowSignals } from './slowness';
import { PUBLICATION_DELAY, type StageKind } from './stage-kind';

/** A function cannot run longer (Lambda developer guide, "Lambda quotas"). */
const SERVICE_LIMIT = Duration.minutes(15);
/** Lambda waits so long before each retry of an asynchronous invocation (developer guide, "Asynchronous invocation"). */
const RETRY_PAUSES = [Duration.minutes(1), Duration.minutes(2)];

/** All metrics that may count as failures. Which of them exist is known when the tree is complete. */
const MAY_BE_COUNTED = ['Errors', 'Throttles', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures'];

/** The finding where an event source came after the alarms. */
const LATE_STREAM = 'it reads a stream by an event source that was added after PipelineStage.lambdaFunction, so no alarm says that it falls behind (StreamLag); '
  + 'add the event source first, or pass signals: { streamLag: { enabled: true } }';

/** A Lambda function as a stage. */
export function lambdaFunctionStage(given: IFunction, options: LambdaFunctionStageOptions): StageKind {
  const { failureCounting, invocationType } = options;
  if (failureCounting === FailureCounting.AFTER_RETRIES && invocationType === InvocationType.REQUEST_RESPONSE) {
    throw new Error(`PipelineStage.lambdaFunction: Lambda never retries a synchronous invocation (InvocationType.REQUEST_RESPONSE) of ${given.node.path}, so `
      + 'FailureCounting.AFTER_RETRIES would count no failure; leave failureCounting out');
  }
  const fn = unqualified(given);
  const source: MetricSource = { namespace: 'AWS/Lambda', dimensions: { FunctionName: fn.functionName } };
  const timeout = options.timeout ?? timeoutOf(fn);
  const { readsStream } = inTree(fn);
  return {
    resource: fn,
    noun: 'function',
    timeout: () => timeout,
    serviceLimit: SERVICE_LIMIT,
    ownLimitOnly: true,
    publicationDelay: PUBLICATION_DELAY.metrics,
    retryWithin: () => (failureCounting === FailureCounting.AFTER_RETRIES ? retriesTake(retryAttemptsOf(given, fn), timeout ?? SERVICE_LIMIT) : undefined),
    source: () => ({ kind: 'lambdaFunction', functionName: fn.functionName }),
    signals: () => signals(fn, { source, timeout, readsStream }, options),
    warnings: () => [
      ...unknownLimits(fn, timeout, options),
      ...(options.timeout === undefined ? changed(fn, timeout) : []),
      ...(readsStream || options.signals?.streamLag !== undefined || !inTree(fn).readsStream ? [] : [LATE_STREAM]),
    ],
    evidenceAccess: [],
    diagnosisAccess: diagnosisAccess(fn),
    duration: (period) => metricOf(source, 'Duration', 'Maximum', period),
    links: () => [{ title: 'logs', url: functionUrl(consoleRegion(fn), fn.functionName) }],
  };
}

/** What is known of a function when the stage is created. */
interface FunctionAtFirst {
  readonly source: MetricSource;
  readonly timeout: Duration | undefined;
  readonly readsStream: boolean;
}

function signals(fn: IFunction, { source, timeout, readsStream }: FunctionAtFirst, options: LambdaFunctionStageOptions): SignalRow[] {
  const given = options.signals ?? {};
  const period = batchPeriod(timeout ?? SERVICE_LIMIT);
  const lookback = lookbackFor(timeout ?? SERVICE_LIMIT);
  return [
    {
      id: 'Failed',
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
    // Without a known timeout, nothing can be near it.
    ...(timeout === undefined ? [] : slowSignals({
      limit: timeout,
      limitDeclared: true,
      duration: (by) => metricOf(source, 'Duration', 'Maximum', by),
      period,
      lookback,
      nearTimeout: {
        means: (percent) => `A run used more than ${percent} of its timeout (${timeout.toHumanString()}). A later run may time out.`,
        enabledByDefault: true,
        options: given.nearTimeout,
      },
      slowerThanUsual: {
        means: 'A run took unusually long for this function.',
        lookFirst: 'Look at the duration on the dashboard, then at what the function calls.',
        options: given.slowerThanUsual,
      },
    })),
    {
      id: 'StreamLag',
      means: 'The function falls behind the stream it reads.',
      lookFirst: 'Look for a record that keeps failing.',
      metric: (by) => metricOf(source, 'IteratorAge', 'Maximum', by),
      period,
      lookback,
      judged: { by: 'static', threshold: Duration.minutes(15).toMilliseconds() },
      thresholdOption: maxLag(given.streamLag),
      enabledByDefault: readsStream || given.streamLag !== undefined,
      options: given.streamLag,
    },
  ];
}

function failureText({ failureCounting, invocationType }: LambdaFunctionStageOptions): string {
  if (failureCounting === FailureCounting.AFTER_RETRIES) return 'Lambda gave up an event after its retries, or could not hand it on.';
  return invocationType === InvocationType.REQUEST_RESPONSE ? 'An invocation failed or was throttled.' : 'An invocation failed, or its event was dropped.';
}

/** How long the retries of an invocation take at most, with Lambda's pauses before them. */
function retriesTake(attempts: number, limit: Duration): Duration {
  return RETRY_PAUSES.slice(0, attempts).reduce((sum, pause) => sum.plus(pause).plus(limit), Duration.seconds(0));
}

/**
 * The metrics of what is lost for good, which depend on how the function is invoked. Lambda repeats throttled asynchronous
 * events for hours, and throttled records of queues and streams for as long as these keep them. Only a synchronous caller
 * is left without its run.
 */
function countedAsFailed(fn: IFunction, { failureCounting, invocationType }: LambdaFunctionStageOptions): string[] {
  const { onlyReads, hasDeadLetters, hasDestinations } = inTree(fn);
  if (onlyReads && invocationType !== InvocationType.EVENT) return ['Errors'];
  if (invocationType === InvocationType.REQUEST_RESPONSE) return ['Errors', 'Throttles'];
  return [
    ...(failureCounting === FailureCounting.AFTER_RETRIES ? [] : ['Errors']),
    'AsyncEventsDropped',
    ...(hasDeadLetters ? ['DeadLetterErrors'] : []),
    ...(hasDestinations ? ['DestinationDeliveryFailures'] : []),
  ];
}

function unknownLimits(fn: IFunction, timeout: Duration | undefined, { signals: given = {}, failureCounting, invocationType }: LambdaFunctionStageOptions): string[] {
  const isSwitchedOff = given.nearTimeout?.enabled === false && given.slowerThanUsual?.enabled === false;
  return [
    ...(timeout !== undefined || isSwitchedOff ? [] : ['its timeout is not known at synth, so no alarm watches for runs that come near it (NearTimeout) or take unusually long '
      + '(SlowerThanUsual); pass its timeout, such as timeout: Duration.minutes(5), or switch both signals off']),
    ...(failureCounting === FailureCounting.AFTER_RETRIES && invocationType === undefined && inTree(fn).onlyReads ? ['only event source mappings invoke it, which have retries of their own, so '
      + 'each failed attempt counts in spite of FailureCounting.AFTER_RETRIES; leave failureCounting out'] : []),
  ];
}

/** The finding where an aspect or an escape hatch changed the timeout after the alarms were created from it. */
function changed(fn: IFunction, read: Duration | undefined): string[] {
  if (read === undefined) return [];
  const now = timeoutInTemplate(fn);
  return now !== undefined && now.toSeconds() === read.toSeconds() ? []
    : [`its timeout was ${read.toHumanString()} when PipelineStage.lambdaFunction read it, and is ${now?.toHumanString() ?? 'only known at deployment'} in the template, so its alarms do not fit; `
      + 'set the timeout before you create the stage, or pass the final one as timeout'];
}

function diagnosisAccess(fn: IFunction): StageKind['diagnosisAccess'] {
  return [
    { actions: diagnosisActions('function'), resources: [fn.functionArn] },
    {
      actions: diagnosisActions('logGroup'),
      // A stage is in the account and Region of its pipeline.
      resources: [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logGroupName(fn)}:*`],
      wildcard: 'The ARN of a log group ends with it wherever its lines are read (CloudWatch Logs user guide, "Resources and operations").',
    },
  ];
}

/** The log group of a function; for an imported one, Lambda's default. Asking the L2 construct could create a custom resource. */
function logGroupName(fn: IFunction): string {
  const config = functionResource(fn)?.loggingConfig;
  return (config as CfnFunction.LoggingConfigProperty | undefined)?.logGroup ?? `/aws/lambda/${fn.functionName}`;
}

/** An alias or version has no metrics of its own name: its invocations count for the function. */
function unqualified(fn: IFunction): IFunction {
  return (fn as { readonly lambda?: IFunction }).lambda ?? fn;
}
