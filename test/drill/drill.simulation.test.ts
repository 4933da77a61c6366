import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import { Drill, Fault, FAULT_IDS, Progress } from '../../drill';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';
import { exampleAccount } from './example';

const functionIn = (stack: Stack, id: string): Function => new Function(stack, id, {
  runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.minutes(10),
});

/** A nightly function with an alarm on its errors, as many apps have it; without a construct of this library. */
function handWritten(app = new App()): Stack {
  const stack = new Stack(app, 'HandWritten');
  const load = functionIn(stack, 'Load');
  new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.EUROPE_BERLIN }), target: new LambdaInvoke(load) });
  const topic = new Topic(stack, 'Alerts');
  topic.addSubscription(new EmailSubscription('data@example.com'));
  const errors = new Alarm(stack, 'Errors', { metric: load.metricErrors(), threshold: 1, evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING });
  errors.addAlarmAction(new SnsAction(topic));
  return stack;
}

/** A state machine that starts every night, and a function that follows it without a trigger of its own. */
function twoStages(): Stack {
  const stack = new Stack(new App(), 'TwoStages');
  const machine = new StateMachine(stack, 'Load', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')), timeout: Duration.hours(1) });
  const publish = functionIn(stack, 'Publish');
  const schedule = new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new StepFunctionsStartExecution(machine, {}) });
  new ObservedPipeline(stack, 'Nightly', {
    stages: [PipelineStage.stateMachine(machine), PipelineStage.lambdaFunction(publish)],
    expectation: RunExpectation.fromSchedule(schedule),
    observatory: new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] }),
  });
  return stack;
}

/** An event starts the function that publishes; the drill runs it because the state machine before it succeeded. */
const NOT_PLAYED = [{ where: 'Example/OrdersLoaded/Resource', what: 'its event pattern is not played', type: 'AWS::Events::Rule', concerns: 'trigger' }];

