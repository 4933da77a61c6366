import { Alias, CfnFunction, Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import {
  CfnStateMachine, CfnStateMachineProps, DefinitionBody, IStateMachine, Pass, StateMachine, StateMachineType, Wait, WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { CfnParameter, Duration, Fn, Stack, Token } from 'aws-cdk-lib/core';
import {
  FailureCounting, InvocationType, LambdaFunctionStageOptions, ObservedPipeline, PipelineStage, RunExpectation, Severity, StateMachineStageOptions,
} from '../../lib';
import {
  alarmOf, alarmProperties, hasAlarm, Json, markOf, newFunction, newMachine, newPipeline, newStack, summedMetrics,
} from './fixtures';

const FUNCTION = [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^Load/) } }];
const MACHINE = [{ Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^Machine/) } }];

function ofFunction(options: LambdaFunctionStageOptions = {}, timeout = Duration.minutes(10)): ObservedPipeline {
  const stack = newStack();
  return newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Load', { timeout }), options)] });
}

function ofMachine(options: StateMachineStageOptions = {}, stateMachineType = StateMachineType.STANDARD): ObservedPipeline {
  const stack = newStack();
  const timeout = stateMachineType === StateMachineType.STANDARD ? Duration.minutes(90) : Duration.minutes(4);
  return newPipeline(stack, { stages: [PipelineStage.stateMachine(newMachine(stack, 'Machine', { stateMachineType, timeout }), options)] });
}

describe('the Failed alarm of a function', () => {
  test('adds up each way in which an invocation is lost for good', () => {
    const alarm = alarmProperties(ofFunction(), 'LoadFailed');

    expect(summedMetrics(alarm)).toEqual(['AWS/Lambda Errors Sum', 'AWS/Lambda AsyncEventsDropped Sum']);
    expect(alarm.Metrics[0]).toEqual({ Id: 'expr_1', Expression: 'm0+m1', Label: 'bad runs', ReturnData: true });
    expect(alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Metric.Dimensions)).toEqual(Array(2).fill(FUNCTION));
  });

  test('is raised by the first failure, and missing data does not raise it', () => {
    expect(alarmProperties(ofFunction(), 'LoadFailed')).toMatchObject({
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
  });

  test('has a period of the timeout, three minutes of publication and one of evaluation, since data points are stamped with the start of the run', () => {
    const alarm = alarmProperties(ofFunction(), 'LoadFailed');

    expect(alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Period)).toEqual([840, 840]);
  });

  test('has a period of at least five minutes', () => {
    expect(alarmProperties(ofFunction({}, Duration.seconds(30)), 'LoadFailed').Metrics[1].MetricStat.Period).toBe(300);
  });

  test('does not last, since some minutes without an error are no recovery', () => {
    expect(markOf(alarmProperties(ofFunction(), 'LoadFailed'))).toMatchObject({ question: 'FAILED', signal: 'Failed', lasting: false, stage: 'Load' });
  });

  test('counts throttles and no dropped events where the function is invoked synchronously', () => {
    const alarm = alarmProperties(ofFunction({ invocationType: InvocationType.REQUEST_RESPONSE }), 'LoadFailed');

    expect(summedMetrics(alarm)).toEqual(['AWS/Lambda Errors Sum', 'AWS/Lambda Throttles Sum']);
    expect(alarm.AlarmDescription).toContain('Load: An invocation failed or was throttled. First:');
  });

  test('counts only what Lambda gave up where failures count after retries', () => {
    const alarm = alarmProperties(ofFunction({ failureCounting: FailureCounting.AFTER_RETRIES }), 'LoadFailed');

    expect(alarm.Metrics).toEqual([{
      Id: 'm0', ReturnData: true, MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'AsyncEventsDropped', Dimensions: FUNCTION }, Period: 840, Stat: 'Sum' },
    }]);
    expect(alarm.AlarmDescription).toContain('Lambda gave up an event after its retries, or could not hand it on.');
  });

  test('cannot count failures after retries where the function is invoked synchronously', () => {
    expect(() => ofFunction({ failureCounting: FailureCounting.AFTER_RETRIES, invocationType: InvocationType.REQUEST_RESPONSE })).toThrow(new Error(
      'PipelineStage.lambdaFunction: Lambda never retries a synchronous invocation (InvocationType.REQUEST_RESPONSE) of S/Load, so FailureCounting.AFTER_RETRIES would count no failure; '
      + 'leave failureCounting out',
    ));
  });
});

