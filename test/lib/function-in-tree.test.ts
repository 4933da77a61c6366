import {
  Alias, CfnEventInvokeConfig, CfnEventSourceMapping, CfnFunction, Code, EventSourceMapping, Function as LambdaFunction,
  IFunction, Runtime, SingletonFunction,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Aspects, CfnParameter, Duration, Stack } from 'aws-cdk-lib/core';
import { LambdaFunctionStageOptions, ObservedPipeline, PipelineStage } from '../../lib';
import { alarmProperties, hasAlarm, newFunction, newPipeline, newStack, summedMetrics, warningsOf } from './fixtures';

/** What a function's Failed alarm counts, when the tree is complete. */
function counted(later: (stack: Stack, fn: LambdaFunction) => void, options: LambdaFunctionStageOptions = {}): string[] {
  const stack = newStack();
  const fn = newFunction(stack, 'Load');
  const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, options)] });
  later(stack, fn);
  return namesIn(pipeline);
}

function namesIn(pipeline: ObservedPipeline, id = 'LoadFailed'): string[] {
  const alarm = alarmProperties(pipeline, id);
  const names = alarm.Metrics.length === 1 ? [alarm.Metrics[0].MetricStat.Metric.MetricName] : summedMetrics(alarm).map((text: string) => text.split(' ')[1]!);
  return names;
}