describe('a drill of an app', () => {
  const drill = Drill.of(exampleAccount(), { app: 'example' });

  test('It finds the pipelines of this library by their contracts.', () => {
    expect(drill.pipelines).toEqual(expect.arrayContaining(['NightlyOrders', 'CustomerSync', 'WeekdayReport']));
    expect(drill.notPlayed).toEqual(NOT_PLAYED);
  });

  test('People are notified in time of a run that never starts, with the message as they see it, and of the recovery.', async () => {
    const result = await drill.run(Fault.neverStarts('NightlyOrders'));
    expect(result).toMatchObject({ outcome: 'detected', pipeline: 'NightlyOrders', fault: 'scheduleDisabled', expected: 'detected', recoveryNotified: true });
    expect(result.by).toBe('notifier: NightlyOrders');
    expect(result.because).toContain('NightlyOrdersProofOfLife');
    expect(result.detectedAt! - result.knowableAt!).toBeLessThanOrEqual(result.promisedSeconds! * 1000);
    expect(result.messages.map(({ kind, state, severity }) => [kind, state, severity])).toEqual([
      ['opened', 'ALARM', 'critical'], ['reminder', 'ALARM', 'critical'], ['reminder', 'ALARM', 'critical'], ['recovered', 'OK', 'critical'],
    ]);
    expect(result.messages[0]!.text).toContain('NightlyOrders did not start. Due today 02:00 New York (06:00 UTC)');
    expect(result.messages[0]!.sms).toMatch(/^NightlyOrders did not start/);
    expect(result.messages[0]!.to).toEqual(['email:data@example.com', 'sms:+15550100']);
  });

  test('Its timeline shows due and actual runs, points, ticks, alarm states and messages, all within the play.', async () => {
    const { timeline, from, to } = await drill.run(Fault.neverStarts('NightlyOrders'));
    expect(new Set(timeline.map(({ kind }) => kind))).toEqual(new Set(['runs', 'points', 'ticks', 'alarm', 'messages']));
    for (const mark of timeline.flatMap(({ marks }) => marks)) {
      expect(mark.to ?? mark.from).toBeGreaterThanOrEqual(from);
      expect(mark.from).toBeLessThanOrEqual(to);
    }
    const [runs] = timeline;
    expect(runs!.marks.filter(({ what }) => what === 'due').length).toBeGreaterThan(runs!.marks.filter(({ what }) => what === 'succeeded').length);
  });

  test('It gives the same result for the same fault twice.', async () => {
    expect(await drill.run('runFails', { pipeline: 'CustomerSync' })).toEqual(await drill.run(Fault.runFails('CustomerSync')));
  });

  test('It says why a fault cannot happen.', async () => {
    expect(await drill.run(Fault.runAborted('CustomerSync'))).toMatchObject({ outcome: 'notApplicable', reason: 'A run of a Lambda function cannot be aborted.', messages: [] });
  });

  test('It reports its progress over all faults and pipelines, and omits timelines when you do not want them.', async () => {
    const steps: Progress[] = [];
    const report = await drill.runAll({
      pipelines: ['NightlyOrders', 'CustomerSync'], faults: ['runFails', 'regionalOutage'], timelines: 'none', onProgress: (step) => steps.push(step),
    });
    expect(steps.map(({ done, total, pipeline, fault }) => [done, total, pipeline, fault])).toEqual([
      [1, 4, 'NightlyOrders', 'runFails'], [2, 4, 'CustomerSync', 'runFails'], [3, 4, 'NightlyOrders', 'regionalOutage'], [4, 4, 'CustomerSync', 'regionalOutage'],
    ]);
    expect(report).toMatchObject({ app: 'example', years: [], notPlayed: NOT_PLAYED });
    expect(report.results.every(({ timeline, outcome }) => timeline.length === 0 && outcome === 'detected')).toBe(true);
  });

  test('It plays whole years when you ask for them, and they are quiet.', async () => {
    const steps: Progress[] = [];
    const { years } = await drill.runAll({ pipelines: ['WeekdayReport'], faults: [], years: ['Europe/Berlin'], onProgress: (step) => steps.push(step) });
    expect(steps).toEqual([{ done: 1, total: 1, pipeline: 'WeekdayReport' }]);
    expect(years).toMatchObject([{ pipeline: 'WeekdayReport', timeZone: 'Europe/Berlin', runs: 261, ticks: 365 * 288, falseAlarms: [] }]);
  });

  test('It refuses an unknown pipeline or fault, and lists the known ones.', async () => {
    await expect(drill.run('runFails', { pipeline: 'Nightly' })).rejects.toThrow(/^There is no pipeline "Nightly", nor a function or state machine of that name, id or construct path\. Use one of: .*NightlyOrders/);
    await expect(drill.run('runFials', { pipeline: 'NightlyOrders' })).rejects.toThrow(/^There is no fault "runFials"\. Use one of: runFails, /);
    await expect(drill.run('runFails')).rejects.toThrow(/^Name the pipeline\. Use one of: /);
  });

  test('It plays every fault of the catalogue by its name.', () => {
    expect(FAULT_IDS.map((id) => Fault[id]('Orders'))).toEqual(FAULT_IDS.map((fault) => ({ fault, pipeline: 'Orders' })));
  });

  test('It runs with the other guess of what CloudWatch does not document, and on another day.', async () => {
    const other = Drill.of(exampleAccount(), { settings: { evaluationRange: 'plusThird' }, from: Date.UTC(2027, 0, 11) });
    const result = await other.run(Fault.neverStarts('WeekdayReport'));
    expect(result.outcome).toBe('detected');
    expect(new Date(result.from).getUTCFullYear()).toBe(2027);
  });
});

describe('the source of a drill', () => {
  test('It can be a stack, its template, or an empty template.', () => {
    const stack = handWritten();
    expect(Drill.of(stack).pipelines).toEqual(['Load']);
    expect(Drill.of(Template.fromStack(stack)).pipelines).toHaveLength(1);
    expect(Drill.of(Template.fromStack(stack).toJSON()).pipelines).toHaveLength(1);
    expect(Drill.of({}).pipelines).toEqual([]);
  });

  test('It can be a directory with a cloud assembly.', () => {
    const app = new App();
    handWritten(app);
    const { directory } = app.synth();
    expect(Drill.of(directory).pipelines).toEqual(['Load']);
    expect(Drill.of(directory).app).toBe(directory);
  });

  test('Without a pipeline, the error says what the drill looked for.', async () => {
    await expect(Drill.of({}).run('runFails')).rejects.toThrow('Name the pipeline. None was found: the app has neither a contract of this library nor a schedule that starts a function or a state machine.');
  });
});