describe('the alarms on a slow function', () => {
  test('are raised from 80 % of the timeout', () => {
    expect(alarmProperties(ofFunction(), 'LoadNearTimeout')).toMatchObject({
      Namespace: 'AWS/Lambda', MetricName: 'Duration', Statistic: 'Maximum', Dimensions: FUNCTION, Period: 840,
      Threshold: 480_000, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
  });

  test('are raised from another fraction of the timeout where fractionOfTimeout says so', () => {
    expect(alarmProperties(ofFunction({ signals: { nearTimeout: { fractionOfTimeout: 0.5 } } }), 'LoadNearTimeout').Threshold).toBe(300_000);
  });

  test('are raised above the anomaly band of past runs, but never below a quarter of the timeout', () => {
    const alarm = alarmProperties(ofFunction(), 'LoadSlowerThanUsual');

    expect(alarm).toMatchObject({ ThresholdMetricId: 'expr_1', ComparisonOperator: 'GreaterThanUpperThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
    expect(alarm).not.toHaveProperty('Threshold');
    expect(alarm.Metrics).toEqual([
      { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m0, 3)', Label: 'Anomaly Detection Band', ReturnData: true },
      { Id: 'm0', Expression: 'IF(raw < 150000, 150000, raw)', Label: 'duration', ReturnData: true },
      {
        Id: 'raw', ReturnData: false,
        MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: FUNCTION }, Period: 840, Stat: 'Maximum' },
      },
    ]);
  });

  test('use a band of other standard deviations where standardDeviations says so', () => {
    expect(alarmProperties(ofFunction({ signals: { slowerThanUsual: { standardDeviations: 5 } } }), 'LoadSlowerThanUsual').Metrics[0].Expression)
      .toBe('ANOMALY_DETECTION_BAND(m0, 5)');
  });

  test('do not watch for stream lag where the function reads no stream', () => {
    expect(hasAlarm(ofFunction(), 'LoadStreamLag')).toBe(false);
  });

  test('are raised at a stream lag of 15 minutes', () => {
    expect(alarmProperties(ofFunction({ signals: { streamLag: { enabled: true } } }), 'LoadStreamLag')).toMatchObject({
      Namespace: 'AWS/Lambda', MetricName: 'IteratorAge', Statistic: 'Maximum', Dimensions: FUNCTION, Period: 840, Threshold: 900_000,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
  });

  test('are raised at another stream lag where maxLag says so', () => {
    expect(alarmProperties(ofFunction({ signals: { streamLag: { maxLag: Duration.minutes(1) } } }), 'LoadStreamLag').Threshold).toBe(60_000);
  });
});

describe('which function is watched', () => {
  const sources: Record<string, (fn: LambdaFunction) => PipelineStage> = {
    'an alias': (fn) => PipelineStage.lambdaFunction(new Alias(fn, 'Live', { aliasName: 'live', version: fn.currentVersion })),
    'a version': (fn) => PipelineStage.lambdaFunction(fn.currentVersion),
    'an imported version': (fn) => PipelineStage.lambdaFunction(Version.fromVersionAttributes(fn, 'Imported', { lambda: fn, version: '7' })),
  };
  test.each(Object.entries(sources))('%s is watched by the metrics of its function, which count all invocations', (_, stage) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [stage(newFunction(stack))] });

    expect(alarmProperties(pipeline, 'LoadNearTimeout')).toMatchObject({ Dimensions: FUNCTION, Threshold: 480_000 });
  });

  test('an imported function is watched by its name, with a period for the longest run that Lambda allows', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionName(stack, 'Imported', 'nightly-load');

    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)] });

    const alarm = alarmProperties(pipeline, 'ImportedFailed');
    expect(alarm.Metrics[1].MetricStat.Period).toBe(1140);
    expect(JSON.stringify(alarm.Metrics[1].MetricStat.Metric.Dimensions)).toContain('nightly-load');
  });

  test('an imported function is watched by the timeout that is passed', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:nightly-load:live');

    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported, { timeout: Duration.minutes(2) })] });

    expect(alarmProperties(pipeline, 'ImportedNearTimeout')).toMatchObject({
      Dimensions: [{ Name: 'FunctionName', Value: 'nightly-load' }], Period: 360, Threshold: 96_000,
    });
  });

  test('a function whose name is known at deployment only is watched', () => {
    const stack = newStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;

    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(LambdaFunction.fromFunctionName(stack, 'Imported', name))] });

    expect(JSON.stringify(alarmProperties(pipeline, 'ImportedFailed').Metrics)).toContain('{"Ref":"Name"}');
  });

  test('a function without a timeout has the default of three seconds', () => {
    const stack = newStack();
    const stage = PipelineStage.lambdaFunction(newFunction(stack, 'Load', { timeout: undefined }));

    expect(alarmProperties(newPipeline(stack, { stages: [stage] }), 'LoadNearTimeout').Threshold).toBe(2400);
  });

  test('a function whose timeout is known at deployment only has no alarm that needs it', () => {
    const stack = newStack();
    const timeout = Duration.seconds(new CfnParameter(stack, 'Timeout', { type: 'Number' }).valueAsNumber);

    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Load', { timeout }))] });

    expect(['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual'].filter((id) => hasAlarm(pipeline, id))).toEqual(['LoadFailed']);
  });
});

