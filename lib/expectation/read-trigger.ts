import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Duration, TimeZone, Token } from 'aws-cdk-lib/core';
import type { ExpectationSpec } from './expectation-spec';
import { ruleResource, scheduleResource, templateProperties, textProperty } from './trigger-resource';

/** What a trigger says about when runs are due, and whether it fires at all. */
export interface TriggerTimes extends Pick<ExpectationSpec, 'expression' | 'timeZone' | 'anchor' | 'flexibleWindow'> {
  readonly expression: string;
  readonly timeZone: string;
  /** The bounds of a schedule, as ISO 8601 in UTC or as tokens. */
  readonly start?: string;
  readonly end?: string;
  /** Whether the template says how late the trigger may fire. */
  readonly windowKnown: boolean;
  /** Undefined where only the deployment decides it. */
  readonly enabled?: boolean;
}

/** Reads the times of an EventBridge Scheduler schedule; undefined when the app does not make it. */
export function timesOfSchedule(schedule: IScheduleRef): TriggerTimes | undefined {
  const resource = scheduleResource(schedule);
  if (resource === undefined) return undefined;
  const properties = templateProperties(resource);
  const start = inUtc(textProperty(properties.StartDate, resource.startDate));
  return {
    expression: textProperty(properties.ScheduleExpression, resource.scheduleExpression)!,
    timeZone: zoneName(textProperty(properties.ScheduleExpressionTimezone, resource.scheduleExpressionTimezone)),
    // A phase that only the deployment knows is read from the runs.
    anchor: Token.isUnresolved(start) ? undefined : start,
    start,
    end: inUtc(textProperty(properties.EndDate, resource.endDate)),
    ...flexibleWindow(properties.FlexibleTimeWindow),
    enabled: isEnabled(properties.State),
  };
}

/** Reads the times of an EventBridge rule, which are in UTC; undefined when the app does not make it or it has no schedule. */
export function timesOfRule(rule: IRuleRef): TriggerTimes | undefined {
  const resource = ruleResource(rule);
  if (resource === undefined) return undefined;
  const properties = templateProperties(resource);
  const expression = textProperty(properties.ScheduleExpression, resource.scheduleExpression);
  return expression === undefined ? undefined : { expression, timeZone: 'UTC', windowKnown: true, enabled: isEnabled(properties.State) };
}

/** The times of a schedule that an expectation takes over. @throws when they cannot be read */
export function readSchedule(schedule: IScheduleRef): TriggerTimes {
  const times = timesOfSchedule(schedule);
  if (times?.windowKnown) return times;
  if (times !== undefined) {
    throw new Error(`RunExpectation.schedule: the flexible time window of ${schedule.node.path} is only known at deployment, so nobody can say when a run is late; `
      + 'write its mode and maximumWindowInMinutes as values that are no tokens');
  }
  throw new Error(`RunExpectation.schedule: ${schedule.node.path} is imported, so its expression cannot be read at synth; `
    + 'use RunExpectation.expression(\'cron(…)\', timeZone) with the same expression');
}

/** The times of a rule that an expectation takes over. @throws when they cannot be read or there are none */
export function readRule(rule: IRuleRef): TriggerTimes {
  const times = timesOfRule(rule);
  if (times !== undefined) return times;
  if (ruleResource(rule) === undefined) {
    throw new Error(`RunExpectation.rule: ${rule.node.path} is imported, so its expression cannot be read at synth; `
      + 'use RunExpectation.expression(\'cron(…)\', TimeZone.ETC_UTC) with the same expression');
  }
  throw new Error(`RunExpectation.rule: ${rule.node.path} has an event pattern and no schedule, so it does not say when runs are due; `
    + 'use RunExpectation.maxSilence(…) or RunExpectation.none(\'reason\')');
}

function flexibleWindow(rendered: unknown): Pick<TriggerTimes, 'flexibleWindow' | 'windowKnown'> {
  const { Mode: mode, MaximumWindowInMinutes: minutes } = (rendered ?? {}) as { Mode?: unknown; MaximumWindowInMinutes?: unknown };
  // CloudFormation takes a number as a text too.
  if (mode === 'FLEXIBLE' && Number.isFinite(Number(minutes))) return { flexibleWindow: Duration.minutes(Number(minutes)), windowKnown: true };
  return { windowKnown: mode === 'OFF' || (mode === 'FLEXIBLE' && minutes === undefined) };
}

/** CDK's Etc/UTC and EventBridge's UTC are one zone, and people know it by the shorter name. */
export function zoneName(zone: string | undefined): string {
  return zone === undefined || zone === TimeZone.ETC_UTC.timezoneName ? 'UTC' : zone;
}

/** Scheduler's dates are in UTC, whether they say so or not (API reference, CreateSchedule, StartDate). */
function inUtc(date: string | undefined): string | undefined {
  return date === undefined || Token.isUnresolved(date) || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(date) ? date : `${date}Z`;
}

/** A rule has a second way of being enabled: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. */
function isEnabled(state: unknown): boolean | undefined {
  if (state === undefined) return true;
  return typeof state === 'string' ? state !== 'DISABLED' : undefined;
}
