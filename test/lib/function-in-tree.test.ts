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
    expect(counted((stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q'))), { invocationType: InvocationType.EVENT })).toEqual(['Errors', 'AsyncEventsDropped']);
  });

  test('has the throttles of a synchronous caller, who is left without its run', () => {
    expect(counted(() => undefined, { invocationType: InvocationType.REQUEST_RESPONSE })).toEqual(['Errors', 'Throttles']);
  });

  test('has no throttles of a reader, though its option says that it is invoked synchronously', () => {
    expect(counted((stack, fn) => new EventSourceMapping(stack, 'M', { target: fn, eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:q' }), { invocationType: InvocationType.REQUEST_RESPONSE })).toEqual(['Errors']);
  });

  test('is the errors of a reader in spite of FailureCounting.AFTER_RETRIES, and synth warns of that', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Load');
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn, { failureCounting: FailureCounting.AFTER_RETRIES })] });
    fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')));

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringMatching(
      /^stage Load: only event source mappings invoke it, which have retries of their own, so each failed attempt counts in spite of FailureCounting\.AFTER_RETRIES; leave failureCounting out/,
    )]);
    expect(namesIn(pipeline)).toEqual(['Errors']);
  });

  test('knows an L1 configuration by the name of the function', () => {
    expect(counted((stack, fn) => new CfnEventInvokeConfig(stack, 'C', {
      functionName: fn.functionName, qualifier: '$LATEST', destinationConfig: { onFailure: { destination: 'arn:aws:sqs:eu-west-1:111122223333:q' } },
    }))).toEqual(['Errors', 'AsyncEventsDropped', 'DestinationDeliveryFailures']);
  });
});

describe('the lag of a stream', () => {
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

  test.each([['a Kinesis stream', kinesis], ['the stream of a DynamoDB table', dynamo]])('is watched where the function reads %s', (_, source) => {
    expect(hasAlarm(withSources(source), 'LoadStreamLag')).toBe(true);
  });

  test('is watched where an alias of the function reads the stream', () => {
    expect(hasAlarm(withSources((stack, fn) => { kinesis(stack, new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion })); }), 'LoadStreamLag')).toBe(true);
  });

  test('is watched where the ARN of the stream is known at deployment only', () => {
    expect(hasAlarm(withSources((stack, fn) => {
      new EventSourceMapping(stack, 'M', { target: fn, eventSourceArn: new CfnParameter(stack, 'Arn').valueAsString, startingPosition: StartingPosition.LATEST });
    }), 'LoadStreamLag')).toBe(true);
  });

  test('is not watched where the function reads a queue, or a Kafka topic, whose lag is another metric', () => {
    expect(hasAlarm(withSources(queue), 'LoadStreamLag')).toBe(false);
    expect(hasAlarm(withSources((stack, fn) => {
      new EventSourceMapping(stack, 'M', {
        target: fn, eventSourceArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1', kafkaTopic: 'orders', startingPosition: StartingPosition.LATEST,
      });
    }), 'LoadStreamLag')).toBe(false);
  });

  test('is not watched where another function reads the stream', () => {
    expect(hasAlarm(withSources((stack) => { kinesis(stack, newFunction(stack, 'Other')); }), 'LoadStreamLag')).toBe(false);
  });

  test('is not watched where that is switched off', () => {
    const pipeline = withSources(kinesis, { signals: { streamLag: { enabled: false } } });

    expect(hasAlarm(pipeline, 'LoadStreamLag')).toBe(false);
    expect(warningsOf(Stack.of(pipeline))).toEqual([]);
  });

  test('is not watched where the event source comes after the stage, and synth warns of that', () => {
    const pipeline = withSources(() => undefined, {}, kinesis);

    expect(hasAlarm(pipeline, 'LoadStreamLag')).toBe(false);
    expect(warningsOf(Stack.of(pipeline)).map(({ text }) => text)).toEqual([expect.stringMatching(
      /^stage Load: it reads a stream by an event source that was added after PipelineStage\.lambdaFunction, so no alarm says that it falls behind \(StreamLag\); add the event source first, or pass signals: \{ streamLag: \{ enabled: true \} \}/,
    )]);
  });

  test('is watched where the event source comes later and streamLag is enabled, and nothing is warned of', () => {
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
