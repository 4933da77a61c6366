import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Duration, Stack, TimeZone, Token } from 'aws-cdk-lib/core';
import { LocalTime, ObservedPipelineProps, PipelineStage, RunExpectation } from '../../lib';
import { contractOf, newFunction, newPipeline, newStack, warningsOf } from './fixtures';

/** The warnings of a pipeline, without the ids by which they are acknowledged. */
function warnings(props: Partial<ObservedPipelineProps>, stack = newStack()): string[] {
  newPipeline(stack, props);
  return warningsOf(stack).map(({ text }) => text.replace(/ \[ack: .*\]$/, ''));
}

describe('a cron expectation without a minute', () => {
  test('causes a warning, since it is due every minute of its hour', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ hour: '2' })) })).toEqual([
      'runs are due every day, every minute from 02:00 to 02:59 UTC, since no minute was given; pass minute: \'0\' for one run an hour',
    ]);
  });

  test('causes a warning as an expression too, if its hours are listed', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.expression('cron(* 2,14 * * ? *)')) })).toEqual([expect.stringContaining('since no minute was given')]);
  });

  test.each(['cron(* * * * ? *)', 'cron(* 8-17 * * ? *)', 'cron(*/5 2 * * ? *)', 'cron(0 2 * * ? *)', 'rate(1 minute)'])('causes no warning as the expression %s', (expression) => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.expression(expression)) })).toEqual([]);
  });

  test('causes a warning about the schedule from which it is read', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const schedule = new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.cron({ hour: '2', timeZone: TimeZone.EUROPE_BERLIN }), target: new LambdaInvoke(load), scheduleGroup: new ScheduleGroup(stack, 'Group'),
    });

    expect(warnings({ stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule) }, stack)).toEqual([
      'S/Schedule fires every day, every minute from 02:00 to 02:59 Europe/Berlin, since its cron expression names no minute; pass minute: \'0\' for one run an hour',
    ]);
  });
});

test('A day that is counted back from the last one causes a warning that EventBridge does not document it.', () => {
  const stack = newStack();

  expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', day: 'L-3' })) }, stack)).toEqual([
    'EventBridge does not document \'L-3\' in cron(0 2 L-3 * ? *) and may reject it at deployment; if it does, use L, LW or a day from 1 to 31',
  ]);
});

describe('a deadline', () => {
  test('before the latest start causes a warning in hours and minutes', () => {
    expect(warnings({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { startWithin: Duration.minutes(90), finishWithin: Duration.minutes(30) }) })).toEqual([
      'startWithin is 1 hour 30 minutes, but a run must have succeeded 30 minutes after it is due, '
      + 'so a run that starts in time can already be late; shorten startWithin, or lengthen finishWithin',
    ]);
  });

  test('of a day is compared as a local time', () => {
    const daily = (startWithin: Duration): string[] => warnings({ expectation: RunExpectation.dailyBy(LocalTime.of(1), { notBefore: LocalTime.of(22), timeZone: TimeZone.ETC_UTC, startWithin }) });

    expect(daily(Duration.hours(3))).toEqual([]);
    expect(daily(Duration.hours(4))).toEqual([expect.stringMatching(/^startWithin is 4 hours, but a run must have succeeded 3 hours after it is due, /)]);
  });

  test('before the latest start of a stage causes a warning that names the stage', () => {
    const stack = newStack();
    const stages = [PipelineStage.lambdaFunction(newFunction(stack), { startWithin: Duration.hours(2) })];

    expect(warnings({ stages, expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { finishWithin: Duration.hours(1) }) }, stack)).toEqual([
      expect.stringMatching(/^startWithin of stage Load is 2 hours, but a run must have succeeded 1 hour after it is due, /),
    ]);
  });

  test('shorter than 15 minutes shortens the default of startWithin, so that the two agree', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { finishWithin: Duration.minutes(11) }) });

    expect(contractOf(pipeline).stages[0]!.startWithinSeconds).toBe(660);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a runbook', () => {
  test.each(['https://wiki.example.com/orders', 'http://wiki/orders', Token.asString({ Ref: 'Wiki' })])('that is a link causes no warning: %s', (runbookUrl) => {
    expect(warnings({ runbookUrl })).toEqual([]);
  });

  test.each(['see the wiki', 'wiki.example.com/orders', 'https://', 'https://wiki.example.com/our orders'])('that is not a link causes a warning, since nobody can open it from an e-mail: %s', (runbookUrl) => {
    expect(warnings({ runbookUrl })).toEqual([`runbookUrl '${runbookUrl}' is not a link; begin it with https://`]);
  });
});

test('The warnings of an expectation can be acknowledged one by one.', () => {
  const stack: Stack = newStack();
  newPipeline(stack, { expectation: RunExpectation.atTimes(ScheduleExpression.cron({ hour: '2' })), runbookUrl: 'see the wiki' });

  expect(warningsOf(stack).map(({ text }) => /\[ack: (.*)\]$/.exec(text)?.[1])).toEqual(['cdk-observed-pipeline:cronWithoutMinute', 'cdk-observed-pipeline:runbookNotALink']);
});
