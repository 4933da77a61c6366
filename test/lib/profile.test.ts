import { Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import { Contact, MuteWindow, Observatory, PipelineStage, PipelineTrigger, RunExpectation, Severity } from '../../lib';
import { newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, nightly, profileOf } from './fixtures';

describe('a profile', () => {
  test('has defaults', () => {
    const stack = newStack();

    expect(profileOf(newPipeline(stack))).toEqual({
      version: 1, pipeline: 'Nightly', severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], includeExecutionData: false,
      stages: [{ name: 'Load', source: { kind: 'lambdaFunction', functionName: expect.stringMatching(/^<Load/) } }],
      dashboardName: expect.stringMatching(/^<ObservatoryPageDashboard/),
    });
  });

  test('contains the owner, the severity, the runbook, the upstream pipelines, the mute windows, and whether execution data may be quoted', () => {
    const stack = newStack();
    const landing = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Land'))] }, 'Landing');

    expect(profileOf(newPipeline(stack, {
      severity: Severity.WARNING, owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly', upstreamPipelines: [landing, landing], includeExecutionData: true,
      muteWindows: [MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2), timeZone: TimeZone.EUROPE_BERLIN })],
    }))).toMatchObject({
      severity: 'warning', owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly', upstreamPipelines: ['Landing'], includeExecutionData: true,
      muteWindows: [{ expression: 'cron(0 4 * * SUN)', duration: 'PT2H', timeZone: 'Europe/Berlin' }],
    });
  });

  test('exists even if no runs are expected, and contains the reason', () => {
    expect(profileOf(newPipeline(newStack(), { expectation: RunExpectation.unscheduled('event driven') })).nothingExpected).toBe('event driven');
  });

  test('is created after the contract and deleted before it, so that the checker never misses the contract', () => {
    const stack = newStack();
    newPipeline(stack);
    const parameters = Template.fromStack(stack).findResources('AWS::SSM::Parameter');
    const [profile, contract] = [true, false].map((is) => Object.entries(parameters).find(([, { Properties }]) => Properties.Name.includes('/profiles/') === is)!);

    expect(profile![1].DependsOn).toContain(contract![0]);
  });

  test('contains stages that are added later', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);
    pipeline.addStage(PipelineStage.stateMachine(newMachine(stack)));

    expect(profileOf(pipeline).stages.map(({ name, source }) => [name, source.kind])).toEqual([['Load', 'lambdaFunction'], ['Machine', 'stateMachine']]);
  });

  test('may contain texts that are known only at deployment', () => {
    const stack = newStack();

    expect(profileOf(newPipeline(stack, { owner: new CfnParameter(stack, 'Owner').valueAsString })).owner).toBe('<Owner>');
  });

  test('names no dashboard if there is none', () => {
    const stack = newStack();

    expect(profileOf(newPipeline(stack, { observatory: newObservatory(stack, 'Observatory', { dashboard: false }) })).dashboardName).toBeUndefined();
  });

  test('of a pipeline in another stack is in that stack and names the dashboard page there', () => {
    const app = newApp();
    const observatory = newObservatory(new Stack(app, 'A'));
    const pipeline = newPipeline(new Stack(app, 'B'), { observatory });

    expect(profileOf(pipeline).dashboardName).toMatch(/^<ObservatoryPage\w+Dashboard/);
  });
});

describe('a profile\'s topics', () => {
  test('are those that receive only this pipeline, each severity once', () => {
    const stack = newStack();
    const [chat, pager] = [new Topic(stack, 'Chat'), new Topic(stack, 'Pager')];
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.topic(chat, { minimumSeverity: Severity.CRITICAL })] });
    const pipeline = newPipeline(stack, { observatory, contacts: [Contact.topic(chat), Contact.topic(pager, { minimumSeverity: Severity.CRITICAL }), Contact.topic(chat)] });

    expect(profileOf(pipeline).topics).toEqual([
      { severity: 'warning', topicArn: expect.stringMatching(/^<Chat/) }, { severity: 'critical', topicArn: expect.stringMatching(/^<Pager/) },
    ]);
  });

  test('leave out topics that receive everything, even if they are added later', () => {
    const stack = newStack();
    const chat = new Topic(stack, 'Chat');
    const pipeline = newPipeline(stack, { contacts: [Contact.topic(chat)] });
    pipeline.observatory.addContact(Contact.topic(chat));

    expect(profileOf(pipeline).topics).toEqual([]);
  });
});

describe('a profile\'s trigger', () => {
  test('is absent if the trigger is not known', () => {
    expect(profileOf(newPipeline(newStack())).trigger).toBeUndefined();
  });

  test('may be a schedule in its group, with its dead-letter queue', () => {
    const stack = newStack();
    const schedule = new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }),
      scheduleGroup: new ScheduleGroup(stack, 'Group'),
      target: new LambdaInvoke(newFunction(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') }),
    });

    expect(profileOf(newPipeline(stack, { expectation: RunExpectation.fromSchedule(schedule) })).trigger).toEqual({
      kind: 'schedule', name: expect.stringMatching(/^<Schedule/), group: expect.stringMatching(/^S-Group-/), deadLetterQueueArn: expect.stringMatching(/^<.*Dead.*Arn.*>$/),
    });
  });

  test('may be an imported schedule, by the parts of its ARN', () => {
    const stack = newStack();
    const imported = Schedule.fromScheduleArn(stack, 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/nights/load');

    expect(profileOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.schedule(imported) }) })).trigger).toEqual({ kind: 'schedule', name: 'load', group: 'nights' });
  });

  test('may be a rule, with the first dead-letter queue of its targets', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.days(1)) });
    rule.addTarget(new SqsQueue(new Queue(stack, 'Target')));
    rule.addTarget(new SqsQueue(new Queue(stack, 'Other'), { deadLetterQueue: new Queue(stack, 'Dead') }));

    expect(profileOf(newPipeline(stack, { expectation: RunExpectation.fromRule(rule) })).trigger).toEqual({
      kind: 'rule', name: expect.stringMatching(/^<Rule/), deadLetterQueueArn: expect.stringMatching(/^<.*Dead.*Arn.*>$/),
    });
  });

  test('may be a rule in another stack, without its queue, which cannot be named from here', () => {
    const app = newApp();
    const [far, near] = ['Far', 'Near'].map((id) => new Stack(app, id));
    const rule = new Rule(far, 'Rule', { schedule: RuleSchedule.rate(Duration.days(1)), targets: [new SqsQueue(new Queue(far, 'Target'), { deadLetterQueue: new Queue(far, 'Dead') })] });

    expect(profileOf(newPipeline(near, { expectation: nightly({ trigger: PipelineTrigger.rule(rule) }) })).trigger).toEqual({ kind: 'rule', name: expect.stringContaining('ImportValue') });
  });

  test('may be a rule on another bus', () => {
    const stack = newStack();
    const imported = Rule.fromEventRuleArn(stack, 'Imported', 'arn:aws:events:eu-west-1:111122223333:rule/orders/nightly');

    expect(profileOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.rule(imported) }) })).trigger).toEqual({ kind: 'rule', name: 'nightly', bus: 'orders' });
  });
});
