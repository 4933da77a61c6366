import { Project } from 'aws-cdk-lib/aws-codebuild';
import { EventBus, Rule, RuleProps, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import {
  EventBus as BusTarget, LambdaFunction as FunctionTarget, SfnStateMachine, SqsQueue,
} from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnEventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { S3EventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import {
  CfnSchedule, CronOptionsWithTimezone, IScheduleTarget, Schedule, ScheduleExpression, ScheduleGroup,
} from 'aws-cdk-lib/aws-scheduler';
import {
  CodeBuildStartBuild, LambdaInvoke, SnsPublish, SqsSendMessage, StepFunctionsStartExecution, Universal,
} from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke as InvokeStep } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { CfnParameter, Duration, Fn, NestedStack, Stack, TimeZone } from 'aws-cdk-lib/core';
import { LocalTime, ObservedPipelineProps, PipelineStage, PipelineTrigger, RunExpectation } from '../../lib';
import { newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, synthErrors, warningsOf } from './fixtures';

const NIGHT: CronOptionsWithTimezone = { minute: '0', hour: '2' };

function newSchedule(stack: Stack, target: IScheduleTarget, cron = NIGHT, id = 'Schedule'): Schedule {
  return new Schedule(stack, id, { schedule: ScheduleExpression.cron(cron), target, scheduleGroup: new ScheduleGroup(stack, `${id}Group`) });
}

/** The warnings of a stack with one id. */
function found(stack: Stack, id: string): string[] {
  const ack = ` [ack: cdk-observed-pipeline:${id}]`;
  return warningsOf(stack).filter(({ text }) => text.endsWith(ack)).map(({ text }) => text.slice(0, -ack.length));
}

describe('a schedule that starts no stage', () => {
  /** The warnings of a pipeline with the function Load, whose schedule has the target that `make` returns. */
  const warnings = (make: (stack: Stack, load: LambdaFunction) => IScheduleTarget): string[] => {
    const stack = newStack();
    const load = newFunction(stack);
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, make(stack, load))) });
    expect(synthErrors(stack)).toBe('');
    return found(stack, 'triggerStartsNoStage');
  };
  const wrong = (target: string): string[] => [
    `S/Schedule starts ${target}, but neither that nor anything it starts is a stage of the pipeline (Load), so it never starts the pipeline; `
    + 'correct its target, or pass the trigger that starts the pipeline',
  ];

  test('causes a warning that names the other function that it starts', () => {
    expect(warnings((stack) => new LambdaInvoke(newFunction(stack, 'Other')))).toEqual(wrong('S/Other'));
  });

  test('causes a warning if its queue has no reader', () => {
    expect(warnings((stack) => new SqsSendMessage(new Queue(stack, 'Queue')))).toEqual(wrong('S/Queue'));
  });

  test('causes a warning if its machine calls another function', () => {
    expect(warnings((stack) => new StepFunctionsStartExecution(newMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(new InvokeStep(stack, 'Step', { lambdaFunction: newFunction(stack, 'Other') })),
    }), {}))).toEqual(wrong('S/Machine'));
  });

  test.each<[string, (stack: Stack, load: LambdaFunction) => IScheduleTarget]>([
    ['the stage', (_stack, load) => new LambdaInvoke(load)],
    ['an alias of the stage', (stack, load) => new LambdaInvoke(new Alias(stack, 'Live', { aliasName: 'live', version: load.currentVersion }))],
    ['a version of the stage', (_stack, load) => new LambdaInvoke(load.currentVersion)],
    ['the stage by a universal target', (_stack, load) => new Universal({ service: 'lambda', action: 'invoke', input: undefined, policyStatements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [load.functionArn] })] })],
    ['a queue that the stage reads', (stack, load) => {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) });
      load.addEventSource(new SqsEventSource(queue));
      return new SqsSendMessage(queue);
    }],
    ['a topic to which the stage is subscribed', (stack, load) => {
      const topic = new Topic(stack, 'Topic');
      topic.addSubscription(new LambdaSubscription(load));
      return new SnsPublish(topic);
    }],
    ['a machine that calls the stage', (stack, load) => new StepFunctionsStartExecution(newMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(new InvokeStep(stack, 'Step', { lambdaFunction: load })),
    }), {})],
    ['a function that may invoke the stage', (stack, load) => {
      const other = newFunction(stack, 'Other');
      load.grantInvoke(other);
      return new LambdaInvoke(other);
    }],
    ['a function that has the name of the stage', (stack, load) => new LambdaInvoke(newFunction(stack, 'Other', { environment: { NEXT: load.functionName } }))],
    ['a function that writes to a bucket whose objects start the stage', (stack, load) => {
      const [other, bucket] = [newFunction(stack, 'Other'), new Bucket(stack, 'Bucket')];
      bucket.grantPut(other);
      load.addEventSource(new S3EventSource(bucket, { events: [EventType.OBJECT_CREATED] }));
      return new LambdaInvoke(other);
    }],
    ['a function whose events on the default bus start the stage', (stack, load) => {
      new Rule(stack, 'Done', { eventPattern: { source: ['shop'] }, targets: [new FunctionTarget(load)] });
      return new LambdaInvoke(newFunction(stack, 'Other'));
    }],
    ['a function with an imported role', (stack) => new LambdaInvoke(newFunction(stack, 'Other', { role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/any') }))],
    ['a function that may invoke whatever it likes', (stack) => {
      const other = newFunction(stack, 'Other');
      other.addToRolePolicy(new PolicyStatement({ actions: ['lambda:*'], resources: ['*'] }));
      return new LambdaInvoke(other);
    }],
    ['a function with a policy that nobody here can read', (stack) => {
      const other = newFunction(stack, 'Other');
      other.role!.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
      return new LambdaInvoke(other);
    }],
    ['an imported function', (stack) => new LambdaInvoke(LambdaFunction.fromFunctionName(stack, 'Imported', 'other'))],
    ['a kind of resource that is not read', (stack) => new CodeBuildStartBuild(Project.fromProjectName(stack, 'Build', 'build'))],
  ])('causes no warning if it starts %s', (_name, make) => {
    expect(warnings(make)).toEqual([]);
  });

  test('causes a warning if its function may only read, trace and log', () => {
    expect(warnings((stack) => {
      const [other, bucket] = [newFunction(stack, 'Other'), new Bucket(stack, 'Bucket')];
      bucket.grantRead(other);
      other.addToRolePolicy(new PolicyStatement({ actions: ['xray:PutTraceSegments', 'logs:PutLogEvents'], resources: ['*'] }));
      return new LambdaInvoke(other);
    })).toEqual(wrong('S/Other'));
  });

  test('is found by the physical name of the stage', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const load = newFunction(stack, 'Load', { functionName: 'load' });
    const schedule = new CfnSchedule(stack, 'Schedule', {
      groupName: 'nights', scheduleExpression: 'rate(1 hour)', flexibleTimeWindow: { mode: 'OFF' },
      target: { arn: 'arn:aws:lambda:eu-west-1:111122223333:function:load:live', roleArn: 'arn:aws:iam::111122223333:role/caller' },
    });
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule) });

    expect(found(stack, 'triggerStartsNoStage')).toEqual([]);
    expect(found(stack, 'sharedStage')).toEqual([]);
  });

  test('causes no warning if the stage is imported and the target names it', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionName(stack, 'Imported', 'load');
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)], expectation: RunExpectation.fromSchedule(newSchedule(stack, new LambdaInvoke(imported))) });

    expect(found(stack, 'triggerStartsNoStage')).toEqual([]);
  });

  test('is found across stacks and nested stacks', () => {
    const app = newApp();
    const [stack, far] = [newStack({}, app), new Stack(app, 'Far')];
    const nested = new NestedStack(far, 'Nested');
    const [right, other] = [newFunction(nested, 'Right'), newFunction(nested, 'Other')];
    const observatory = newObservatory(stack);
    newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(right)], expectation: RunExpectation.fromSchedule(newSchedule(stack, new LambdaInvoke(right), NIGHT, 'A')) }, 'First');
    newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(stack))], expectation: RunExpectation.fromSchedule(newSchedule(stack, new LambdaInvoke(other), NIGHT, 'B')) }, 'Second');

    expect(found(stack, 'triggerStartsNoStage')).toEqual([expect.stringMatching(/^S\/B starts Far\/Nested\/Other, /)]);
  });
});

