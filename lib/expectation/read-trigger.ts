import { CfnRule, IRule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule, ISchedule } from 'aws-cdk-lib/aws-scheduler';
import { Duration } from 'aws-cdk-lib/core';
import type { ExpectationSpec } from './expectation-spec';

type Read = Pick<ExpectationSpec, 'expression' | 'timeZone' | 'anchor' | 'flexibleWindow'>;

/** Reads the schedule that an EventBridge Scheduler schedule of this app has. @throws when it is imported */
export function readSchedule(schedule: ISchedule): Read {
  const resource = schedule.node.defaultChild;
  if (!(resource instanceof CfnSchedule)) {
    throw new Error(`RunExpectation.schedule: ${schedule.node.path} is imported, so its expression cannot be read at synth; `
      + 'use RunExpectation.expression(\'cron(…)\', timeZone) with the same expression');
  }
  const window = resource.flexibleTimeWindow as CfnSchedule.FlexibleTimeWindowProperty;
  return {
    expression: resource.scheduleExpression,
    timeZone: resource.scheduleExpressionTimezone ?? 'UTC',
    anchor: resource.startDate,
    flexibleWindow: window.mode === 'FLEXIBLE' && window.maximumWindowInMinutes !== undefined
      ? Duration.minutes(window.maximumWindowInMinutes) : undefined,
  };
}

/** Reads the schedule of an EventBridge rule of this app: the same grammar, in UTC. @throws when there is none */
export function readRule(rule: IRule): Read {
  const resource = rule.node.defaultChild;
  if (!(resource instanceof CfnRule)) {
    throw new Error(`RunExpectation.rule: ${rule.node.path} is imported, so its expression cannot be read at synth; `
      + 'use RunExpectation.expression(\'cron(…)\', TimeZone.ETC_UTC) with the same expression');
  }
  if (resource.scheduleExpression === undefined) {
    throw new Error(`RunExpectation.rule: ${rule.node.path} has an event pattern and no schedule, so it does not say when runs are due; `
      + 'use RunExpectation.maxSilence(…) or RunExpectation.none(\'reason\')');
  }
  return { expression: resource.scheduleExpression, timeZone: 'UTC' };
}
