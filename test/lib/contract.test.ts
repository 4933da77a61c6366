import { Match, Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, Schedule, ScheduleExpression, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import type { Contract, ScheduledExpectation, StageContract } from '../../core/contract/contract';
import {
  CommonExpectationOptions, FailureCounting, LocalTime, PipelineStage, RunExpectation, RunExpectationOptions, StageOptions, StateMachineStageOptions,
} from '../../lib';
import { contractOf, contractTextOf, newFunction, newMachine, newPipeline, newStack } from './fixtures';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function expectationOf(expectation: RunExpectation): ScheduledExpectation {
  return contractOf(newPipeline(newStack(), { expectation })).expectation as ScheduledExpectation;
}

function nightly(options: RunExpectationOptions = {}): RunExpectation {
  return RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), options);
}

function stagesOf(expectation: RunExpectation, stages: (stack: Stack) => PipelineStage[]): readonly StageContract[] {
  const stack = newStack();
  return contractOf(newPipeline(stack, { expectation, stages: stages(stack) })).stages;
}

const ofFunction = (options: StageOptions = {}, timeout = Duration.minutes(10)) => (stack: Stack) => [PipelineStage.lambdaFunction(newFunction(stack, 'Load', { timeout }), options)];
const ofMachine = (options: StateMachineStageOptions = {}, timeout?: Duration) => (stack: Stack) => [PipelineStage.stateMachine(newMachine(stack, 'Machine', { timeout }), options)];

describe('the place of a contract', () => {
  test('is a parameter below the path of the observatory, with the name of the pipeline', () => {
    const stack = newStack();
    newPipeline(stack);

    Template.fromStack(stack).hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/observed-pipeline/S-Observatory/Nightly', Type: 'String', Description: 'The expected runs of a pipeline; the proof-of-life checker reads it',
    });
  });

  test('is read by the checker exactly as it is written', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionArn(stack, 'Load', 'arn:aws:lambda:eu-west-1:111122223333:function:load');
    const pipeline = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)] });

    expect(contractOf(pipeline)).toEqual({
      version: 1,
      pipeline: 'Nightly',
      expectation: {
        failuresToAlarm: 1, successesToRecover: 1, schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', anchor: undefined, startEarlyBySeconds: MINUTE,
        flexibleWindowSeconds: 0, finishWithinSeconds: undefined, finishBy: undefined, excludeDates: undefined,
      },
      stages: [{
        name: 'Load', source: { kind: 'lambdaFunction', functionName: 'load' }, startWithinSeconds: 15 * MINUTE, maxDurationSeconds: 15 * MINUTE,
        publicationDelaySeconds: 12 * MINUTE, minSuccessfulRuns: 1, optional: false, retryWithinSeconds: 0,
      }],
      since: 0,
    } satisfies Contract);
  });

  test('contains no values that are not set', () => {
    const pipeline = newPipeline(newStack());

    expect(Object.keys(JSON.parse(contractTextOf(pipeline)).expectation)).toEqual([
      'failuresToAlarm', 'successesToRecover', 'schedule', 'timeZone', 'startEarlyBySeconds', 'flexibleWindowSeconds',
    ]);
    expect(Object.keys(JSON.parse(contractTextOf(pipeline)).stages[0])).not.toContain('maxDurationDeclared');
  });
});

