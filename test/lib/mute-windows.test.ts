import { Template } from 'aws-cdk-lib/assertions';
import { CfnParameter, Duration, Stack, Tags, TimeZone, Token } from 'aws-cdk-lib/core';
import { MuteWindow, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';
import { directly, Json, newFunction, newPipeline, newStack } from './fixtures';

const SUNDAYS = MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2), timeZone: TimeZone.EUROPE_BERLIN });
const CHRISTMAS = MuteWindow.at('2099-12-24T18:00', { duration: Duration.days(2) });

function rulesOf(stack: Stack): Json[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::AlarmMuteRule')).map(({ Properties }) => Properties);
}

function alarmNames({ alarms }: ObservedPipeline): Json[] {
  return alarms.map((alarm) => Stack.of(alarm).resolve(alarm.alarmName));
}

describe('a mute window', () => {
  test('mutes all alarms of its pipeline, even those of stages that are added later', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { muteWindows: [SUNDAYS, CHRISTMAS] });
    pipeline.addStage(PipelineStage.lambdaFunction(newFunction(stack, 'Later')));
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Unmuted'))] }, 'Other');

    const [sundays, christmas, ...more] = rulesOf(stack);
    expect(more).toEqual([]);
    expect(sundays).toMatchObject({ Rule: { Schedule: { Expression: 'cron(0 4 * * SUN)', Duration: 'PT2H', Timezone: 'Europe/Berlin' } } });
    expect(christmas).toMatchObject({ Rule: { Schedule: { Expression: 'at(2099-12-24T18:00)', Duration: 'P2D' } } });
    for (const { MuteTargets: { AlarmNames: names } } of [sundays, christmas]) {
      expect(names).toHaveLength(7);
      expect(names).toEqual(expect.arrayContaining(alarmNames(pipeline)));
    }
  });

  test('mutes alarms without a notifier too', () => {
    const stack = newStack();
    newPipeline(stack, { observatory: directly(stack), muteWindows: [SUNDAYS] });

    expect(rulesOf(stack)).toHaveLength(1);
  });

  test('needs one rule for each hundred alarms, which is the limit of a rule', () => {
    const stack = newStack();
    const stages = Array.from({ length: 70 }, (_, index) => PipelineStage.lambdaFunction(newFunction(stack, `F${index}`)));
    newPipeline(stack, { observatory: directly(stack), stages, muteWindows: [SUNDAYS], expectation: RunExpectation.unscheduled('there is no contract that would be too long') });

    expect(rulesOf(stack).map(({ MuteTargets: { AlarmNames: names } }) => names.length)).toEqual([100, 100, 10]);
  });

  test('carries the tags of the app', () => {
    const stack = newStack();
    Tags.of(stack).add('team', 'data');
    newPipeline(stack, { muteWindows: [SUNDAYS] });

    expect(rulesOf(stack)).toEqual([expect.objectContaining({ Tags: [{ Key: 'team', Value: 'data' }] })]);
  });

  test('does not exist by default', () => {
    const stack = newStack();
    newPipeline(stack);

    expect(rulesOf(stack)).toEqual([]);
  });
});

describe('a mute window that CloudWatch would not accept is an error when it is created', () => {
  const hour = { duration: Duration.hours(1) };

  test.each<[string, () => MuteWindow, string]>([
    ['an hour that is none', () => MuteWindow.cron({ minute: '0', hour: '25' }, hour), 'MuteWindow.cron: The schedule "cron(0 25 * * *)" of a mute rule cannot be read. '
      + 'As EventBridge has it: Schedule "cron(0 25 * * ? *)", hour: 25 is outside 0-23. Use 0-23 and the wildcards , - * /.'],
    ['a weekday that is none', () => MuteWindow.cron({ minute: '0', weekDay: '8' }, hour), 'MuteWindow.cron: Day of week "8" of a mute rule cannot be read. '
      + 'Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.'],
    ['a day of the month and a weekday at once', () => MuteWindow.cron({ minute: '0', day: '1', weekDay: 'SUN' }, hour), 'MuteWindow.cron: give either day or weekDay, not both'],
    ['a text that is no time', () => MuteWindow.at('24.12.2026', hour), 'MuteWindow.at: The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) '
      + 'or at(yyyy-MM-ddThh:mm), got "at(24.12.2026)".'],
    ['a window that is too long', () => MuteWindow.at('2026-12-24T18:00', { duration: Duration.days(16) }), 'MuteWindow.at: The duration of a mute rule must be an ISO 8601 duration '
      + 'from PT1M to P15D, such as PT4H, got "P16D".'],
    ['a window that is too short', () => MuteWindow.at('2026-12-24T18:00', { duration: Duration.seconds(59) }), 'MuteWindow.at: The duration of a mute rule must be an ISO 8601 duration '
      + 'from PT1M to P15D, such as PT4H, got "PT59S".'],
    ['a day that never comes', () => MuteWindow.cron({ minute: '0', day: '30', month: '2' }, hour), 'MuteWindow.cron: cron(0 * 30 2 *) never begins, so it would mute nothing; correct the date'],
    ['a time that the zone does not have', () => MuteWindow.at('2026-03-29T02:30', { ...hour, timeZone: TimeZone.EUROPE_BERLIN }), 'MuteWindow.at: at(2026-03-29T02:30) never begins, '
      + 'so it would mute nothing; correct the date'],
  ])('%s', (_, window, message) => {
    expect(window).toThrow(expect.objectContaining({ message }));
  });

  test('a value that is known only at deployment', () => {
    const stack = newStack();
    const message = 'MuteWindow.cron: the window must be known at synth, since it is checked and the notifier reads it; pass values that are not tokens';

    expect(() => MuteWindow.cron({ minute: new CfnParameter(stack, 'Minute').valueAsString }, hour)).toThrow(new Error(message));
    expect(() => MuteWindow.cron({ minute: '0' }, { duration: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })) })).toThrow(new Error(message));
    expect(() => MuteWindow.cron({ minute: '0' }, { ...hour, timeZone: TimeZone.of(new CfnParameter(stack, 'Zone').valueAsString) })).toThrow(new Error(message));
  });
});
