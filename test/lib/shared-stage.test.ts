import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Alias, Function as LambdaFunction, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { S3EventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { IScheduleTarget, Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, SqsSendMessage, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke as InvokeStep } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Annotations, Duration, Stack, Stage } from 'aws-cdk-lib/core';
import { AppTree } from '../../lib/app-tree/app-tree';
import { PipelineStage, PipelineTrigger, RunExpectation } from '../../lib';
import { newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, nightly, warningsOf } from './fixtures';

function newSchedule(stack: Stack, id: string, target: IScheduleTarget, hour = '2'): Schedule {
  return new Schedule(stack, id, { schedule: ScheduleExpression.cron({ minute: '0', hour }), target, scheduleGroup: new ScheduleGroup(stack, `${id}Group`) });
}

function found(stack: Stack): string[] {
  const ack = ' [ack: cdk-observed-pipeline:sharedStage]';
  return warningsOf(stack).filter(({ text }) => text.endsWith(ack)).map(({ text }) => text.slice(0, -ack.length));
}

/** A pipeline with the function Load, which its own schedule starts. */
function withLoad(make: (stack: Stack, load: LambdaFunction) => void): string[] {
  const stack = newStack();
  const load = newFunction(stack);
  newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))) });
  make(stack, load);
  return found(stack);
}

const CONSEQUENCE = 'Every run of the function counts for Nightly, so a missing run can go undetected; give Nightly a function of its own, or acknowledge this if any run will do';

describe('the difference between two triggers of different kinds', () => {
  test('is not a property that only one of them can have', () => {
    const [finding] = withLoad((_, load) => load.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }));

    expect(finding).toContain('Apart from their times, S/Own and S/Load/FunctionUrl differ in the kind of trigger. Every run');
  });
});

describe('a schedule for weekdays and one for weekends', () => {
  const warned = (weekdays: string, weekends: string, { hour = '2', otherHour = '2' } = {}): string[] => {
    const stack = newStack();
    const load = newFunction(stack);
    const scheduleGroup = new ScheduleGroup(stack, 'Group');
    const on = (id: string, weekDay: string, at: string): Schedule => new Schedule(stack, id, {
      schedule: ScheduleExpression.cron({ minute: '0', hour: at, weekDay }), target: new LambdaInvoke(load), scheduleGroup,
    });
    const trigger = PipelineTrigger.schedule(on('Weekdays', weekdays, hour));
    on('Weekends', weekends, otherHour);
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: nightly({ trigger }) });
    return warningsOf(stack).map(({ text }) => text);
  };

  test('that serve the expected times together cause no warning, whichever of them is the trigger', () => {
    expect(warned('MON-FRI', 'SAT-SUN')).toEqual([]);
    expect(warned('SAT-SUN', 'MON-FRI')).toEqual([]);
  });

  test('cause a warning if one trigger could serve alone', () => {
    expect(warned('*', 'SAT-SUN')).toEqual([expect.stringContaining('stage Load is started by S/Weekdays, and also by S/Weekends')]);
  });

  test('cause a warning if one of them fires when nothing is expected', () => {
    const finding = expect.stringContaining('stage Load is started by S/Weekdays, and also by S/Weekends') as string;

    expect(warned('MON-FRI', 'SAT-SUN', { otherHour: '3' })).toContainEqual(finding);
    expect(warned('*', '*', { hour: '3', otherHour: '2' })).toContainEqual(finding);
  });
});

describe('a function that two pipelines start', () => {
  const shared = (target: (load: LambdaFunction, id: string) => IScheduleTarget): string[] => {
    const stack = newStack();
    const load = newFunction(stack);
    for (const [id, hour] of [['A', '2'], ['B', '14']] as const) {
      newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, `Start${id}`, target(load, id), hour)) }, id);
    }
    return found(stack);
  };

  test('causes a warning at both pipelines that names the trigger of the other and the difference', () => {
    expect(shared((load) => new LambdaInvoke(load))).toEqual([
      'stage Load is started by S/StartA, and also by S/StartB (schedule of pipeline S/B, every day at 14:00 UTC). '
      + 'Apart from their times, S/StartA and S/StartB differ in the schedule group. '
      + 'Every run of the function counts for A, so a missing run can go undetected; give A a function of its own, or acknowledge this if any run will do',
      'stage Load is started by S/StartB, and also by S/StartA (schedule of pipeline S/A, every day at 02:00 UTC). '
      + 'Apart from their times, S/StartB and S/StartA differ in the schedule group. '
      + 'Every run of the function counts for B, so a missing run can go undetected; give B a function of its own, or acknowledge this if any run will do',
    ]);
  });

  test('through different aliases and with different inputs causes a warning that names these', () => {
    const [first] = shared((load, id) => new LambdaInvoke(new Alias(load, `Alias${id}`, { aliasName: id, version: load.currentVersion }), { input: ScheduleTargetInput.fromText(id) }));

    expect(first).toContain('differ in the schedule group, the alias or version and the input.');
  });

  test('by a single trigger causes no warning, since each run belongs to both pipelines', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const schedule = newSchedule(stack, 'Start', new LambdaInvoke(load));
    for (const id of ['A', 'B']) newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule) }, id);

    expect(found(stack)).toEqual([]);
  });

  test('at times that no trigger in the app serves causes a warning that names the other pipeline', () => {
    const stack = newStack();
    const load = newFunction(stack);
    for (const [id, hour] of [['A', '2'], ['B', '14']] as const) {
      newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour })) }, id);
    }

    expect(found(stack)[0]).toBe('stage Load is also a stage of S/B, which expects runs at other times. '
      + 'Every run of the function counts for A, so a missing run can go undetected; give A a function of its own, or acknowledge this if any run will do');
  });
});

