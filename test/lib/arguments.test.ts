import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack, TimeZone, Token } from 'aws-cdk-lib/core';
import { OBSERVATORY_PROPS } from '../../lib/observatory/observatory-props';
import { OBSERVED_PIPELINE_PROPS } from '../../lib/pipeline/observed-pipeline-props';
import { FUNCTION_STAGE } from '../../lib/stages/lambda-function-options';
import { MACHINE_STAGE } from '../../lib/stages/state-machine-options';
import {
  Contact, Digest, LocalTime, MuteWindow, Observatory, ObservedPipeline, PipelineStage, PipelineTrigger, RunExpectation, Severity,
} from '../../lib';
import {
  AT_LEAST_EVERY, AT_TIMES, DAILY_BY, TRIGGER_EXPECTATION, UNSCHEDULED,
} from '../../lib/expectation/run-expectation-options';
import { Json, newFunction, newMachine, newPipeline, newStack, NIGHTLY, synthErrors } from './fixtures';

/** A value of the wrong type, as JavaScript can pass it. */
function wrong(value: unknown): Json {
  return value;
}

const errorOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

describe('a wrong argument is an error that names the construct, the argument, the value and the remedy', () => {
  const pipeline = (props: object): string => {
    const stack = newStack();
    const given = { stages: [PipelineStage.lambdaFunction(newFunction(stack))], expectation: NIGHTLY, ...props };
    return errorOf(() => new ObservedPipeline(stack, 'Nightly', wrong(given)));
  };

  test('a function as a stage', () => {
    const stack = newStack();

    expect(errorOf(() => newPipeline(stack, { stages: [wrong(newFunction(stack))] }))).toBe(
      'S/Nightly: stages[0] must be a PipelineStage, got a Function (S/Load); wrap the resource: PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)',
    );
  });

  test('a function as a stage that is added', () => {
    const stack = newStack();

    expect(errorOf(() => { newPipeline(stack).addStage(wrong(newFunction(stack, 'Other'))); })).toMatch(/^S\/Nightly: the stage must be a PipelineStage, got a Function \(S\/Other\); /);
  });

  test.each<[string, object, string]>([
    ['one stage without a list', { stages: wrong('load') }, 'stages must be a list, got the string \'load\'; write for example [PipelineStage.lambdaFunction(fn)]'],
    ['no stages', { stages: undefined }, 'stages must be a list, got nothing; write for example [PipelineStage.lambdaFunction(fn)]'],
    ['a string as an expectation', { expectation: 'cron(0 2 * * ? *)' }, 'expectation must be a RunExpectation, got the string \'cron(0 2 * * ? *)\'; write for example RunExpectation.fromSchedule(schedule), or RunExpectation.unscheduled(\'why\') to expect nothing'],
    ['no expectation', { expectation: undefined }, 'expectation must be a RunExpectation, got nothing; write for example RunExpectation.fromSchedule(schedule), or RunExpectation.unscheduled(\'why\') to expect nothing'],
    ['a digest as an expectation', { expectation: Digest.daily() }, 'expectation must be a RunExpectation, got a Digest; write for example RunExpectation.fromSchedule(schedule), or RunExpectation.unscheduled(\'why\') to expect nothing'],
    ['an address as a contact', { contacts: ['data@example.com'] }, 'contacts[0] must be a contact, got the string \'data@example.com\'; write for example Contact.email(\'data@example.com\') or Contact.topic(topic)'],
    ['a severity that does not exist', { severity: 'quiet' }, 'severity must be a Severity, got the string \'quiet\'; write Severity.CRITICAL or Severity.WARNING'],
    ['a word instead of a flag', { includeExecutionData: 'yes' }, 'includeExecutionData must be true or false, got the string \'yes\'; write it without quotes'],
    ['null instead of nothing', { owner: null }, 'owner must be a string, got null; write it in quotes'],
    ['a flag instead of the options of a signal', { signals: { trigger: false } }, 'signals.trigger must be an object, got the boolean false; write for example { enabled: false }'],
    ['a number as a period', { signals: { trigger: { period: 5 } } }, 'signals.trigger.period must be a Duration of whole minutes, got the number 5; write for example Duration.minutes(15)'],
  ])('%s', (_name, props, text) => {
    expect(pipeline(props)).toBe(`S/Nightly: ${text}`);
  });

  test('a topic as a contact', () => {
    const stack = newStack();

    expect(errorOf(() => newPipeline(stack, { contacts: [wrong(new Topic(stack, 'Topic'))] }))).toBe(
      'S/Nightly: contacts[0] must be a contact, got a Topic (S/Topic); write for example Contact.email(\'data@example.com\') or Contact.topic(topic)',
    );
  });

  test('and the rest of the app can be synthesized if the error is caught', () => {
    const stack = newStack();
    const stages = [PipelineStage.lambdaFunction(newFunction(stack))];
    newPipeline(stack, { stages });
    errorOf(() => newPipeline(stack, { stages, expectation: wrong('daily') }, 'Refused'));

    expect(synthErrors(stack)).toBe('');
  });

  test('no options at all', () => {
    expect(errorOf(() => new ObservedPipeline(newStack(), 'Nightly', wrong(undefined)))).toBe('S/Nightly: the options must be an object, got nothing; write them in braces, as { name: value }');
  });

  test('a number as a duration', () => {
    expect(errorOf(() => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { startWithin: wrong(15) }))).toBe(
      'RunExpectation.atTimes: startWithin must be a Duration, got the number 15; write for example Duration.minutes(15)',
    );
  });

  test('an expression or a rule as a schedule', () => {
    const rule = new Rule(newStack(), 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)) });
    const remedy = 'pass a scheduler.Schedule or CfnSchedule; a rule is for .rule(…), and times alone are for RunExpectation.atTimes(…)';

    expect(errorOf(() => RunExpectation.fromSchedule(wrong('rate(1 hour)')))).toBe(`RunExpectation.fromSchedule: the schedule must be a schedule of EventBridge Scheduler, got the string 'rate(1 hour)'; ${remedy}`);
    expect(errorOf(() => RunExpectation.fromSchedule(wrong(rule)))).toBe(`RunExpectation.fromSchedule: the schedule must be a schedule of EventBridge Scheduler, got a Rule (S/Rule); ${remedy}`);
  });

  test('options instead of a time zone', () => {
    expect(errorOf(() => RunExpectation.atTimes(ScheduleExpression.expression('rate(1 hour)', wrong({ startWithin: Duration.minutes(1) }))))).toBe(
      'RunExpectation.atTimes: the time zone must be a TimeZone, got an object; write for example TimeZone.of(\'Europe/Berlin\')',
    );
  });

  test('an L1 function, which has no functionArn', () => {
    const fn = new CfnFunction(newStack(), 'Load', { code: { zipFile: '' }, role: 'arn:aws:iam::111122223333:role/load' });

    expect(errorOf(() => PipelineStage.lambdaFunction(wrong(fn)))).toBe(
      'PipelineStage.lambdaFunction: the function must be a Lambda function, got a CfnFunction (S/Load); pass a lambda.Function, an alias, or Function.fromFunctionArn(…)',
    );
  });

  test('a long string, which is shortened in the message', () => {
    expect(pipeline({ severity: 'x'.repeat(60) })).toContain(`got the string '${'x'.repeat(40)}…'`);
  });
});