describe('when runs are due', () => {
  test('may be a cron expression in its zone', () => {
    expect(expectationOf(RunExpectation.atTimes(ScheduleExpression.cron({ minute: '30', hour: '6', weekDay: 'MON-FRI', timeZone: TimeZone.EUROPE_BERLIN })))).toMatchObject({
      schedule: 'cron(30 6 ? * MON-FRI *)', timeZone: 'Europe/Berlin',
    });
  });

  test('may be an expression in UTC or its zone', () => {
    expect(expectationOf(RunExpectation.atTimes(ScheduleExpression.expression('cron(0 9 L * ? *)')))).toMatchObject({ schedule: 'cron(0 9 L * ? *)', timeZone: 'UTC' });
    expect(expectationOf(RunExpectation.atTimes(ScheduleExpression.expression('cron(0 9 L * ? *)', TimeZone.ASIA_TOKYO)))).toMatchObject({ timeZone: 'Asia/Tokyo' });
  });

  test('may be a rate, whose phase is read from the runs', () => {
    const expectation = expectationOf(RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(6))));

    expect(expectation).toMatchObject({ schedule: 'rate(6 hours)', timeZone: 'UTC' });
    expect(expectation.anchor).toBeUndefined();
  });

  test('may be a rate from an anchor on', () => {
    expect(expectationOf(RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(6)), { anchor: '2026-01-01T03:00:00Z' })).anchor).toBe('2026-01-01T03:00:00Z');
  });

  test('may be read from an EventBridge schedule, with its zone, flexible window and start', () => {
    const stack = newStack();
    const schedule = new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(4)), target: new LambdaInvoke(newFunction(stack, 'Target')),
      start: new Date('2026-01-01T00:30:00Z'), timeWindow: TimeWindow.flexible(Duration.minutes(20)),
    });

    expect(contractOf(newPipeline(stack, { expectation: RunExpectation.fromSchedule(schedule) })).expectation).toMatchObject({
      schedule: 'rate(4 hours)', anchor: '2026-01-01T00:30:00.000Z', flexibleWindowSeconds: 20 * MINUTE,
    });
  });

  test('may be read from a schedule in its own zone', () => {
    const stack = newStack();
    const schedule = new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }), target: new LambdaInvoke(newFunction(stack, 'Target')),
    });

    expect(contractOf(newPipeline(stack, { expectation: RunExpectation.fromSchedule(schedule) })).expectation).toMatchObject({
      schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York', flexibleWindowSeconds: 0,
    });
  });

  test('may be read from an EventBridge rule, in UTC', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.expression('cron(15 4 * * ? *)') });

    expect(contractOf(newPipeline(stack, { expectation: RunExpectation.fromRule(rule) })).expectation).toMatchObject({ schedule: 'cron(15 4 * * ? *)', timeZone: 'UTC' });
  });

  test('may be given as a maximum silence', () => {
    expect(expectationOf(RunExpectation.atLeastEvery(Duration.hours(26)))).toEqual({ failuresToAlarm: 1, successesToRecover: 1, maxSilenceSeconds: 26 * HOUR });
  });

  test('may be every day by a local time, counted from midnight', () => {
    expect(expectationOf(RunExpectation.dailyBy(LocalTime.of(7, 5), { timeZone: TimeZone.EUROPE_BERLIN }))).toMatchObject({
      schedule: 'cron(0 0 * * ? *)', timeZone: 'Europe/Berlin', finishBy: '07:05',
    });
  });

  test('may be every day by a local time, counted from the evening before', () => {
    expect(expectationOf(RunExpectation.dailyBy(LocalTime.of(7, 30), { notBefore: LocalTime.of(22, 15), timeZone: TimeZone.EUROPE_BERLIN }))).toMatchObject({
      schedule: 'cron(15 22 * * ? *)', finishBy: '07:30',
    });
  });

  test('may be known only at deployment', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.expression(new CfnParameter(stack, 'When').valueAsString) });

    expect(contractTextOf(newPipeline(stack, { expectation: RunExpectation.fromRule(rule) }))).toContain('"schedule":"<When>"');
  });
});

describe('the tolerances', () => {
  test('contain the deadline, the excluded dates and the counts', () => {
    expect(expectationOf(nightly({
      finishWithin: Duration.hours(5), excludeDates: ['2026-12-25'], failuresToAlarm: 2, successesToRecover: 3, startEarlyBy: Duration.minutes(3),
    }))).toMatchObject({ finishWithinSeconds: 5 * HOUR, excludeDates: ['2026-12-25'], failuresToAlarm: 2, successesToRecover: 3, startEarlyBySeconds: 3 * MINUTE });
  });

  test.each<[string, RunExpectation, number]>([
    ['a minute of a daily schedule', nightly(), MINUTE],
    ['nothing where a quarter of the interval is no whole minute', RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0/2' })), 0],
    ['five minutes of a rate', RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1))), 5 * MINUTE],
    ['the whole minutes of a quarter of a short rate', RunExpectation.atTimes(ScheduleExpression.rate(Duration.minutes(10))), 2 * MINUTE],
  ])('allow a run to start early by %s', (_, expectation, seconds) => {
    expect(expectationOf(expectation).startEarlyBySeconds).toBe(seconds);
  });
});

describe('the time within which the first stage must start', () => {
  const startWithin = (expectation: RunExpectation, options?: StageOptions): number | undefined => stagesOf(expectation, ofFunction(options))[0].startWithinSeconds;

  test.each<[string, RunExpectation, number | undefined]>([
    ['15 minutes', nightly(), 15 * MINUTE],
    ['half of the shortest time between two slots', RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0/10' })), 5 * MINUTE],
    ['half of the shortest time of an uneven schedule', RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0,4', hour: '*' })), 2 * MINUTE],
    ['the given time', nightly({ startWithin: Duration.minutes(40) }), 40 * MINUTE],
    ['any time before the deadline of a day', RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN }), undefined],
    ['the given time of a daily expectation', RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN, startWithin: Duration.hours(2) }), 2 * HOUR],
    ['any time within a maximum silence', RunExpectation.atLeastEvery(Duration.hours(26)), undefined],
  ])('is %s', (_, expectation, seconds) => {
    expect(startWithin(expectation)).toBe(seconds);
  });

  test('is that of the stage, rather than that of the expectation', () => {
    expect(startWithin(nightly({ startWithin: Duration.minutes(40) }), { startWithin: Duration.minutes(50) })).toBe(50 * MINUTE);
  });

  test('is 15 minutes if the schedule is known only at deployment', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.expression(new CfnParameter(stack, 'When').valueAsString) });

    expect(contractTextOf(newPipeline(stack, { expectation: RunExpectation.fromRule(rule) }))).toContain(`"startWithinSeconds":${15 * MINUTE}`);
  });
});