test('A state machine that two schedules start causes a warning too.', () => {
  const stack = newStack();
  const machine = newMachine(stack);
  for (const [id, hour] of [['A', '2'], ['B', '14']] as const) {
    newPipeline(stack, {
      stages: [PipelineStage.stateMachine(machine)], expectation: RunExpectation.fromSchedule(newSchedule(stack, `Start${id}`, new StepFunctionsStartExecution(machine, {}), hour)),
    }, id);
  }

  expect(found(stack)).toEqual([expect.stringMatching(/S\/StartB \(schedule of pipeline S\/B, .*give A a state machine of its own/), expect.stringMatching(/S\/StartA \(schedule of pipeline S\/A, /)]);
});

describe('another starter of a stage', () => {
  test.each<[string, (stack: Stack, load: LambdaFunction) => void, string]>([
    ['a rule that keeps it warm', (stack, load) => { new Rule(stack, 'Warm', { schedule: RuleSchedule.rate(Duration.minutes(5)), targets: [new FunctionTarget(load)] }); }, 'S/Warm (rule, every 5 minutes)'],
    ['a rule by pattern', (stack, load) => { new Rule(stack, 'Arrived', { eventPattern: { source: ['shop'] }, targets: [new FunctionTarget(load)] }); }, 'S/Arrived (rule)'],
    ['a queue', (stack, load) => { load.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) }))); }, 'S/Load/SqsEventSource:SQueue[0-9A-F]+ (event source mapping)'],
    ['a bucket', (stack, load) => { load.addEventSource(new S3EventSource(new Bucket(stack, 'Bucket'), { events: [EventType.OBJECT_CREATED] })); }, 'S/Bucket/Notifications (bucket notification)'],
    ['a topic', (stack, load) => { new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(load)); }, 'S/Load/Topic (subscription)'],
    ['a URL', (_stack, load) => { load.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }); }, 'S/Load/FunctionUrl (function URL)'],
    ['a state machine', (stack, load) => {
      newMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new InvokeStep(stack, 'Step', { lambdaFunction: load })) });
    }, 'S/Machine (state machine)'],
    ['a schedule of nobody', (stack, load) => { newSchedule(stack, 'Other', new LambdaInvoke(load), '4'); }, 'S/Other (schedule, every day at 04:00 UTC)'],
  ])('is named: %s', (_name, make, name) => {
    const [warning, ...more] = withLoad(make);
    const pattern = name.replace(/[()[\]/]/g, (char) => (char === '[' || char === ']' ? char : `\\${char}`));

    expect(more).toEqual([]);
    expect(warning).toMatch(new RegExp(`^stage Load is started by S/Own, and also by ${pattern}\\. `));
    expect(warning).toContain(CONSEQUENCE);
  });

  test('is counted if three others are named already', () => {
    const [warning] = withLoad((stack, load) => { for (const id of ['V', 'W', 'X', 'Y', 'Z']) newSchedule(stack, id, new LambdaInvoke(load), '4'); });

    expect(warning).toContain('and also by S/V (schedule, every day at 04:00 UTC), S/W (schedule, every day at 04:00 UTC), S/X (schedule, every day at 04:00 UTC) and 2 more.');
  });

  test('causes no warning if the stage is optional', () => {
    const stack = newStack();
    const [load, repair] = [newFunction(stack), newFunction(stack, 'Repair')];
    newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(load), PipelineStage.lambdaFunction(repair, { optional: true })],
      expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))),
    });
    newSchedule(stack, 'A', new LambdaInvoke(repair));
    newSchedule(stack, 'B', new LambdaInvoke(repair));

    expect(found(stack)).toEqual([]);
  });

  test('causes no warning if no runs are expected', () => {
    const stack = newStack();
    const load = newFunction(stack);
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.unscheduled('by hand') });
    newSchedule(stack, 'A', new LambdaInvoke(load));
    newSchedule(stack, 'B', new LambdaInvoke(load));

    expect(found(stack)).toEqual([]);
  });

  test('can be acknowledged', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))) });
    newSchedule(stack, 'Other', new LambdaInvoke(load), '4');
    Annotations.of(pipeline).acknowledgeWarning('cdk-observed-pipeline:sharedStage', 'any run will do');

    expect(found(stack)).toEqual([]);
  });
});

