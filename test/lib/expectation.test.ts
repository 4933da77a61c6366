import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnParameter, Duration, TimeZone, Token } from 'aws-cdk-lib/core';
import { RunExpectation } from '../../lib';
import { newStack } from './fixtures';

describe('an expectation by cron', () => {
  test('refuses an expression that EventBridge would refuse', () => {
    expect(() => RunExpectation.cron({ minute: '60', hour: '2' })).toThrow(/^RunExpectation\.cron: Schedule "cron\(60 2 \* \* \? \*\)", minute: /);
  });

  test('refuses an expression that can never fire', () => {
    expect(() => RunExpectation.cron({ minute: '0', hour: '2', day: '30', month: '2' })).toThrow(new Error(
      'RunExpectation.cron: cron(0 2 30 2 ? *) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });

  test('refuses an expression of years that are over', () => {
    expect(() => RunExpectation.expression('cron(0 2 * * ? 2020)')).toThrow(new Error(
      'RunExpectation.expression: cron(0 2 * * ? 2020) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });
});

describe('an expectation by expression', () => {
  test('refuses what is no expression', () => {
    expect(() => RunExpectation.expression('0 2 * * *')).toThrow(/^RunExpectation\.expression: Schedule "0 2 \* \* \*", expression: it is none of cron\(…\), rate\(…\) and at\(…\)\./);
  });

  test('refuses an instant that is over', () => {
    expect(() => RunExpectation.expression('at(2020-01-01T00:00:00)')).toThrow(new Error(
      'RunExpectation.expression: at(2020-01-01T00:00:00) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });

  test('refuses a zone that is none', () => {
    expect(() => RunExpectation.expression('cron(0 2 * * ? *)', TimeZone.of('Europe/Atlantis'))).toThrow(/^RunExpectation\.expression: Schedule "cron\(0 2 \* \* \? \*\)", time zone: /);
  });

  test('takes an expression that is only known at deployment', () => {
    expect(() => RunExpectation.expression(Token.asString({ Ref: 'When' }))).not.toThrow();
  });
});

describe('an expectation by rate', () => {
  test('refuses a rate that is no whole number of minutes', () => {
    expect(() => RunExpectation.rate(Duration.seconds(90))).toThrow(new Error(
      'RunExpectation.rate: the rate must be a whole number of minutes, at least 1, got 1 minute 30 seconds',
    ));
  });
});

describe('an expectation by schedule', () => {
  test('refuses an imported schedule, which does not tell its expression', () => {
    const imported = Schedule.fromScheduleArn(newStack(), 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/nights/load');

    expect(() => RunExpectation.fromSchedule(imported)).toThrow(new Error(
      'RunExpectation.fromSchedule: S/Imported is imported, so its expression cannot be read at synth; use RunExpectation.expression(\'cron(…)\', timeZone) with the same expression',
    ));
  });
});

describe('an expectation by rule', () => {
  test('refuses an imported rule, which does not tell its expression', () => {
    const imported = Rule.fromEventRuleArn(newStack(), 'Imported', 'arn:aws:events:eu-west-1:111122223333:rule/nightly');

    expect(() => RunExpectation.fromRule(imported)).toThrow(new Error(
      'RunExpectation.fromRule: S/Imported is imported, so its expression cannot be read at synth; use RunExpectation.expression(\'cron(…)\', TimeZone.ETC_UTC) with the same expression',
    ));
  });

  test('refuses a rule by pattern, which does not say when', () => {
    const rule = new Rule(newStack(), 'Rule', { eventPattern: { source: ['shop'] } });

    expect(() => RunExpectation.fromRule(rule)).toThrow(new Error(
      'RunExpectation.fromRule: S/Rule has an event pattern and no schedule, so it does not say when runs are due; use RunExpectation.atLeastEvery(…) or RunExpectation.unscheduled(\'reason\')',
    ));
  });

  test('refuses a schedule that can never fire', () => {
    const rule = new Rule(newStack(), 'Rule', { schedule: RuleSchedule.expression('cron(0 2 31 4 ? *)') });

    expect(() => RunExpectation.fromRule(rule)).toThrow(new Error(
      'RunExpectation.fromRule: cron(0 2 31 4 ? *) can never fire again, so no run would ever be missed; correct the date or the year',
    ));
  });
});

describe('an expectation by maximum silence', () => {
  test('refuses less than a minute', () => {
    expect(() => RunExpectation.atLeastEvery(Duration.seconds(59))).toThrow(new Error(
      'RunExpectation.atLeastEvery: the silence must be at least 1 minute, got 59 seconds',
    ));
  });

  test('refuses a silence that is only known at deployment', () => {
    const silence = Duration.minutes(new CfnParameter(newStack(), 'Silence', { type: 'Number' }).valueAsNumber);

    expect(() => RunExpectation.atLeastEvery(silence)).toThrow(new Error(
      'RunExpectation.atLeastEvery: the silence must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is no token',
    ));
  });
});

describe('an expectation by day', () => {
  const timeZone = TimeZone.EUROPE_BERLIN;

  test.each([
    [{ by: '24:00', timeZone }, 'by must be a local time HH:MM between 00:00 and 23:59, got \'24:00\''],
    [{ by: '7.30', timeZone }, 'by must be a local time HH:MM between 00:00 and 23:59, got \'7.30\''],
    [{ by: '07:30', notBefore: 'midnight', timeZone }, 'notBefore must be a local time HH:MM between 00:00 and 23:59, got \'midnight\''],
  ])('refuses %j', (daily, text) => {
    expect(() => RunExpectation.dailyBy(daily)).toThrow(new Error(`RunExpectation.dailyBy: ${text}`));
  });

  test('refuses a second deadline', () => {
    expect(() => RunExpectation.dailyBy({ by: '07:30', timeZone }, { deadline: Duration.hours(1) })).toThrow(new Error(
      'RunExpectation.dailyBy: `by` is the deadline; leave `deadline` out',
    ));
  });
});

describe('expecting nothing', () => {
  test('needs a reason', () => {
    expect(() => RunExpectation.unscheduled('  ')).toThrow(new Error('RunExpectation.unscheduled: say why nothing is expected, so that the next person need not guess'));
  });
});

test.each(['startWithin', 'maxDuration', 'deadline', 'early'])('%s must be known at synth', (name) => {
  const duration = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));

  expect(() => RunExpectation.cron({ minute: '0', hour: '2' }, { [name]: duration })).toThrow(new Error(
    `${name} must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is no token`,
  ));
});
