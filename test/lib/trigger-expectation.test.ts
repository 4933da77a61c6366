import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRule, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule, CfnScheduleProps, Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { CfnParameter, Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { ScheduledExpectation } from '../../core/contract/contract';
import { ObservedPipeline, PipelineStage, PipelineTrigger, RunExpectation, TriggerExpectationOptions } from '../../lib';
import {
  alarmOf, contractOf, hasAlarm, newFunction, newPipeline, newStack, nightly, plain, profileOf, propertiesOf, synthErrors, warningsOf,
} from './fixtures';

/** A pipeline of one function, and the ARN of the function, which a trigger may target. */
function pipelineOf(stack: Stack, make: (targetArn: string) => RunExpectation): ObservedPipeline {
  const load = newFunction(stack);
  return newPipeline(stack, { stages: [PipelineStage.lambdaFunction(load)], expectation: make(load.functionArn) });
}

function cfnSchedule(stack: Stack, arn: string, props: Partial<CfnScheduleProps> = {}): CfnSchedule {
  return new CfnSchedule(stack, 'Schedule', {
    scheduleExpression: 'cron(0 2 * * ? *)', flexibleTimeWindow: { mode: 'OFF' }, target: { arn, roleArn: 'arn:aws:iam::111122223333:role/caller' }, ...props,
  });
}

function expectationOf(pipeline: ObservedPipeline): ScheduledExpectation {
  return contractOf(pipeline).expectation as ScheduledExpectation;
}

describe('an L1 schedule', () => {
  const expectationBy = (props: Partial<CfnScheduleProps>): ScheduledExpectation => {
    const stack = newStack();
    return expectationOf(pipelineOf(stack, (arn) => RunExpectation.fromSchedule(cfnSchedule(stack, arn, props))));
  };

  test('gives its times with zone, flexible window and start', () => {
    expect(expectationBy({
      scheduleExpression: 'rate(6 hours)', scheduleExpressionTimezone: 'Europe/Berlin', startDate: '2027-01-01T00:00:00',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 20 },
    })).toMatchObject({ schedule: 'rate(6 hours)', timeZone: 'Europe/Berlin', anchor: '2027-01-01T00:00:00Z', flexibleWindowSeconds: 1200 });
  });

  test('may have a flexible window that must be resolved', () => {
    const window = Token.asAny({ resolve: () => ({ mode: 'FLEXIBLE', maximumWindowInMinutes: 20 }) });

    expect(expectationBy({ flexibleTimeWindow: window })).toMatchObject({ flexibleWindowSeconds: 1200 });
  });

  test('may have an expression that is known only at deployment', () => {
    const stack = newStack();
    const when = new CfnParameter(stack, 'When').valueAsString;

    expect(expectationOfToken(stack, when)).toContain('"schedule":"<When>"');
  });

  test('that was changed by an escape hatch is read as it is in the template', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, (arn) => {
      const schedule = cfnSchedule(stack, arn);
      schedule.addPropertyOverride('ScheduleExpression', 'cron(0 5 * * ? *)');
      return RunExpectation.fromSchedule(schedule);
    });

    expect(expectationOf(pipeline).schedule).toBe('cron(0 5 * * ? *)');
  });

  test('whose flexible window is known only at deployment is an error', () => {
    const stack = newStack();
    const minutes = new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber;
    const schedule = cfnSchedule(stack, 'arn', { flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: minutes } });

    expect(() => RunExpectation.fromSchedule(schedule)).toThrow(new Error(
      'RunExpectation.fromSchedule: the flexible time window of S/Schedule is known only at deployment, but it decides when a run is late; '
      + 'write its mode and maximumWindowInMinutes as values that are not tokens',
    ));
  });

  test('is watched by the metrics of its group', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, (arn) => RunExpectation.fromSchedule(cfnSchedule(stack, arn, { groupName: 'nights' })));

    expect(JSON.stringify(propertiesOf(alarmOf(pipeline, 'TriggerUndeliverable')))).toContain('{"Name":"ScheduleGroup","Value":"nights"}');
    expect(profileOf(pipeline).trigger).toEqual({ kind: 'schedule', name: '<Schedule>', group: 'nights' });
  });

  test('in the default group causes a warning, since it shares its metrics', () => {
    const stack = newStack();
    pipelineOf(stack, (arn) => RunExpectation.fromSchedule(cfnSchedule(stack, arn)));

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringContaining('is in the default schedule group')]);
  });

  test('may be named as the trigger of any expectation', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const pipeline = newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(26), { trigger: PipelineTrigger.schedule(cfnSchedule(stack, load.functionArn, { groupName: 'nights' })) }),
    });

    expect(hasAlarm(pipeline, 'TriggerUndeliverable')).toBe(true);
    expect(synthErrors(stack)).toBe('');
  });
});