describe('a stage that belongs to the pipeline alone', () => {
  test('is a function that a state machine of the pipeline calls', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const machine = newMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new InvokeStep(stack, 'Step', { lambdaFunction: load })) });
    newPipeline(stack, {
      stages: [PipelineStage.stateMachine(machine), PipelineStage.lambdaFunction(load)],
      expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new StepFunctionsStartExecution(machine, {}))),
    });

    expect(found(stack)).toEqual([]);
  });

  test('is a function that reads the queue to which the schedule sends', () => {
    const stack = newStack();
    const [load, queue] = [newFunction(stack), new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) })];
    load.addEventSource(new SqsEventSource(queue));
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new SqsSendMessage(queue))) });

    expect(found(stack)).toEqual([]);
  });

  test('is a function that sends events to itself through a queue', () => {
    expect(withLoad((stack, load) => {
      const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) });
      queue.grantSendMessages(load);
      load.addEventSource(new SqsEventSource(queue));
    })).toEqual([]);
  });

  test('is a later stage with several event sources, since the stage before it may feed them', () => {
    const stack = newStack();
    const [load, publish] = [newFunction(stack), newFunction(stack, 'Publish')];
    for (const id of ['A', 'B']) publish.addEventSource(new SqsEventSource(new Queue(stack, id, { visibilityTimeout: Duration.hours(1) })));
    newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(load), PipelineStage.lambdaFunction(publish)],
      expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))),
    });

    expect(found(stack)).toEqual([]);
  });

  test('is a stage whose other triggers are disabled', () => {
    expect(withLoad((stack, load) => {
      new Rule(stack, 'Old', { schedule: RuleSchedule.rate(Duration.hours(1)), targets: [new FunctionTarget(load)], enabled: false });
      load.addEventSource(new SqsEventSource(new Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) }), { enabled: false }));
    })).toEqual([]);
  });

  test('is a later stage with its own, later schedule', () => {
    const stack = newStack();
    const [load, publish] = [newFunction(stack), newFunction(stack, 'Publish')];
    newSchedule(stack, 'Later', new LambdaInvoke(publish), '3');
    newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(load), PipelineStage.lambdaFunction(publish, { startWithin: Duration.hours(2) })],
      expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))),
    });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('is a stage whose schedules serve the expected times together', () => {
    const stack = newStack();
    const load = newFunction(stack);
    newSchedule(stack, 'Night', new LambdaInvoke(load), '2');
    newSchedule(stack, 'Noon', new LambdaInvoke(load), '12');
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2,12' })) });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('is a stage with several event sources, of which none is the trigger', () => {
    const stack = newStack();
    const load = newFunction(stack);
    for (const id of ['A', 'B']) load.addEventSource(new SqsEventSource(new Queue(stack, id, { visibilityTimeout: Duration.hours(1) })));
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(2)) });

    expect(found(stack)).toEqual([]);
  });

  test('is not a stage that the trigger of another pipeline starts', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const rule = (id: string): Rule => new Rule(stack, id, { eventPattern: { source: [id] }, targets: [new FunctionTarget(load)] });
    rule('Mine');
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(2)) }, 'A');
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(2), { trigger: PipelineTrigger.rule(rule('Theirs')) }) }, 'B');

    expect(found(stack)).toEqual([expect.stringContaining('by S/Mine, and also by S/Theirs (rule of pipeline S/B)'), expect.stringContaining('by S/Theirs, and also by S/Mine (rule)')]);
  });

  test('is a stage whose name also occurs in another CDK Stage of the app', () => {
    const app = newApp();
    const stacks = ['Dev', 'Prod'].map((id) => new Stack(new Stage(app, id), 'S', { env: { account: id === 'Dev' ? '111122223333' : '444455556666', region: 'eu-west-1' } }));
    for (const stack of stacks) {
      const load = newFunction(stack, 'Load', { functionName: 'load' });
      newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, 'Own', new LambdaInvoke(load))) });
    }

    expect(stacks.flatMap(found)).toEqual([]);
  });
});

test('Twenty pipelines of one app read its tree once.', () => {
  const stack = newStack();
  const observatory = newObservatory(stack);
  const walk = jest.spyOn(AppTree.prototype as unknown as { walk: (at: unknown) => void }, 'walk');
  for (let number = 0; number < 20; number += 1) {
    const load = newFunction(stack, `Load${number}`);
    newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(newSchedule(stack, `Own${number}`, new LambdaInvoke(load))) }, `P${number}`);
  }

  expect(found(stack)).toEqual([]);
  expect(walk.mock.calls.filter(([at]) => at === stack.node.root)).toHaveLength(1);
  walk.mockRestore();
});