describe.each([
  ['a standard machine', StateMachineType.STANDARD],
  ['an express machine', StateMachineType.EXPRESS],
])('the Failed alarm of %s', (_, type) => {
  test('adds up each unsuccessful end of an execution, and is raised by the first', () => {
    const alarm = alarmProperties(ofMachine({}, type), 'MachineFailed');

    expect(summedMetrics(alarm)).toEqual([
      'AWS/States ExecutionsFailed Sum', 'AWS/States ExecutionsTimedOut Sum', 'AWS/States ExecutionsAborted Sum',
    ]);
    expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  });

  test('has a period of five minutes, since data points are stamped with the end of the run', () => {
    const alarm = alarmProperties(ofMachine({}, type), 'MachineFailed');

    expect(alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Period)).toEqual([300, 300, 300]);
    expect(alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Metric.Dimensions)).toEqual(Array(3).fill(MACHINE));
  });

  test('does not last', () => {
    expect(markOf(alarmProperties(ofMachine({}, type), 'MachineFailed'))).toMatchObject({ question: 'FAILED', signal: 'Failed', lasting: false, stage: 'Machine' });
  });
});

describe('the alarms on a slow state machine', () => {
  test('do not watch for the timeout by default, since stuck runs are reported anyway', () => {
    expect(hasAlarm(ofMachine(), 'MachineNearTimeout')).toBe(false);
  });

  test('are raised from 80 % of the timeout where nearTimeout is enabled', () => {
    const alarm = alarmProperties(ofMachine({ signals: { nearTimeout: { enabled: true } } }), 'MachineNearTimeout');

    expect(alarm).toMatchObject({
      Namespace: 'AWS/States', MetricName: 'ExecutionTime', Statistic: 'Maximum', Period: 300, Threshold: 4_320_000,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
    expect(alarm.AlarmDescription).toContain('(1 hour 30 minutes)');
  });

  test('are raised from another fraction of maxDuration where fractionOfTimeout says so', () => {
    const pipeline = ofMachine({ maxDuration: Duration.hours(2), signals: { nearTimeout: { enabled: true, fractionOfTimeout: 0.25 } } });

    expect(alarmProperties(pipeline, 'MachineNearTimeout').Threshold).toBe(1_800_000);
  });

  test('are raised above the anomaly band of past executions, but never below a quarter of the timeout', () => {
    const alarm = alarmProperties(ofMachine(), 'MachineSlowerThanUsual');

    expect(alarm.Metrics.map((metric: Json) => metric.Expression)).toEqual(['ANOMALY_DETECTION_BAND(m0, 3)', 'IF(raw < 1350000, 1350000, raw)', undefined]);
    expect(alarm.Metrics[2].MetricStat).toMatchObject({ Metric: { Namespace: 'AWS/States', MetricName: 'ExecutionTime' }, Period: 300, Stat: 'Maximum' });
  });

  test('are never raised below a twentieth of the interval where nobody declared how long an execution may take', () => {
    const stack = newStack();
    const machine = newMachine(stack, 'Machine', { timeout: undefined });

    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(machine)] });

    expect(alarmProperties(pipeline, 'MachineSlowerThanUsual').Metrics[1].Expression).toBe('IF(raw < 4320000, 4320000, raw)');
  });
});