describe('the time within which a later stage must start', () => {
  const startsWithin = (expectation: RunExpectation): (number | undefined)[] => stagesOf(expectation, (stack) => [
    PipelineStage.lambdaFunction(newFunction(stack, 'Extract', { timeout: Duration.minutes(5) })),
    PipelineStage.stateMachine(newMachine(stack, 'Transform', { timeout: Duration.minutes(90) })),
    PipelineStage.lambdaFunction(newFunction(stack, 'Publish', { timeout: Duration.minutes(5) })),
  ]).map(({ startWithinSeconds }) => startWithinSeconds);

  test('adds the time that the stages before it may take', () => {
    expect(startsWithin(nightly())).toEqual([15 * MINUTE, 20 * MINUTE, 110 * MINUTE]);
  });

  test('adds the time that the whole pipeline may take, if that is given', () => {
    expect(startsWithin(nightly({ maxDuration: Duration.hours(3) }))).toEqual([15 * MINUTE, 195 * MINUTE, 195 * MINUTE]);
  });

  test('never goes beyond the next slot', () => {
    expect(startsWithin(RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1))))).toEqual([15 * MINUTE, 20 * MINUTE, HOUR]);
  });

  test('is unlimited before the deadline of a day', () => {
    expect(startsWithin(RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN }))).toEqual([undefined, undefined, undefined]);
  });
});

describe('the time that a run may take', () => {
  const maxDuration = (expectation: RunExpectation, stages: (stack: Stack) => PipelineStage[]): number => stagesOf(expectation, stages)[0].maxDurationSeconds;

  test.each<[string, RunExpectation, (stack: Stack) => PipelineStage[], number]>([
    ['a function\'s timeout', nightly(), ofFunction(), 10 * MINUTE],
    ['the timeout of a function, rather than the maxDuration of the whole pipeline', nightly({ maxDuration: Duration.hours(2) }), ofFunction(), 10 * MINUTE],
    ['the maxDuration of a function stage', nightly(), ofFunction({ maxDuration: Duration.minutes(12) }), 12 * MINUTE],
    ['a machine\'s timeout', nightly(), ofMachine({}, Duration.minutes(90)), 90 * MINUTE],
    ['the maxDuration of the whole pipeline, for a machine', nightly({ maxDuration: Duration.hours(2) }), ofMachine({}, Duration.minutes(90)), 2 * HOUR],
    ['the maxDuration of a machine stage', nightly({ maxDuration: Duration.hours(2) }), ofMachine({ maxDuration: Duration.hours(3) }), 3 * HOUR],
    ['a day for a machine without a limit', nightly(), ofMachine(), DAY],
    ['a day at most, however rare its runs', RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', day: '1' })), ofMachine(), DAY],
    ['the time between two slots for a frequent machine', RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1))), ofMachine(), HOUR],
    ['a day for a machine with a longer maximum silence', RunExpectation.atLeastEvery(Duration.days(9)), ofMachine(), DAY],
  ])('is %s', (_, expectation, stages, seconds) => {
    expect(maxDuration(expectation, stages)).toBe(seconds);
  });

  test('is five minutes for an express machine that has no timeout', () => {
    const express = (stack: Stack): PipelineStage[] => [PipelineStage.stateMachine(newMachine(stack, 'Machine', { stateMachineType: StateMachineType.EXPRESS, timeout: undefined }))];

    expect(maxDuration(nightly({ maxDuration: Duration.hours(2) }), express)).toBe(5 * MINUTE);
  });

  test('is 15 minutes for an imported function', () => {
    expect(maxDuration(nightly(), (stack) => [PipelineStage.lambdaFunction(LambdaFunction.fromFunctionName(stack, 'Load', 'load'))])).toBe(15 * MINUTE);
  });
});