function expectationOfToken(stack: Stack, when: string): string {
  pipelineOf(stack, (arn) => RunExpectation.fromSchedule(cfnSchedule(stack, arn, { scheduleExpression: when })));
  const [contract] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter', { Properties: { Name: Match.stringLikeRegexp('/Nightly$') } }));
  return plain(contract.Properties.Value);
}

describe('an L1 rule', () => {
  test('gives its times in UTC', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, (arn) => RunExpectation.fromRule(new CfnRule(stack, 'Rule', { scheduleExpression: 'rate(1 hour)', targets: [{ id: 'a', arn }] })));

    expect(expectationOf(pipeline)).toMatchObject({ schedule: 'rate(1 hour)', timeZone: 'UTC' });
    expect(profileOf(pipeline).trigger).toEqual({ kind: 'rule', name: '<Rule>' });
  });

  test('is watched with the name of its event bus if that is not the default one', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack, (arn) => RunExpectation.fromRule(
      new CfnRule(stack, 'Rule', { scheduleExpression: 'rate(1 hour)', eventBusName: 'orders', targets: [{ id: 'a', arn }] }),
    ));

    expect(profileOf(pipeline).trigger).toEqual({ kind: 'rule', bus: 'orders', name: '<Rule>' });
  });

  test('with an event pattern does not say when runs are due', () => {
    const rule = new CfnRule(newStack(), 'Rule', { eventPattern: { source: ['shop'] } });

    expect(() => RunExpectation.fromRule(rule)).toThrow('S/Rule has an event pattern instead of a schedule, so it does not say when runs are due');
  });
});

describe('a trigger that is not part of the app', () => {
  test('has no readable expression, even if its ARN is a reference', () => {
    const imported = CfnRule.fromRuleArn(newStack(), 'Imported', 'arn:aws:events:eu-west-1:111122223333:rule/orders/nightly');

    expect(() => RunExpectation.fromRule(imported)).toThrow(
      'RunExpectation.fromRule: S/Imported is imported, so its expression cannot be read at synth; use RunExpectation.atTimes(ScheduleExpression.expression(\'cron(…)\')) with the same expression',
    );
  });

  test('may be watched beside an expectation, by the bus and name in its ARN', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, {
      expectation: nightly({ trigger: PipelineTrigger.rule(CfnRule.fromRuleArn(stack, 'Imported', 'arn:aws:events:eu-west-1:111122223333:rule/orders/nightly')) }),
    });

    expect(profileOf(pipeline).trigger).toEqual({ kind: 'rule', bus: 'orders', name: 'nightly' });
  });
});

describe('the syntax of rules', () => {
  test.each([
    ['rate(5 minute)', 'rate: "minute" does not agree with 5. Write rate(5 minutes).'],
    ['rate(1 minutes)', 'rate: "minutes" does not agree with 1. Write rate(1 minute).'],
    ['cron(0 2 * * ?)', 'expression: cron has five fields, and a rule needs six. Write the year too: cron(0 2 * * ? *).'],
    ['at(2099-01-31T02:00:00)', 'expression: rules have no at(…). Use an EventBridge Scheduler schedule for a single time.'],
  ])('rejects %s, as EventBridge does at deployment', (expression, problem) => {
    const rule = new Rule(newStack(), 'Rule', { schedule: RuleSchedule.expression(expression) });

    expect(() => RunExpectation.fromRule(rule)).toThrow(`RunExpectation.fromRule: Schedule "${expression}", ${problem}`);
  });

  test('differs from that of Scheduler, which accepts five fields', () => {
    const stack = newStack();

    expect(() => RunExpectation.fromSchedule(cfnSchedule(stack, 'arn', { scheduleExpression: 'cron(0 2 * * ?)' }))).not.toThrow();
  });
});