describe('the time that a state machine may take', () => {
  const floorOf = (stack: Stack, machine: StateMachine, options: StateMachineStageOptions = {}, maxDuration?: Duration): string => {
    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(machine, options)], expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { maxDuration }) });
    return alarmProperties(pipeline, 'MachineSlowerThanUsual').Metrics[1].Expression.replace(/IF\(raw < (\d+),.*/, '$1');
  };

  test('is read from a definition that contains tokens', () => {
    const stack = newStack();
    const comment = `for ${Fn.importValue('who')}`;
    const machine = newMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(new Wait(stack, 'Wait', { time: WaitTime.timestamp(Token.asString({ Ref: 'AWS::StackName' })), comment })),
      timeout: Duration.seconds(1000),
    });

    expect(floorOf(stack, machine)).toBe('250000');
  });

  test('is read from a definition that is a text', () => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromString('{"TimeoutSeconds":400,"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');

    expect(floorOf(stack, newMachine(stack, 'Machine', { definitionBody, timeout: undefined }))).toBe('100000');
  });

  test.each([
    ['the sum of its steps where it is a plain chain of them', '{"A":{"Type":"Task","TimeoutSeconds":100,"Next":"B"},"B":{"Type":"Wait","Seconds":100,"Next":"C"},"C":{"Type":"Task","TimeoutSeconds":200,"End":true}}', '100000'],
    ['not known where a task has no timeout', '{"A":{"Type":"Task","TimeoutSeconds":100,"Next":"B"},"B":{"Type":"Task","End":true}}', '4320000'],
    ['not known where a task is repeated', '{"A":{"Type":"Task","TimeoutSeconds":100,"Retry":[{"ErrorEquals":["States.ALL"]}],"End":true}}', '4320000'],
    ['not known where it branches', '{"A":{"Type":"Choice","Choices":[],"Default":"B"},"B":{"Type":"Task","TimeoutSeconds":100,"End":true}}', '4320000'],
    ['not known where it goes in a circle', '{"A":{"Type":"Task","TimeoutSeconds":100,"Next":"A"}}', '4320000'],
    ['not known where nothing in it takes time', '{"A":{"Type":"Succeed"}}', '4320000'],
  ])('without a timeout in the definition is %s', (_, states, floor) => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromString(`{"StartAt":"A","States":${states}}`);

    expect(floorOf(stack, newMachine(stack, 'Machine', { definitionBody, timeout: undefined }))).toBe(floor);
  });

  test('is that of the stage, rather than those of the pipeline and the definition', () => {
    const stack = newStack();

    expect(floorOf(stack, newMachine(stack), { maxDuration: Duration.hours(3) }, Duration.hours(2))).toBe('2700000');
  });

  test('is that of the pipeline, rather than that of the definition', () => {
    const stack = newStack();

    expect(floorOf(stack, newMachine(stack), {}, Duration.hours(2))).toBe('1800000');
  });

  test('is the timeout that is passed where the definition cannot be read', () => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromString(Fn.importValue('definition'));

    expect(floorOf(stack, newMachine(stack, 'Machine', { definitionBody, timeout: undefined }), { timeout: Duration.minutes(20) })).toBe('300000');
  });

  test('is unknown where the definition exists at deployment only', () => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromString(Fn.importValue('definition'));

    expect(floorOf(stack, newMachine(stack, 'Machine', { definitionBody, timeout: undefined }))).toBe('4320000');
  });
});