describe('what of a function is counted as failed', () => {
  test('has no dead-letter queue and no destination where it has none', () => {
    expect(counted(() => undefined)).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('has the failures of a destination that is added later', () => {
    expect(counted((stack, fn) => fn.configureAsyncInvoke({ onFailure: new SqsDestination(new Queue(stack, 'Q')) })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });

  test('has the failures of a destination of its alias', () => {
    expect(counted((stack, fn) => new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).configureAsyncInvoke({ onSuccess: new SqsDestination(new Queue(stack, 'Q')) })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });

  test('has none of a configuration without destinations, or of another function', () => {
    expect(counted((stack, fn) => {
      fn.configureAsyncInvoke({ retryAttempts: 1 });
      newFunction(stack, 'Other').configureAsyncInvoke({ onFailure: new SqsDestination(new Queue(stack, 'Q')) });
    })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('has the errors of a dead-letter queue that is set later', () => {
    expect(counted((stack, fn) => {
      (fn.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: new Queue(stack, 'Q').queueArn };
    })).toEqual(['Errors', 'AsyncEventsDropped', 'DeadLetterErrors']);
  });

  test('is everything of a function from outside', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionName(stack, 'Load', 'load');

    expect(namesIn(newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)] })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures']);
  });

  test('is its errors alone where it reads a queue, which keeps what is throttled', () => {
    expect(counted((stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q'))))).toEqual(['Errors']);
  });

  test('is its errors alone where its alias reads a queue', () => {
    expect(counted((stack, fn) => new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).addEventSource(new SqsEventSource(new Queue(stack, 'Q')))))
      .toEqual(['Errors']);
  });

  test('is its errors alone where an L1 mapping names it by its reference', () => {
    expect(counted((stack, fn) => new CfnEventSourceMapping(stack, 'Mapping', { functionName: (fn.node.defaultChild as CfnFunction).ref, eventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' })))
      .toEqual(['Errors']);
  });

  test('has its dropped events too where a schedule starts it besides', () => {
    expect(counted((stack, fn) => {
      fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));
      new Schedule(stack, 'S', { schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(fn) });
    })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('is what the option says, whatever the tree says', () => {
    expect(counted((stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q'))), { asynchronous: true })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('has the throttles of a synchronous caller, who is left without its run', () => {
    expect(counted(() => undefined, { asynchronous: false })).toEqual(['Errors', 'Throttles']);
  });

  test('has no throttles of a reader, though its option says that it is not asynchronous', () => {
    expect(counted((stack, fn) => new EventSourceMapping(stack, 'M', { target: fn, eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:q' }), { asynchronous: false })).toEqual(['Errors']);
  });

  test('is nothing where a reader expects retries, which is warned of', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Load');
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, { retriesExpected: true })] });
    fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringMatching(
      /^stage Load: only event source mappings invoke it, and their retries are not Lambda's own, so retriesExpected leaves none of its failures counted; leave retriesExpected out/,
    )]);
  });

  test('knows an L1 configuration by the name of the function', () => {
    expect(counted((stack, fn) => new CfnEventInvokeConfig(stack, 'C', {
      functionName: fn.functionName, qualifier: '$LATEST', destinationConfig: { onFailure: { destination: 'arn:aws:sqs:eu-west-1:111122223333:q' } },
    }))).toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });
});

describe('the timeout of a function', () => {
  const thresholdOf = (make: (stack: Stack) => IFunction): number => {
    const stack = newStack();
    return alarmProperties(newPipeline(stack, { stages: [PipelineStage.lambdaFunction(make(stack), { stageName: 'Load' })] }), 'LoadNearTimeout').Threshold;
  };
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};') };

  test('is read from the function behind a singleton', () => {
    expect(thresholdOf((stack) => new SingletonFunction(stack, 'Load', { ...code, uuid: 'a1', timeout: Duration.minutes(10) }))).toBe(480_000);
  });

  test('is read from an L1 function that an import refers to by its ARN', () => {
    expect(thresholdOf((stack) => LambdaFunction.fromFunctionArn(stack, 'Load', new CfnFunction(stack, 'L1', { code: { zipFile: ' ' }, role: 'arn', timeout: 100 }).attrArn))).toBe(80_000);
  });

  test('is read from an L1 function that an import refers to by its name', () => {
    expect(thresholdOf((stack) => LambdaFunction.fromFunctionName(stack, 'Load', new CfnFunction(stack, 'L1', { code: { zipFile: ' ' }, role: 'arn', timeout: 100 }).ref))).toBe(80_000);
  });

  test.each<[string, unknown]>([['a number', 900], ['a text', '900']])('is what an escape hatch has set as %s', (_, seconds) => {
    expect(thresholdOf((stack) => {
      const fn = newFunction(stack, 'Load');
      (fn.node.defaultChild as CfnFunction).addPropertyOverride('Timeout', seconds);
      return fn;
    })).toBe(720_000);
  });

  const changedTo = (change: (fn: CfnFunction, stack: Stack) => void, options: LambdaFunctionStageOptions = {}): string[] => {
    const stack = newStack();
    const fn = newFunction(stack, 'Load', { timeout: Duration.minutes(5) });
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, options)] });
    change(fn.node.defaultChild as CfnFunction, stack);
    return warningsOf(stack).map(({ text }) => text);
  };
  const changed = (now: string): string => `stage Load: its timeout was 5 minutes when PipelineStage.lambdaFunction read it, and is ${now} in the template, so its alarms do not fit; `
    + 'set the timeout before the stage is made, or pass the final one as timeout [ack: cdk-observed-pipeline:unknownLimits]';

  test('that an aspect changes after it was read is a warning', () => {
    expect(changedTo((_, stack) => {
      Aspects.of(stack).add({ visit: (node) => { if (node instanceof CfnFunction && node.node.path.startsWith('S/Load')) node.timeout = 900; } });
    })).toEqual([changed('15 minutes')]);
  });

  test('that an escape hatch changes after it was read is a warning', () => {
    expect(changedTo((fn) => { fn.addPropertyOverride('Timeout', 60); })).toEqual([changed('1 minute')]);
    expect(changedTo((fn, stack) => { fn.timeout = new CfnParameter(stack, 'T', { type: 'Number' }).valueAsNumber; })).toEqual([changed('only known at deployment')]);
  });

  test('that changes is no warning where the final one is passed', () => {
    expect(changedTo((fn) => { fn.timeout = 900; }, { timeout: Duration.minutes(15) })).toEqual([]);
  });

  const UNKNOWN = 'stage Load: its timeout is not known at synth, so no alarm says that a run comes near it (NearTimeout) or takes unusually long (SlowerThanUsual); '
    + 'pass its timeout, such as timeout: Duration.minutes(5), or switch both signals off';
  const unknown: Record<string, (stack: Stack) => IFunction> = {
    'from outside': (stack) => LambdaFunction.fromFunctionName(stack, 'Load', 'load'),
    'with a timeout that is a token': (stack) => newFunction(stack, 'Load', { timeout: Duration.seconds(new CfnParameter(stack, 'T', { type: 'Number' }).valueAsNumber) }),
  };

  test.each(Object.entries(unknown))('of a function %s makes no alarm that could never fire, and that is said', (_, make) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(make(stack))] });

    expect(['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual'].filter((id) => hasAlarm(pipeline, id))).toEqual(['LoadFailed']);
    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringContaining(UNKNOWN)]);
    // The service's limit stays the bound of absence.
    expect(stack.resolve(pipeline._contractText())).toEqual(expect.anything());
    expect(JSON.stringify(stack.resolve(pipeline._contractText()))).toContain('\\"maxDurationSeconds\\":900');
  });

  test.each(Object.entries(unknown))('of a function %s is what is passed, and nothing is warned of', (_, make) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(make(stack), { timeout: Duration.minutes(5) })] });

    expect(alarmProperties(pipeline, 'LoadNearTimeout').Threshold).toBe(240_000);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is not missed where both signals are switched off', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(LambdaFunction.fromFunctionName(stack, 'Load', 'load'), { signals: { nearTimeout: { enabled: false }, slowerThanUsual: { enabled: false } } })] });

    expect(warningsOf(stack)).toEqual([]);
  });
});
