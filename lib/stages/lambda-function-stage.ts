import { CfnFunction, Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Aws, Duration, Token } from 'aws-cdk-lib/core';
import { diagnosisActions, functionUrl } from '../../core';
import { consoleRegion } from '../console-region';
import { metricOf, MetricSource, sumOf } from '../signals/sum-of';
import type { SignalRow } from '../signals/signal-row';
import { COUNT, MILLISECONDS } from '../signals/threshold-unit';
import { batchPeriod } from './batch-period';
import type { LambdaFunctionStageOptions } from './lambda-function-stage-options';
import { SETTLE } from './settle';
import { slowSignals } from './slowness';
import type { StageKind } from './stage-kind';

/** A function cannot run longer (Lambda developer guide, "Lambda quotas"). */
const SERVICE_LIMIT = Duration.minutes(15);
/** Lambda retries an asynchronous invocation after one and after two minutes (developer guide, "Asynchronous invocation"). */
const RETRY_PAUSES = Duration.minutes(3);

const EVERY_ATTEMPT = ['Errors', 'Throttles'];
const ASYNCHRONOUS_LOSSES = ['AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures'];

/** A Lambda function as a stage. */
export function lambdaFunctionStage(given: IFunction, options: LambdaFunctionStageOptions): StageKind {
  if (options.retriesExpected && options.asynchronous === false) {
    throw new Error(`PipelineStage.lambdaFunction: ${given.node.path} is not invoked asynchronously, so Lambda never retries it and no failure would be told; `
      + 'leave retriesExpected out');
  }
  const fn = unqualified(given);
  const source: MetricSource = { namespace: 'AWS/Lambda', dimensions: { FunctionName: fn.functionName } };
  const timeout = options.timeout ?? knownTimeout(fn);
  const limit = timeout ?? SERVICE_LIMIT;
  return {
    resource: fn,
    noun: 'function',
    timeout: () => timeout,
    serviceLimit: SERVICE_LIMIT,
    ownLimitOnly: true,
    settle: SETTLE.metrics,
    retryWithin: options.retriesExpected ? Duration.seconds(2 * limit.toSeconds() + RETRY_PAUSES.toSeconds()) : undefined,
    source: () => ({ kind: 'lambdaFunction', functionName: fn.functionName }),
    signals: () => signals(source, limit, options),
    evidenceAccess: [],
    diagnosisAccess: diagnosisAccess(fn),
    duration: (period) => metricOf(source, 'Duration', 'Maximum', period),
    links: () => [{ title: 'logs', url: functionUrl(consoleRegion(fn), fn.functionName) }],
  };
}

function signals(source: MetricSource, limit: Duration, options: LambdaFunctionStageOptions): SignalRow[] {
  const tuning = options.signals ?? {};
  const period = batchPeriod(limit);
  return [
    {
      id: 'Failed',
      question: 'FAILED',
      means: options.retriesExpected
        ? 'An event was given up after its retries, or could not be handed on.'
        : 'An invocation failed or was throttled, or its event was dropped.',
      lookFirst: 'Read the last error in the function\'s log.',
      metric: (by) => sumOf([{ source, metrics: countedAsFailed(options) }], 'bad runs', by),
      period,
      judged: { by: 'static', threshold: 1 },
      unit: COUNT,
      tuning: tuning.failed,
    },
    ...slowSignals({
      limit,
      limitDeclared: true,
      duration: (by) => metricOf(source, 'Duration', 'Maximum', by),
      period,
      nearTimeout: {
        means: `A run took more than a safe share of its timeout (${limit.toHumanString()}): soon one will not finish.`,
        enabledByDefault: true,
        tuning: tuning.nearTimeout,
      },
      slowerThanUsual: {
        means: 'A run took longer than its own past lets expect.',
        lookFirst: 'Look at the duration on the dashboard, then at what it calls.',
        tuning: tuning.slowerThanUsual,
      },
    }),
    {
      id: 'StreamLag',
      question: 'SLOW',
      means: 'The function falls behind the stream it reads.',
      lookFirst: 'Look for a record that fails again and again.',
      metric: (by) => metricOf(source, 'IteratorAge', 'Maximum', by),
      period,
      judged: { by: 'static', threshold: Duration.minutes(15).toMilliseconds() },
      unit: MILLISECONDS,
      enabledByDefault: options.readsStream ?? false,
      tuning: tuning.streamLag,
    },
  ];
}

function countedAsFailed({ retriesExpected, asynchronous }: LambdaFunctionStageOptions): string[] {
  if (retriesExpected) return ASYNCHRONOUS_LOSSES;
  return asynchronous ?? true ? [...EVERY_ATTEMPT, ...ASYNCHRONOUS_LOSSES] : EVERY_ATTEMPT;
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
  const resource = fn.node.defaultChild;
  const config = resource instanceof CfnFunction ? resource.loggingConfig : undefined;
  return (config as CfnFunction.LoggingConfigProperty | undefined)?.logGroup ?? `/aws/lambda/${fn.functionName}`;
}

/** An alias or version has no metrics by its own name; what it runs are invocations of its function. */
function unqualified(fn: IFunction): IFunction {
  return (fn as { readonly lambda?: IFunction }).lambda ?? fn;
}

/** Only a function of this app knows its timeout; CDK's own default of 3 seconds applies when it says nothing. */
function knownTimeout(fn: IFunction): Duration | undefined {
  if (!(fn instanceof LambdaFunction)) return undefined;
  const { timeout } = fn;
  if (timeout === undefined) return Duration.seconds(3);
  return Token.isUnresolved(timeout.toSeconds({ integral: false })) ? undefined : timeout;
}