describe('which machine is watched', () => {
  test('an imported machine is watched by its ARN and treated as a standard one', () => {
    const stack = newStack();
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:load';

    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(StateMachine.fromStateMachineArn(stack, 'Machine', arn))] });

    expect(alarmProperties(pipeline, 'MachineFailed').Metrics[1].MetricStat.Metric.Dimensions).toEqual([{ Name: 'StateMachineArn', Value: arn }]);
    expect(stack.resolve(pipeline._contractText())).toContain('"type":"STANDARD"');
  });

  test('an imported machine is treated as an express one where stateMachineType says so', () => {
    const stack = newStack();
    const machine = StateMachine.fromStateMachineArn(stack, 'Machine', 'arn:aws:states:eu-west-1:111122223333:stateMachine:load');

    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(machine, { stateMachineType: StateMachineType.EXPRESS })] });

    expect(stack.resolve(pipeline._contractText())).toContain('"type":"EXPRESS"');
  });

  const l1: Record<string, (stack: Stack, props: Partial<CfnStateMachineProps>) => IStateMachine> = {
    ARN: (stack, props) => StateMachine.fromStateMachineArn(stack, 'Machine', new CfnStateMachine(stack, 'L1', { roleArn: 'arn', ...props }).attrArn),
    name: (stack, props) => StateMachine.fromStateMachineName(stack, 'Machine', new CfnStateMachine(stack, 'L1', { roleArn: 'arn', ...props }).attrName),
  };

  test.each(Object.keys(l1))('an L1 machine that an import refers to by its %s has its own type', (by) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(l1[by]!(stack, { stateMachineType: 'EXPRESS' }))] });

    expect(JSON.stringify(stack.resolve(pipeline._contractText()))).toContain('\\"type\\":\\"EXPRESS\\"');
  });

  test.each<[string, Partial<CfnStateMachineProps>]>([
    ['text', { definitionString: '{"TimeoutSeconds":600}' }],
    ['object', { definition: { TimeoutSeconds: 600 } }],
  ])('an L1 machine that an import refers to has the timeout of its definition, given as %s', (_, props) => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { stages: [PipelineStage.stateMachine(l1.ARN!(stack, props))] });

    expect(JSON.stringify(stack.resolve(pipeline._contractText()))).toContain('\\"maxDurationSeconds\\":600');
  });

  test('a machine of the app is watched by a reference', () => {
    expect(alarmProperties(ofMachine(), 'MachineFailed').Metrics[1].MetricStat.Metric.Dimensions).toEqual(MACHINE);
  });
});

describe('the name of a stage', () => {
  test('is the construct id of its resource', () => {
    const stack = newStack();

    expect(PipelineStage.lambdaFunction(newFunction(stack, 'Publish')).stageName).toBe('Publish');
  });

  test('may be another one, and its alarms are named after it', () => {
    expect(hasAlarm(ofFunction({ stageName: 'Publish' }), 'PublishFailed')).toBe(true);
  });

  test('must be known at synth', () => {
    const stack = newStack();
    const stageName = new CfnParameter(stack, 'Name').valueAsString;

    expect(() => PipelineStage.lambdaFunction(newFunction(stack), { stageName }))
      .toThrow(new Error('PipelineStage: the stageName must be known at synth, since alarms are named after it; pass a stageName that is not a token'));
  });
});

