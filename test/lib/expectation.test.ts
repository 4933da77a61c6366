import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { CfnParameter, Duration, TimeZone, Token } from 'aws-cdk-lib/core';
import { LocalTime, RunExpectation } from '../../lib';
import { newStack } from './fixtures';

describe('an expectation with a cron schedule', () => {
  test('rejects an expression that EventBridge would reject', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '60', hour: '2' }))).toThrow(/^RunExpectation\.atTimes: Schedule "cron\(60 2 \* \* \? \*\)", minute: /);
  });

  test('rejects an expression that can never fire', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', day: '30', month: '2' }))).toThrow(new Error(
      'RunExpectation.atTimes: cron(0 2 30 2 ? *) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });

  test('rejects an expression of past years', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression('cron(0 2 * * ? 2020)'))).toThrow(new Error(
      'RunExpectation.atTimes: cron(0 2 * * ? 2020) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });
});

describe('an expectation with an expression', () => {
  test('rejects a text that is not an expression', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression('0 2 * * *'))).toThrow(/^RunExpectation\.atTimes: Schedule "0 2 \* \* \*", expression: it is none of cron\(…\), rate\(…\) and at\(…\)\./);
  });

  test('rejects an instant in the past', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression('at(2020-01-01T00:00:00)'))).toThrow(new Error(
      'RunExpectation.atTimes: at(2020-01-01T00:00:00) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });

  test('rejects a time zone that does not exist', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression('cron(0 2 * * ? *)', TimeZone.of('Europe/Atlantis')))).toThrow(/^RunExpectation\.atTimes: Schedule "cron\(0 2 \* \* \? \*\)", time zone: /);
  });

  test('accepts an expression that is known only at deployment', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression(Token.asString({ Ref: 'When' })))).not.toThrow();
  });
});

describe('an expectation with a rate', () => {
  test('rejects a rate that is not a whole number of minutes', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.expression('rate(90 seconds)'))).toThrow(/^RunExpectation\.atTimes: Schedule "rate\(90 seconds\)", /);
  });

  test('accepts an anchor, but not if runs are due by the clock', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1)), { anchor: '2026-06-01T00:10:00Z' })).not.toThrow();
    expect(() => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { anchor: '2026-06-01T00:10:00Z' })).toThrow(new Error(
      'RunExpectation.atTimes: cron(0 2 * * ? *) is due by the clock, but an anchor is for a rate; leave anchor out',
    ));
  });
});

describe('an anchor', () => {
  test('that is known only at deployment is an error', () => {
    expect(() => RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1)), { anchor: Token.asString({ Ref: 'Anchor' }) })).toThrow(new Error(
      'RunExpectation.atTimes: anchor must be known at synth, since due times are counted from it; pass a text that is not a token, or leave anchor out',
    ));
  });
});

describe('an expectation from a schedule', () => {
  test('rejects an imported schedule, whose expression cannot be read', () => {
    const imported = Schedule.fromScheduleArn(newStack(), 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/nights/load');

    expect(() => RunExpectation.fromSchedule(imported)).toThrow(new Error(
      'RunExpectation.fromSchedule: S/Imported is imported, so its expression cannot be read at synth; use RunExpectation.atTimes(ScheduleExpression.expression(\'cron(…)\', timeZone)) with the same expression',
    ));
  });
});

describe('an expectation from a rule', () => {
  test('rejects an imported rule, whose expression cannot be read', () => {
    const imported = Rule.fromEventRuleArn(newStack(), 'Imported', 'arn:aws:events:eu-west-1:111122223333:rule/nightly');

    expect(() => RunExpectation.fromRule(imported)).toThrow(new Error(
      'RunExpectation.fromRule: S/Imported is imported, so its expression cannot be read at synth; use RunExpectation.atTimes(ScheduleExpression.expression(\'cron(…)\')) with the same expression',
    ));
  });

  test('rejects a rule with an event pattern, which does not say when runs are due', () => {
    const rule = new Rule(newStack(), 'Rule', { eventPattern: { source: ['shop'] } });

    expect(() => RunExpectation.fromRule(rule)).toThrow(new Error(
      'RunExpectation.fromRule: S/Rule has an event pattern instead of a schedule, so it does not say when runs are due; use RunExpectation.atLeastEvery(…) or RunExpectation.unscheduled(\'reason\')',
    ));
  });

  test('rejects a schedule that can never fire', () => {
    const rule = new Rule(newStack(), 'Rule', { schedule: RuleSchedule.expression('cron(0 2 31 4 ? *)') });

    expect(() => RunExpectation.fromRule(rule)).toThrow(new Error(
      'RunExpectation.fromRule: cron(0 2 31 4 ? *) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });
});

describe('an expectation with a maximum silence', () => {
  test('rejects less than a minute', () => {
    expect(() => RunExpectation.atLeastEvery(Duration.seconds(59))).toThrow(new Error(
      'RunExpectation.atLeastEvery: the silence must be at least 1 minute, got 59 seconds',
    ));
  });

  test('rejects a silence that is known only at deployment', () => {
    const silence = Duration.minutes(new CfnParameter(newStack(), 'Silence', { type: 'Number' }).valueAsNumber);

    expect(() => RunExpectation.atLeastEvery(silence)).toThrow(new Error(
      'RunExpectation.atLeastEvery: the silence must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is not a token',
    ));
  });
});

describe('a daily expectation', () => {
  const timeZone = TimeZone.EUROPE_BERLIN;

  test('rejects a time that is a string', () => {
    expect(() => RunExpectation.dailyBy('07:30' as never, { timeZone })).toThrow(new Error(
      'RunExpectation.dailyBy: the time must be a LocalTime, got the string \'07:30\'; write for example LocalTime.of(7, 30)',
    ));
  });
});

describe('a local time', () => {
  test.each<[LocalTime, string]>([[LocalTime.of(7, 30), '07:30'], [LocalTime.of(0), '00:00'], [LocalTime.of(23, 59), '23:59']])('is written as HH:MM: %s', (time, text) => {
    expect(time.toString()).toBe(text);
  });

  test.each([
    [24, 0, 'the hour must be a whole number from 0 to 23, got 24'],
    [-1, 0, 'the hour must be a whole number from 0 to 23, got -1'],
    [7.5, 0, 'the hour must be a whole number from 0 to 23, got 7.5'],
    [7, 60, 'the minute must be a whole number from 0 to 59, got 60'],
    ['07:30' as never, 0, 'the hour must be a whole number from 0 to 23, got 07:30'],
  ])('rejects hour %s and minute %s', (hour, minute, text) => {
    expect(() => LocalTime.of(hour, minute)).toThrow(new Error(`LocalTime.of: ${text}; half past seven is LocalTime.of(7, 30)`));
  });
});

describe('an expectation without runs', () => {
  test('needs a reason', () => {
    expect(() => RunExpectation.unscheduled('  ')).toThrow(new Error('RunExpectation.unscheduled: the reason is empty; say why no runs are expected'));
  });
});

test.each(['startWithin', 'maxDuration', 'finishWithin', 'startEarlyBy'])('%s must be known at synth', (name) => {
  const duration = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));

  expect(() => RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { [name]: duration })).toThrow(new Error(
    `${name} must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is not a token`,
  ));
});