describe('a rule that starts no stage', () => {
  const warnings = (make: (stack: Stack, load: LambdaFunction) => RuleProps): string[] => {
    const stack = newStack();
    const load = newFunction(stack);
    newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(26), { trigger: PipelineTrigger.rule(new Rule(stack, 'Rule', make(stack, load))) }),
    });
    return found(stack, 'triggerStartsNoStage');
  };

  test('causes a warning if it has no target', () => {
    expect(warnings(() => ({ eventPattern: { source: ['shop'] } }))).toEqual(['S/Rule has no target, so it never starts the pipeline; make its first stage (Load) the target']);
  });

  test('causes a warning if it has another target, even with an event pattern', () => {
    expect(warnings((stack) => ({ eventPattern: { source: ['shop'] }, targets: [new FunctionTarget(newFunction(stack, 'Other'))] }))).toEqual([
      expect.stringMatching(/^S\/Rule starts S\/Other, /),
    ]);
  });

  test('causes no warning if one of its targets leads to a stage', () => {
    expect(warnings((stack, load) => ({ schedule: RuleSchedule.rate(Duration.hours(1)), targets: [new SqsQueue(new Queue(stack, 'Queue')), new FunctionTarget(load)] }))).toEqual([]);
  });

  test('causes no warning if it sends to a bus whose rule starts the stage', () => {
    expect(warnings((stack, load) => {
      const bus = new EventBus(stack, 'Bus');
      new Rule(stack, 'Second', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: [new FunctionTarget(load)] });
      return { eventPattern: { source: ['shop'] }, targets: [new BusTarget(bus)] };
    })).toEqual([]);
  });

  test('causes no warning if its targets are known only at deployment', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)) });
    (rule.node.defaultChild as import('aws-cdk-lib/aws-events').CfnRule).addPropertyOverride('Targets', [{ Id: 'a', Arn: Fn.importValue('Other') }]);
    newPipeline(stack, { expectation: RunExpectation.fromRule(rule) });

    expect(found(stack, 'triggerStartsNoStage')).toEqual([]);
  });
});

