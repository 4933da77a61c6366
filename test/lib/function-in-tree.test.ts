import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import {
  Alias, CfnEventInvokeConfig, CfnEventSourceMapping, CfnFunction, Code, EventSourceMapping, Function as LambdaFunction,
  IFunction, Runtime, SingletonFunction, StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, KinesisEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Aspects, CfnParameter, Duration, Stack } from 'aws-cdk-lib/core';
import { FailureCounting, InvocationType, LambdaFunctionStageOptions, ObservedPipeline, PipelineStage } from '../../lib';
import { alarmProperties, hasAlarm, newFunction, newPipeline, newStack, summedMetrics, warningsOf } from './fixtures';

/** The metrics that a function's Failed alarm counts, when the tree is complete. */
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

describe('the Failed alarm of a function', () => {
  test('counts errors and dropped events where the function has neither a dead-letter queue nor a destination', () => {
    expect(counted(() => undefined)).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('counts the failed deliveries to a destination that is added later', () => {
    expect(counted((stack, fn) => fn.configureAsyncInvoke({ onFailure: new SqsDestination(new Queue(stack, 'Q')) })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });

  test('counts the failed deliveries to a destination of an alias', () => {
    expect(counted((stack, fn) => new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).configureAsyncInvoke({ onSuccess: new SqsDestination(new Queue(stack, 'Q')) })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });

  test('counts no deliveries where a configuration has no destinations, or is that of another function', () => {
    expect(counted((stack, fn) => {
      fn.configureAsyncInvoke({ retryAttempts: 1 });
      newFunction(stack, 'Other').configureAsyncInvoke({ onFailure: new SqsDestination(new Queue(stack, 'Q')) });
    })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('counts the failed deliveries to a dead-letter queue that is set later', () => {
    expect(counted((stack, fn) => {
      (fn.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: new Queue(stack, 'Q').queueArn };
    })).toEqual(['Errors', 'AsyncEventsDropped', 'DeadLetterErrors']);
  });

  test('counts everything that may exist where the function is from outside the app', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionName(stack, 'Load', 'load');

    expect(namesIn(newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)] })))
      .toEqual(['Errors', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures']);
  });

  test('counts only errors where the function reads a queue, which keeps what is throttled', () => {
    expect(counted((stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q'))))).toEqual(['Errors']);
  });

  test('counts only errors where an alias of the function reads a queue', () => {
    expect(counted((stack, fn) => new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).addEventSource(new SqsEventSource(new Queue(stack, 'Q')))))
      .toEqual(['Errors']);
  });

  test('counts only errors where an L1 mapping refers to the function', () => {
    expect(counted((stack, fn) => new CfnEventSourceMapping(stack, 'Mapping', { functionName: (fn.node.defaultChild as CfnFunction).ref, eventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' })))
      .toEqual(['Errors']);
  });

  test('counts dropped events too where a schedule invokes the function as well', () => {
    expect(counted((stack, fn) => {
      fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));
      new Schedule(stack, 'S', { schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(fn) });
    })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('counts by the option invocationType, whatever the app says', () => {
    expect(counted((stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q'))), { invocationType: InvocationType.EVENT })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('counts throttles where a synchronous caller would be left without its run', () => {
    expect(counted(() => undefined, { invocationType: InvocationType.REQUEST_RESPONSE })).toEqual(['Errors', 'Throttles']);
  });

  test('counts no throttles of a reader, even if the option says that it is invoked synchronously', () => {
    expect(counted((stack, fn) => new EventSourceMapping(stack, 'M', { target: fn, eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:q' }), { invocationType: InvocationType.REQUEST_RESPONSE })).toEqual(['Errors']);
  });

  test('counts the errors of a reader in spite of FailureCounting.AFTER_RETRIES, and synth warns of that', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Load');
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, { failureCounting: FailureCounting.AFTER_RETRIES })] });
    fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringMatching(
      /^stage Load: only event source mappings invoke it, which have retries of their own, so each failed attempt counts in spite of FailureCounting\.AFTER_RETRIES; leave failureCounting out/,
    )]);
    expect(namesIn(pipeline)).toEqual(['Errors']);
  });

  test('finds an L1 configuration by the name of the function', () => {
    expect(counted((stack, fn) => new CfnEventInvokeConfig(stack, 'C', {
      functionName: fn.functionName, qualifier: '$LATEST', destinationConfig: { onFailure: { destination: 'arn:aws:sqs:eu-west-1:111122223333:q' } },
    }))).toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });
});

describe('the StreamLag alarm', () => {
  /** A stage whose function has an event source before it, and one after. */
  function withSources(before: (stack: Stack, fn: LambdaFunction) => void, options: LambdaFunctionStageOptions = {}, after: typeof before = () => undefined): ObservedPipeline {
    const stack = newStack();
    const fn = newFunction(stack, 'Load');
    before(stack, fn);
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, options)] });
    after(stack, fn);
    return pipeline;
  }
  const kinesis = (stack: Stack, fn: IFunction): void => fn.addEventSource(new KinesisEventSource(new Stream(stack, 'Stream'), { startingPosition: StartingPosition.LATEST }));
  const dynamo = (stack: Stack, fn: IFunction): void => {
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING }, stream: StreamViewType.NEW_IMAGE });
    fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON }));
  };
  const queue = (stack: Stack, fn: IFunction): void => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));

  test.each([['a Kinesis stream', kinesis], ['the stream of a DynamoDB table', dynamo]])('exists where the function reads %s', (_, source) => {
    expect(hasAlarm(withSources(source), 'LoadStreamLag')).toBe(true);
  });

  test('exists where an alias of the function reads a stream', () => {
    expect(hasAlarm(withSources((stack, fn) => { kinesis(stack, new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion })); }), 'LoadStreamLag')).toBe(true);
  });

  test('exists where the ARN of the stream is known at deployment only', () => {
    expect(hasAlarm(withSources((stack, fn) => {
      new EventSourceMapping(stack, 'M', { target: fn, eventSourceArn: new CfnParameter(stack, 'Arn').valueAsString, startingPosition: StartingPosition.LATEST });
    }), 'LoadStreamLag')).toBe(true);
  });

  test('does not exist where the function reads a queue, or a Kafka topic, whose lag is another metric', () => {
    expect(hasAlarm(withSources(queue), 'LoadStreamLag')).toBe(false);
    expect(hasAlarm(withSources((stack, fn) => {
      new EventSourceMapping(stack, 'M', {
        target: fn, eventSourceArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1', kafkaTopic: 'orders', startingPosition: StartingPosition.LATEST,
      });
    }), 'LoadStreamLag')).toBe(false);
  });

  test('does not exist where another function reads the stream', () => {
    expect(hasAlarm(withSources((stack) => { kinesis(stack, newFunction(stack, 'Other')); }), 'LoadStreamLag')).toBe(false);
  });

  test('does not exist where streamLag is switched off', () => {
    const pipeline = withSources(kinesis, { signals: { streamLag: { enabled: false } } });

    expect(hasAlarm(pipeline, 'LoadStreamLag')).toBe(false);
    expect(warningsOf(Stack.of(pipeline))).toEqual([]);
  });

  test('does not exist where the event source is added after the stage, and synth warns of that', () => {
    const pipeline = withSources(() => undefined, {}, kinesis);

    expect(hasAlarm(pipeline, 'LoadStreamLag')).toBe(false);
    expect(warningsOf(Stack.of(pipeline)).map(({ text }) => text)).toEqual([expect.stringMatching(
      /^stage Load: it reads a stream by an event source that was added after PipelineStage\.lambdaFunction, so no alarm says that it falls behind \(StreamLag\); add the event source first, or pass signals: \{ streamLag: \{ enabled: true \} \}/,
    )]);
  });

  test('exists without a warning where streamLag is enabled and the event source is added later', () => {
    const pipeline = withSources(() => undefined, { signals: { streamLag: { enabled: true } } }, kinesis);

    expect(hasAlarm(pipeline, 'LoadStreamLag')).toBe(true);
    expect(warningsOf(Stack.of(pipeline))).toEqual([]);
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

  test('is read from an L1 function that an import refers to by ARN', () => {
    expect(thresholdOf((stack) => LambdaFunction.fromFunctionArn(stack, 'Load', new CfnFunction(stack, 'L1', { code: { zipFile: ' ' }, role: 'arn', timeout: 100 }).attrArn))).toBe(80_000);
  });

  test('is read from an L1 function that an import refers to by name', () => {
    expect(thresholdOf((stack) => LambdaFunction.fromFunctionName(stack, 'Load', new CfnFunction(stack, 'L1', { code: { zipFile: ' ' }, role: 'arn', timeout: 100 }).ref))).toBe(80_000);
  });

  test.each<[string, unknown]>([['a number', 900], ['a text', '900']])('is read as an escape hatch has set it, as %s', (_, seconds) => {
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
    + 'set the timeout before you create the stage, or pass the final one as timeout [ack: cdk-observed-pipeline:stageSettings]';

  test('causes a warning where an aspect changes it after it was read', () => {
    expect(changedTo((_, stack) => {
      Aspects.of(stack).add({ visit: (node) => { if (node instanceof CfnFunction && node.node.path.startsWith('S/Load')) node.timeout = 900; } });
    })).toEqual([changed('15 minutes')]);
  });

  test('causes a warning where an escape hatch changes it after it was read', () => {
    expect(changedTo((fn) => { fn.addPropertyOverride('Timeout', 60); })).toEqual([changed('1 minute')]);
    expect(changedTo((fn, stack) => { fn.timeout = new CfnParameter(stack, 'T', { type: 'Number' }).valueAsNumber; })).toEqual([changed('only known at deployment')]);
  });

  test('causes no warning where it changes but the final one was passed', () => {
    expect(changedTo((fn) => { fn.timeout = 900; }, { timeout: Duration.minutes(15) })).toEqual([]);
  });

  const UNKNOWN = 'stage Load: its timeout is not known at synth, so no alarm watches for runs that come near it (NearTimeout) or take unusually long (SlowerThanUsual); '
    + 'pass its timeout, such as timeout: Duration.minutes(5), or switch both signals off';
  const unknown: Record<string, (stack: Stack) => IFunction> = {
    'from outside': (stack) => LambdaFunction.fromFunctionName(stack, 'Load', 'load'),
    'with a timeout that is a token': (stack) => newFunction(stack, 'Load', { timeout: Duration.seconds(new CfnParameter(stack, 'T', { type: 'Number' }).valueAsNumber) }),
  };

  test.each(Object.entries(unknown))('of a function %s causes a warning, and no alarm that could never be raised', (_, make) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(make(stack))] });

    expect(['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual'].filter((id) => hasAlarm(pipeline, id))).toEqual(['LoadFailed']);
    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringContaining(UNKNOWN)]);
    // The limit of the service still bounds the length of a run.
    expect(stack.resolve(pipeline._contractText())).toEqual(expect.anything());
    expect(JSON.stringify(stack.resolve(pipeline._contractText()))).toContain('\\"maxDurationSeconds\\":900');
  });

  test.each(Object.entries(unknown))('of a function %s may be passed, which causes no warning', (_, make) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(make(stack), { timeout: Duration.minutes(5) })] });

    expect(alarmProperties(pipeline, 'LoadNearTimeout').Threshold).toBe(240_000);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('causes no warning where it is unknown but both signals are switched off', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(LambdaFunction.fromFunctionName(stack, 'Load', 'load'), { signals: { nearTimeout: { enabled: false }, slowerThanUsual: { enabled: false } } })] });

    expect(warningsOf(stack)).toEqual([]);
  });
});