describe('a stage in the contract', () => {
  test('is a machine with its ARN and type', () => {
    expect(stagesOf(nightly(), ofMachine())[0].source).toEqual({ kind: 'stateMachine', stateMachineArn: expect.stringMatching(/^<Machine/), type: 'STANDARD' });
  });

  test('names the field of the input that contains the slot', () => {
    expect(stagesOf(nightly(), ofMachine({ scheduledTimeField: 'time' }))[0].source).toMatchObject({ scheduledTimeField: 'time' });
  });

  test('allows a publication delay of 12 minutes for metrics, and of 2 minutes for executions', () => {
    expect(stagesOf(nightly(), ofFunction())[0].publicationDelaySeconds).toBe(12 * MINUTE);
    expect(stagesOf(nightly(), ofMachine())[0].publicationDelaySeconds).toBe(2 * MINUTE);
    expect(stagesOf(nightly(), ofMachine({ stateMachineType: StateMachineType.EXPRESS }))[0].publicationDelaySeconds).toBe(12 * MINUTE);
    expect(stagesOf(nightly(), ofFunction({ publicationDelay: Duration.minutes(1) }))[0].publicationDelaySeconds).toBe(MINUTE);
  });

  test('waits for two more runs and the pauses of Lambda if failures count after retries', () => {
    const retried = (stack: Stack): PipelineStage[] => [PipelineStage.lambdaFunction(newFunction(stack), { failureCounting: FailureCounting.AFTER_RETRIES })];

    expect(stagesOf(nightly(), retried)[0].retryWithinSeconds).toBe(2 * 10 * MINUTE + 3 * MINUTE);
  });

  test.each([[0, 0], [1, 10 * MINUTE + MINUTE], [2, 2 * 10 * MINUTE + 3 * MINUTE]])('waits for the %d retries that the function is configured with', (retryAttempts, seconds) => {
    const retried = (stack: Stack): PipelineStage[] => {
      const fn = newFunction(stack);
      const stage = PipelineStage.lambdaFunction(fn, { failureCounting: FailureCounting.AFTER_RETRIES });
      fn.configureAsyncInvoke({ retryAttempts });
      return [stage];
    };

    expect(stagesOf(nightly(), retried)[0].retryWithinSeconds).toBe(seconds);
  });

  test('waits for the retries of the alias that is watched, and for two if the alias has no configuration', () => {
    const retried = (configure: (alias: Alias, other: Alias) => void) => (stack: Stack): PipelineStage[] => {
      const fn = newFunction(stack, 'Load', { retryAttempts: 0 });
      const [alias, other] = ['live', 'next'].map((aliasName) => new Alias(stack, aliasName, { aliasName, version: fn.currentVersion }));
      configure(alias!, other!);
      return [PipelineStage.lambdaFunction(alias!, { failureCounting: FailureCounting.AFTER_RETRIES })];
    };

    expect(stagesOf(nightly(), retried((alias) => { alias.configureAsyncInvoke({ retryAttempts: 1 }); }))[0].retryWithinSeconds).toBe(10 * MINUTE + MINUTE);
    expect(stagesOf(nightly(), retried((_, other) => { other.configureAsyncInvoke({ retryAttempts: 1 }); }))[0].retryWithinSeconds).toBe(2 * 10 * MINUTE + 3 * MINUTE);
  });

  test('waits for no retries if each failed attempt counts', () => {
    expect(stagesOf(nightly(), ofFunction())[0].retryWithinSeconds).toBe(0);
  });

  test('needs as many successes as the stage, or else the expectation, says', () => {
    const options: CommonExpectationOptions = { minSuccessfulRuns: 3 };

    expect(stagesOf(nightly(options), ofFunction())[0].minSuccessfulRuns).toBe(3);
    expect(stagesOf(nightly(options), ofFunction({ minSuccessfulRuns: 5 }))[0].minSuccessfulRuns).toBe(5);
  });

  test('says that it is optional', () => {
    const stages = stagesOf(nightly(), (stack) => [...ofFunction()(stack), PipelineStage.stateMachine(newMachine(stack, 'Repair'), { optional: true })]);

    expect(stages.map(({ optional }) => optional)).toEqual([false, true]);
  });

  test('of another stack is named by a reference', () => {
    const stack = newStack();
    const machine = StateMachine.fromStateMachineArn(stack, 'Machine', `arn:aws:states:${stack.region}:${stack.account}:stateMachine:load`);

    expect(contractTextOf(newPipeline(stack, { stages: [PipelineStage.stateMachine(machine)] })))
      .toContain('"stateMachineArn":"arn:aws:states:<AWS::Region>:<AWS::AccountId>:stateMachine:load"');
  });
});

test('The contract is created after the schedule of the expectation, since runs of a rate are due from the creation of the contract on.', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  const schedule = new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(fn) });
  newPipeline(stack, { stages: [PipelineStage.lambdaFunction(fn)], expectation: RunExpectation.fromSchedule(schedule) });
  Template.fromStack(stack).hasResource('AWS::SSM::Parameter', { DependsOn: Match.arrayWith([stack.getLogicalId(schedule.node.defaultChild as CfnSchedule)]) });
});