describe('times that are written in the expectation and the trigger', () => {
  const warnings = (props: Partial<ObservedPipelineProps>, start: (stack: Stack, load: LambdaFunction) => void): string[] => {
    const stack = newStack();
    const load = newFunction(stack);
    start(stack, load);
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], ...props });
    return found(stack, 'triggerAtOtherTimes');
  };
  const by = (cron: CronOptionsWithTimezone) => (stack: Stack, load: LambdaFunction): void => { newSchedule(stack, new LambdaInvoke(load), cron); };
  const remedy = 'use RunExpectation.fromSchedule(…) or RunExpectation.fromRule(…), or correct one of the schedules';

  test('cause a warning if they differ, which names both and the first run that nothing starts', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron(NIGHT)) }, by({ minute: '0', hour: '3' }))).toEqual([expect.stringMatching(
      /^runs are due every day at 02:00 UTC, but stage Load is started by S\/Schedule \(every day at 03:00 UTC\), and nothing starts the run that is due at \d{4}-\d\d-\d\d 02:00 UTC; /,
    )]);
  });

  test('cause no warning if they agree', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron(NIGHT)) }, by(NIGHT))).toEqual([]);
  });

  test('cause no warning if they agree in two zones', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '17', timeZone: TimeZone.ETC_UTC })) }, by({ minute: '0', hour: '2', timeZone: TimeZone.ASIA_TOKYO }))).toEqual([]);
  });

  test('cause no warning if the tolerances cover the difference', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron(NIGHT), { startWithin: Duration.hours(2) }) }, by({ minute: '0', hour: '3' }))).toEqual([]);
  });

  test('cause a warning if the maximum silence is too short', () => {
    expect(warnings({ expectation: RunExpectation.atLeastEvery(Duration.hours(2)) }, by(NIGHT))).toEqual([
      `the pipeline expects a success at least every 2 hours, but stage Load is started by S/Schedule (every day at 02:00 UTC); ${remedy}`,
    ]);
  });

  test('cause a warning if the deadline of the day is missed', () => {
    const expectation = RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.ETC_UTC });

    expect(warnings({ expectation }, by(NIGHT))).toEqual([]);
    expect(warnings({ expectation }, by({ minute: '0', hour: '9' }))).toEqual([expect.stringMatching(/^runs are due every day, done by 07:30 (Etc\/)?UTC, but stage Load is started by S\/Schedule \(every day at 09:00 UTC\)/)]);
  });

  test('of a rate and its interval are compared by the interval', () => {
    const hourly = (stack: Stack, load: LambdaFunction): void => { new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)), targets: [new FunctionTarget(load)] }); };

    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1))) }, hourly)).toEqual([]);
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.rate(Duration.minutes(10))) }, hourly)).toEqual([
      `runs are due every 10 minutes, but stage Load is started by S/Rule (every hour); ${remedy}`,
    ]);
  });

  test('are not compared if something else starts the stage too', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron(NIGHT)) }, (stack, load) => {
      by({ minute: '0', hour: '3' })(stack, load);
      new CfnEventSourceMapping(stack, 'Mapping', { functionName: load.functionName, eventSourceArn: new Queue(stack, 'Queue').queueArn });
    })).toEqual([]);
  });

  test('are not compared if they are known only at deployment', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron(NIGHT)) }, (stack, load) => {
      new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.expression(new CfnParameter(stack, 'When').valueAsString), target: new LambdaInvoke(load) });
    })).toEqual([]);
  });

  test('are compared at synth, so a later change of the schedule is found', () => {
    const stack = newStack();
    const machine = newMachine(stack);
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.cron({ minute: '0', hour: '2' }), targets: [new SfnStateMachine(machine)] });
    newPipeline(stack, { stages: [PipelineStage.stateMachine(machine)], expectation: RunExpectation.fromRule(rule) });
    (rule.node.defaultChild as import('aws-cdk-lib/aws-events').CfnRule).scheduleExpression = 'cron(0 5 * * ? *)';

    expect(found(stack, 'triggerAtOtherTimes')).toEqual([expect.stringMatching(/^runs are due every day at 02:00 UTC, but stage Machine is started by S\/Rule \(every day at 05:00 UTC\)/)]);
  });
});

test('A pipeline whose trigger, expectation and stages agree causes no warning, even if it is synthesized twice.', () => {
  const stack = newStack();
  const load = newFunction(stack);
  newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, new LambdaInvoke(load))) });
  expect(warningsOf(stack)).toEqual([]);

  newSchedule(stack, new LambdaInvoke(load), { minute: '0', hour: '5' }, 'Second');
  expect(found(stack, 'sharedStage')).toHaveLength(1);
});