describe('an expectation with onlyWhereEnabled', () => {
  const schedule = (stack: Stack, arn: string, state: string): CfnSchedule => cfnSchedule(stack, arn, { state, groupName: 'nights' });
  const following = (state: string, options: TriggerExpectationOptions = { onlyWhereEnabled: true }): { stack: Stack; pipeline: ObservedPipeline } => {
    const stack = newStack();
    return { stack, pipeline: pipelineOf(stack, (arn) => RunExpectation.fromSchedule(schedule(stack, arn, state), options)) };
  };

  test('expects runs if the trigger is enabled', () => {
    const { stack, pipeline } = following('ENABLED');

    expect(expectationOf(pipeline).schedule).toBe('cron(0 2 * * ? *)');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('expects no runs if the trigger is disabled, and causes no warning', () => {
    const { stack, pipeline } = following('DISABLED');

    expect(pipeline.proofOfLifeAlarm).toBeUndefined();
    expect(hasAlarm(pipeline, 'TriggerUndeliverable')).toBe(false);
    expect(profileOf(pipeline).nothingExpected).toBe('its trigger S/Schedule is disabled in this environment');
    expect(warningsOf(stack)).toEqual([]);
    Annotations.fromStack(stack).hasInfo('/S/Nightly', 'no runs of pipeline Nightly are expected here: its trigger S/Schedule is disabled in this environment');
  });

  test('still raises alarms on failures if the trigger is disabled', () => {
    expect(hasAlarm(following('DISABLED').pipeline, 'LoadFailed')).toBe(true);
  });

  test('is an option, and without it a disabled trigger causes a warning', () => {
    expect(warningsOf(following('DISABLED', {}).stack).map(({ text }) => text)).toEqual([expect.stringContaining('S/Schedule is disabled, so every run will be reported as missed')]);
  });

  test('rejects a malformed expression, even if the trigger is disabled', () => {
    const disabled = cfnSchedule(newStack(), 'arn', { state: 'DISABLED', scheduleExpression: 'cron(60 2 * * ? *)' });

    expect(() => RunExpectation.fromSchedule(disabled, { onlyWhereEnabled: true })).toThrow(/^RunExpectation\.fromSchedule: Schedule "cron\(60 2 \* \* \? \*\)", minute: /);
  });

  test('rejects a state that is known only at deployment', () => {
    const stack = newStack();
    const rule = new CfnRule(stack, 'Rule', { scheduleExpression: 'rate(1 hour)', state: new CfnParameter(stack, 'State').valueAsString });

    expect(() => RunExpectation.fromRule(rule, { onlyWhereEnabled: true })).toThrow(new Error(
      'RunExpectation.fromRule: onlyWhereEnabled cannot read the state of S/Rule, which is known only at deployment; '
      + 'decide the state in your code, such as enabled: isProd, or leave onlyWhereEnabled out',
    ));
  });

  test('reads the state of an L2 schedule and an L2 rule', () => {
    const stack = newStack();
    const load = newFunction(stack);
    const byScheduler = new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(load), scheduleGroup: new ScheduleGroup(stack, 'Group'), enabled: false,
    });
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)), enabled: false });

    expect(RunExpectation.fromSchedule(byScheduler, { onlyWhereEnabled: true })._spec.reason).toBe('its trigger S/Schedule is disabled in this environment');
    expect(RunExpectation.fromRule(rule, { onlyWhereEnabled: true })._spec.reason).toBe('its trigger S/Rule is disabled in this environment');
  });

  test('that reads the state too early causes a warning', () => {
    const stack = newStack();
    pipelineOf(stack, (arn) => {
      const cfn = schedule(stack, arn, 'DISABLED');
      const expectation = RunExpectation.fromSchedule(cfn, { onlyWhereEnabled: true });
      cfn.state = 'ENABLED';
      return expectation;
    });

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([
      'S/Schedule was disabled when the expectation was created and is enabled now, so no runs are expected; '
      + 'set its state before you create the expectation [ack: cdk-observed-pipeline:triggerDoesNotFire]',
    ]);
  });
});