describe('the type of every option of every entry point is checked', () => {
  const NOTHING_LIKE_IT = Object.freeze(Object.assign(Object.create({ constructor: { name: 'Wrong' } }) as object, { surprise: true }));
  const stack = newStack();
  const [load, machine] = [newFunction(stack), newMachine(stack)];
  const schedule = new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.rate(Duration.hours(1)), target: { bind: () => ({ arn: load.functionArn, role: load.role! }) } });
  const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)) });
  const duration = Duration.hours(1);
  const [half, timeZone] = [LocalTime.of(7, 30), TimeZone.ETC_UTC];
  let count = 0;
  const id = (): string => `Id${count += 1}`;

  const entries: [string, object, (options: Json) => unknown][] = [
    ['S/Id\\d+', OBSERVED_PIPELINE_PROPS, (options) => new ObservedPipeline(stack, id(), { stages: [PipelineStage.lambdaFunction(load)], expectation: NIGHTLY, ...options })],
    ['S/Id\\d+', OBSERVATORY_PROPS, (options) => new Observatory(stack, id(), options)],
    ['PipelineStage.lambdaFunction', FUNCTION_STAGE, (options) => PipelineStage.lambdaFunction(load, options)],
    ['PipelineStage.stateMachine', MACHINE_STAGE, (options) => PipelineStage.stateMachine(machine, options)],
    ['RunExpectation.atTimes', AT_TIMES, (options) => RunExpectation.atTimes(ScheduleExpression.rate(duration), options)],
    ['RunExpectation.fromSchedule', TRIGGER_EXPECTATION, (options) => RunExpectation.fromSchedule(schedule, options)],
    ['RunExpectation.fromRule', TRIGGER_EXPECTATION, (options) => RunExpectation.fromRule(rule, options)],
    ['RunExpectation.unscheduled', UNSCHEDULED, (options) => RunExpectation.unscheduled('on demand', options)],
    ['RunExpectation.atLeastEvery', AT_LEAST_EVERY, (options) => RunExpectation.atLeastEvery(duration, options)],
    ['RunExpectation.dailyBy', DAILY_BY, (options) => RunExpectation.dailyBy(half, { timeZone, ...options })],
    ['Contact.email', { minimumSeverity: 0 }, (options) => Contact.email('data@example.com', options)],
    ['Contact.sms', { minimumSeverity: 0 }, (options) => Contact.sms('+15550100', options)],
    ['Contact.topic', { minimumSeverity: 0 }, (options) => Contact.topic(new Topic(stack, id()), options)],
    ['Contact.subscription', { minimumSeverity: 0 }, (options) => Contact.subscription({ bind: wrong(undefined) ?? (() => ({})) } as Json, options)],
    ['Digest.weekly', { at: 0, timeZone: 0, severities: 0, weekDay: 0 }, (options) => Digest.weekly(options)],
    ['Digest.daily', { at: 0, timeZone: 0, severities: 0 }, (options) => Digest.daily(options)],
    ['MuteWindow.cron', { minute: 0, hour: 0, day: 0, month: 0, weekDay: 0 }, (options) => MuteWindow.cron({ minute: '0', ...options }, { duration })],
    ['MuteWindow.cron', { duration: 0, timeZone: 0 }, (options) => MuteWindow.cron({ minute: '0' }, { duration, ...options })],
    ['MuteWindow.at', { duration: 0, timeZone: 0 }, (options) => MuteWindow.at('2099-12-24T18:00', { duration, ...options })],
  ];
  const cases = entries.flatMap(([where, shapes, call]) => Object.keys(shapes).map((option) => [where, option, call] as const));

  test.each(cases)('%s: %s', (where, option, call) => {
    // Some options accept an object, whose members are then checked.
    expect(errorOf(() => call({ [option]: option === 'signals' || option === 'vpcSubnets' ? 'wrong' : NOTHING_LIKE_IT }))).toMatch(
      new RegExp(`^${where.replace('.', '\\.')}: ${option} must be .+, got (a Wrong|the string 'wrong'); .+`),
    );
  });

  test.each(entries.filter(([where]) => !where.startsWith('S/')))('%s refuses an option that it does not have, since it would have no effect', (where, shapes, call) => {
    expect(errorOf(() => call({ startwithin: duration }))).toBe(`${where} has no option startwithin; its options are ${Object.keys(shapes).join(', ')}`);
    expect(() => call({ startwithin: undefined })).not.toThrow();
  });

  test('A misspelled weekday does not mute the alarms every day', () => {
    expect(errorOf(() => MuteWindow.cron(wrong({ minute: '0', hour: '4', weekday: 'SUN' }), { duration }))).toBe(
      'MuteWindow.cron has no option weekday; its options are minute, hour, day, month, weekDay',
    );
  });

  test('The properties of a construct may have more members, since a construct of your own may extend them', () => {
    expect(() => new Observatory(stack, id(), wrong({ team: 'data' }))).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['PipelineStage.lambdaFunction: the function', () => PipelineStage.lambdaFunction(wrong(machine))],
    ['PipelineStage.stateMachine: the machine', () => PipelineStage.stateMachine(wrong(load))],
    ['PipelineTrigger.schedule: the schedule', () => PipelineTrigger.schedule(wrong(rule))],
    ['PipelineTrigger.rule: the rule', () => PipelineTrigger.rule(wrong(schedule))],
    ['RunExpectation.fromSchedule: the schedule', () => RunExpectation.fromSchedule(wrong(undefined))],
    ['RunExpectation.fromRule: the rule', () => RunExpectation.fromRule(wrong(schedule))],
    ['RunExpectation.atTimes: the schedule', () => RunExpectation.atTimes(wrong('rate(1 hour)'))],
    ['RunExpectation.atTimes: the schedule', () => RunExpectation.atTimes(ScheduleExpression.expression(wrong(ScheduleExpression.rate(duration))))],
    ['RunExpectation.atLeastEvery: the silence', () => RunExpectation.atLeastEvery(wrong('1 hour'))],
    ['RunExpectation.unscheduled: the reason', () => RunExpectation.unscheduled(wrong(undefined))],
    ['RunExpectation.atTimes: the options', () => RunExpectation.atTimes(ScheduleExpression.rate(duration), wrong('15 minutes'))],
    ['RunExpectation.dailyBy: the time', () => RunExpectation.dailyBy(wrong('07:30'), { timeZone })],
    ['RunExpectation.dailyBy: the options', () => RunExpectation.dailyBy(half, wrong(timeZone.timezoneName))],
    ['Contact.email: the address', () => Contact.email(wrong(['data@example.com']))],
    ['Contact.sms: the phone number', () => Contact.sms(wrong(15550100))],
    ['Contact.topic: the topic', () => Contact.topic(wrong('arn:aws:sns:eu-west-1:111122223333:alarms'))],
    ['Contact.subscription: the subscription', () => Contact.subscription(wrong(new Topic(stack, id())))],
    ['MuteWindow.at: the local time', () => MuteWindow.at(wrong(new Date()), { duration })],
    ['MuteWindow.at: the options', () => MuteWindow.at('2099-12-24T18:00', wrong(undefined))],
    ['Observatory.of: the scope', () => Observatory.of(wrong('S'))],
    ['S/Id\\d+: the contact', () => { new Observatory(stack, id()).addContact(wrong('data@example.com')); }],
  ])('%s', (argument, call) => {
    expect(errorOf(call)).toMatch(new RegExp(`^${argument.replace('.', '\\.')} must be `));
  });
});