describe('an app without this library', () => {
  const drill = Drill.of(handWritten());

  test('Its pipelines are what schedules start, under the same names.', () => {
    expect(drill.pipelines).toEqual(['Load']);
  });

  test('Its alarm on errors detects a failed run.', async () => {
    expect(await drill.run(Fault.runFails())).toMatchObject({ outcome: 'detected', messages: [{ to: ['email:data@example.com'] }] });
  });

  test('Nobody is notified of a run that never starts.', async () => {
    expect(await drill.run(Fault.neverStarts())).toMatchObject({ outcome: 'undetected', reason: 'No alarm went off.', messages: [] });
  });

  test('Faults of a checker cannot happen to it.', async () => {
    expect(await drill.run(Fault.checkerCrashes())).toMatchObject({ outcome: 'notApplicable', reason: 'No checker of this library watches it.' });
  });

  test('Scheduled rules count as schedules, and a function with several of them is one pipeline.', () => {
    const stack = new Stack(new App(), 'Rules');
    const load = functionIn(stack, 'Load');
    for (const id of ['Morning', 'Evening']) new Rule(stack, id, { schedule: RuleSchedule.cron({ hour: id === 'Morning' ? '6' : '18', minute: '0' }), targets: [new LambdaFunction(load)] });
    expect(Drill.of(stack).pipelines).toEqual(['Load']);
  });
});

describe('a pipeline of several stages', () => {
  const drill = Drill.of(twoStages());

  test('A function without a trigger runs after the machine, so a quiet year is quiet.', async () => {
    expect(await drill.year({ days: 20 })).toMatchObject({ pipeline: 'Nightly', runs: 20, falseAlarms: [] });
  });

  test('A last stage that stops silently while the first stage runs is detected.', async () => {
    const result = await drill.run(Fault.stageDiesSilently());
    expect(result).toMatchObject({ outcome: 'detected', recoveryNotified: true });
    expect(result.timeline.find(({ name }) => name === 'Load')!.marks.filter(({ what }) => what === 'succeeded').length).toBeGreaterThan(1);
  });
});

describe('a quiet time around a clock change', () => {
  test.each([
    ['America/New_York', '2026-03-01'], ['America/New_York', '2026-10-25'], ['Europe/Berlin', '2026-03-22'], ['Europe/Berlin', '2026-10-18'],
    ['Australia/Sydney', '2026-03-29'], ['Australia/Sydney', '2026-09-27'], ['Australia/Lord_Howe', '2026-03-29'], ['Australia/Lord_Howe', '2026-09-27'],
    ['Asia/Kolkata', '2026-03-01'], ['UTC', '2026-03-01'],
  ])('In %s, for two weeks from %s on, nobody is notified.', async (timeZone, day) => {
    for (const servesRepeatedHour of [false, true]) {
      const drill = Drill.of(exampleAccount(), { from: Date.parse(`${day}T00:00:00Z`), settings: { servesRepeatedHour } });
      for (const pipeline of drill.pipelines) expect((await drill.year({ pipeline, timeZone, days: 14 })).falseAlarms).toEqual([]);
    }
  });

  test('The schedule and the contract are both moved to that zone.', async () => {
    const from = Date.parse('2026-06-01T00:00:00Z');
    const drill = Drill.of(exampleAccount(), { from });
    const [kolkata, newYork] = [await drill.year({ pipeline: 'NightlyOrders', timeZone: 'Asia/Kolkata', days: 1 }), await drill.year({ pipeline: 'NightlyOrders', timeZone: 'America/New_York', days: 0.2 })];
    expect([kolkata.runs, newYork.runs]).toEqual([1, 0]);
    expect(kolkata).toMatchObject({ timeZone: 'Asia/Kolkata', ticks: 288 });
  });
});