describe('an option of a signal', () => {
  test('changes the period, N and M of the alarm', () => {
    const failed = { period: Duration.minutes(30), evaluationPeriods: 4, datapointsToAlarm: 2 };

    const alarm = alarmProperties(ofFunction({ signals: { failed } }), 'LoadFailed');

    expect(alarm).toMatchObject({ EvaluationPeriods: 4, DatapointsToAlarm: 2 });
    expect(alarm.Metrics[1].MetricStat.Period).toBe(1800);
  });

  test('changes the number of failures that raise the alarm', () => {
    expect(alarmProperties(ofMachine({ signals: { failed: { minFailures: 3 } } }), 'MachineFailed').Threshold).toBe(3);
  });

  test('may be a count that is known at deployment only', () => {
    const stack = newStack();
    const minFailures = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack), { signals: { failed: { minFailures } } })] });

    expect(alarmProperties(pipeline, 'LoadFailed').Threshold).toEqual({ Ref: 'Count' });
  });

  test.each(['Failed', 'NearTimeout', 'SlowerThanUsual'] as const)('switches %s of a function off', (signal) => {
    const name = `${signal[0].toLowerCase()}${signal.slice(1)}`;

    expect(hasAlarm(ofFunction({ signals: { [name]: { enabled: false } } }), `Load${signal}`)).toBe(false);
  });

  test('switches the stream lag on where the app has no event source mapping', () => {
    expect(hasAlarm(ofFunction({ signals: { streamLag: { enabled: true } } }), 'LoadStreamLag')).toBe(true);
  });

  test.each(['Failed', 'SlowerThanUsual'] as const)('switches %s of a machine off', (signal) => {
    const name = `${signal[0].toLowerCase()}${signal.slice(1)}`;

    expect(hasAlarm(ofMachine({ signals: { [name]: { enabled: false } } }), `Machine${signal}`)).toBe(false);
  });

  test('keeps the signal watched where it is explicitly enabled', () => {
    const stack = newStack();
    const stage = PipelineStage.lambdaFunction(newFunction(stack), { signals: { slowerThanUsual: { enabled: true } } });

    expect(alarmOf(newPipeline(stack, { stages: [stage], severity: Severity.WARNING }), 'LoadSlowerThanUsual')).toBeDefined();
  });

  test.each<[string, object, string]>([
    ['a count of no failures', { failed: { minFailures: 0 } }, 'LoadFailed: minFailures must be a whole number of at least 1, got 0; pass 1 to be notified of the first failure'],
    ['a count that is not whole', { failed: { minFailures: 1.5 } }, 'LoadFailed: minFailures must be a whole number of at least 1, got 1.5; pass 1 to be notified of the first failure'],
    ['a percentage as a fraction', { nearTimeout: { fractionOfTimeout: 80 } }, 'LoadNearTimeout: fractionOfTimeout must be a fraction above 0 and at most 1, got 80; pass 0.8 for 80 %'],
    ['a fraction of nothing', { nearTimeout: { fractionOfTimeout: 0 } }, 'LoadNearTimeout: fractionOfTimeout must be a fraction above 0 and at most 1, got 0; pass 0.8 for 80 %'],
    ['a band without width', { slowerThanUsual: { standardDeviations: 0 } }, 'LoadSlowerThanUsual: standardDeviations must be a number from 0.01 to 100, got 0; pass 3 for the usual band'],
    ['a band of NaN', { slowerThanUsual: { standardDeviations: NaN } }, 'LoadSlowerThanUsual: standardDeviations must be a number from 0.01 to 100, got NaN; pass 3 for the usual band'],
    ['a lag of nothing', { streamLag: { maxLag: Duration.seconds(0) } }, 'LoadStreamLag: maxLag must be longer than 0, got 0 seconds; pass for example Duration.minutes(15)'],
  ])('is refused where it is %s', (_name, signals, text) => {
    expect(() => ofFunction({ signals })).toThrow(new Error(`S/Nightly: signal ${text}`));
  });

  test.each<[string, object, string]>([
    ['a fraction', { nearTimeout: { fractionOfTimeout: Token.asNumber({ Ref: 'Share' }) } }, 'LoadNearTimeout: fractionOfTimeout'],
    ['a number of deviations', { slowerThanUsual: { standardDeviations: Token.asNumber({ Ref: 'Width' }) } }, 'LoadSlowerThanUsual: standardDeviations'],
    ['a lag in seconds', { streamLag: { maxLag: Duration.seconds(Token.asNumber({ Ref: 'Lag' })) } }, 'LoadStreamLag: maxLag'],
  ])('is refused where it is %s that is known at deployment only', (_name, signals, option) => {
    expect(() => ofFunction({ signals })).toThrow(new Error(
      `S/Nightly: signal ${option} must be known at synth, since the alarm is computed from it; pass a value that is not a token`,
    ));
  });

  test('may be a lag in milliseconds that is known at deployment only', () => {
    const maxLag = Duration.millis(Token.asNumber({ Ref: 'Lag' }));

    expect(alarmProperties(ofFunction({ signals: { streamLag: { maxLag } } }), 'LoadStreamLag').Threshold).toEqual({ Ref: 'Lag' });
  });

  test('is refused where it is that of another signal, which would have no effect', () => {
    const signals = { nearTimeout: { minFailures: 2 } } as object;

    expect(() => ofFunction({ signals })).toThrow(new Error(
      'PipelineStage.lambdaFunction: signals.nearTimeout has no option minFailures; its options are enabled, severity, period, evaluationPeriods, datapointsToAlarm, fractionOfTimeout',
    ));
  });
});

test('the L1 resources of what is watched stay accessible', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  (fn.node.defaultChild as CfnFunction).overrideLogicalId('Renamed');
  new Pass(stack, 'Unused');

  expect(alarmProperties(newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn)] }), 'LoadNearTimeout').Dimensions).toEqual([
    { Name: 'FunctionName', Value: { Ref: 'Renamed' } },
  ]);
});