describe('a value that would make an alarm that is always or never raised is refused', () => {
  const stack = newStack();
  const [load, machine] = [newFunction(stack), newMachine(stack)];
  const deployed = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));
  const nightly = (options: object): RunExpectation => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), options);

  test.each<[string, (value: Duration) => unknown]>([
    ['PipelineStage.lambdaFunction: timeout', (timeout) => PipelineStage.lambdaFunction(load, { timeout })],
    ['PipelineStage.lambdaFunction: maxDuration', (maxDuration) => PipelineStage.lambdaFunction(load, { maxDuration })],
    ['PipelineStage.stateMachine: timeout', (timeout) => PipelineStage.stateMachine(machine, { timeout })],
    ['PipelineStage.stateMachine: maxDuration', (maxDuration) => PipelineStage.stateMachine(machine, { maxDuration })],
    ['RunExpectation.atTimes: maxDuration', (maxDuration) => nightly({ maxDuration })],
    ['RunExpectation.atTimes: finishWithin', (finishWithin) => nightly({ finishWithin })],
    ['RunExpectation.atLeastEvery: maxDuration', (maxDuration) => RunExpectation.atLeastEvery(Duration.hours(1), { maxDuration })],
  ])('%s of 0', (argument, call) => {
    expect(errorOf(() => call(Duration.minutes(0)))).toBe(`${argument} must be a Duration longer than 0, got a Duration of 0 minutes; write for example Duration.minutes(15)`);
    expect(() => call(Duration.millis(1))).not.toThrow();
  });

  test.each(['timeout', 'maxDuration', 'startWithin', 'publicationDelay'])('The %s of a stage that is known only at deployment is an error that names it and the stage', (option) => {
    const unknown = (where: string): string => `${where}: ${option} must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is not a token`;

    expect(errorOf(() => PipelineStage.lambdaFunction(load, { [option]: deployed }))).toBe(unknown('PipelineStage.lambdaFunction of S/Load'));
    expect(errorOf(() => PipelineStage.stateMachine(machine, { [option]: deployed }))).toBe(unknown('PipelineStage.stateMachine of S/Machine'));
  });

  test.each(['evaluationPeriods', 'datapointsToAlarm'])('%s that is no whole number of at least 1', (option) => {
    for (const value of [0, -1, 1.5, NaN, Infinity]) {
      expect(errorOf(() => PipelineStage.lambdaFunction(load, { signals: { failed: { [option]: value } } }))).toBe(
        `PipelineStage.lambdaFunction: signals.failed.${option} must be a whole number of at least 1, got the number ${value}; write for example 3`,
      );
    }
    expect(() => PipelineStage.lambdaFunction(load, { signals: { failed: { [option]: Token.asNumber({ Ref: 'N' }) } } })).not.toThrow();
  });

  test.each([Duration.minutes(0), Duration.seconds(90), Duration.millis(60_500)])('A period of %s', (period) => {
    expect(errorOf(() => newPipeline(newStack(), { signals: { proofOfLife: { period } } }))).toBe(
      `S/Nightly: signals.proofOfLife.period must be a Duration of whole minutes, got a Duration of ${period.toHumanString()}; write for example Duration.minutes(15)`,
    );
  });

  test.each([Infinity, 1e308, 1e-7, 101])('A band of %s standard deviations', (standardDeviations) => {
    expect(errorOf(() => newPipeline(newStack(), { stages: [PipelineStage.lambdaFunction(load, { signals: { slowerThanUsual: { standardDeviations } } })] }))).toBe(
      `S/Nightly: signal LoadSlowerThanUsual: standardDeviations must be a number from 0.01 to 100, got ${standardDeviations}; pass 3 for the usual band`,
    );
  });

  test('The article of an enum fits its name', () => {
    expect(errorOf(() => PipelineStage.lambdaFunction(load, { invocationType: wrong('event') }))).toMatch(/^PipelineStage\.lambdaFunction: invocationType must be an InvocationType, got /);
  });
});

describe('a valid value that is not an instance of a class of this copy', () => {
  test('is a stage, an expectation or a contact of another copy of the library', async () => {
    let other: typeof import('../../lib') = undefined as Json;
    jest.isolateModules(() => { other = require('../../lib') as typeof import('../../lib'); });
    const stack = newStack();
    const stage = other.PipelineStage.lambdaFunction(newFunction(stack));

    expect(stage).not.toBeInstanceOf(PipelineStage);
    newPipeline(stack, { stages: [stage], expectation: other.RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' })), contacts: [other.Contact.email('data@example.com')] });
    expect(synthErrors(stack)).toBe('');
  });

  test('is the value of an enum as a string', () => {
    const stack: Stack = newStack();

    expect(newPipeline(stack, { severity: wrong('critical'), contacts: [Contact.email('data@example.com', { minimumSeverity: wrong('critical') })] }).severity).toBe(Severity.CRITICAL);
    expect(Severity.CRITICAL).toBe('critical');
  });
});
