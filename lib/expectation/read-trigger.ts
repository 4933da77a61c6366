import type { CfnRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { CfnResource, Duration, Stack, TimeZone, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { parseSchedule } from '../../core/schedule/parse';
import { Schedule, Slot } from '../../core/schedule/schedule';
import { DAY } from '../../core/time';

/** The resource of a schedule, L1 or below an L2; undefined when it is imported. */
export function scheduleResource(schedule: IScheduleRef): CfnSchedule | undefined {
  return resourceOfType(schedule, 'AWS::Scheduler::Schedule') as CfnSchedule | undefined;
}

/** The resource of a rule, L1 or below an L2; undefined when it is imported. */
export function ruleResource(rule: IRuleRef): CfnRule | undefined {
  return resourceOfType(rule, 'AWS::Events::Rule') as CfnRule | undefined;
}

/** The properties of a resource as in its template, escape hatches included. They may contain `{ Ref }` and other functions. */
function templateProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = Stack.of(resource).resolve(resource._toCloudFormation()) as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
  return Object.values(Resources)[0]?.Properties ?? {};
}

/** The text of a property: as in the template, or the token. Undefined when the property is absent. */
function textProperty(rendered: unknown, given: string | undefined): string | undefined {
  if (rendered === undefined || typeof rendered === 'string') return rendered as string | undefined;
  return given !== undefined && Token.isUnresolved(given) ? given : Token.asString(rendered);
}

// By its type and not by its class: an app may hold two copies of aws-cdk-lib.
function resourceOfType(construct: IConstruct, type: string): CfnResource | undefined {
  let node: IConstruct | undefined = construct;
  while (node !== undefined && !CfnResource.isCfnResource(node)) node = node.node.defaultChild;
  return node?.cfnResourceType === type ? node : undefined;
}

/** When a trigger fires, and whether it is enabled. */
export interface TriggerTimes {
  readonly expression: string;
  readonly timeZone: string;
  /** Where a rate begins to count. */
  readonly anchor?: string;
  readonly flexibleWindow?: Duration;
  /** The bounds of a schedule, as ISO 8601 in UTC or as tokens. */
  readonly start?: string;
  readonly end?: string;
  /** Whether the template says how late the trigger may fire. */
  readonly windowKnown: boolean;
  /** Undefined when it is known only at deployment. */
  readonly enabled?: boolean;
}

/** Reads the times of an EventBridge Scheduler schedule; undefined when it is imported. */
export function timesOfSchedule(schedule: IScheduleRef): TriggerTimes | undefined {
  const resource = scheduleResource(schedule);
  if (resource === undefined) return undefined;
  const properties = templateProperties(resource);
  const start = inUtc(textProperty(properties.StartDate, resource.startDate));
  return {
    expression: textProperty(properties.ScheduleExpression, resource.scheduleExpression)!,
    timeZone: zoneName(textProperty(properties.ScheduleExpressionTimezone, resource.scheduleExpressionTimezone)),
    // A phase that is known only at deployment is read from the runs.
    anchor: Token.isUnresolved(start) ? undefined : start,
    start,
    end: inUtc(textProperty(properties.EndDate, resource.endDate)),
    ...flexibleWindow(properties.FlexibleTimeWindow),
    enabled: isEnabled(properties.State),
  };
}

/** Reads the times of an EventBridge rule, which are in UTC; undefined when it is imported or has no schedule. */
export function timesOfRule(rule: IRuleRef): TriggerTimes | undefined {
  const resource = ruleResource(rule);
  if (resource === undefined) return undefined;
  const properties = templateProperties(resource);
  const expression = textProperty(properties.ScheduleExpression, resource.scheduleExpression);
  return expression === undefined ? undefined : { expression, timeZone: 'UTC', windowKnown: true, enabled: isEnabled(properties.State) };
}

/** The times of a schedule for an expectation. @throws when they cannot be read */
export function readSchedule(schedule: IScheduleRef): TriggerTimes {
  const times = timesOfSchedule(schedule);
  if (times?.windowKnown) return times;
  if (times !== undefined) {
    throw new Error(`RunExpectation.fromSchedule: the flexible time window of ${schedule.node.path} is known only at deployment, but it decides when a run is late; `
      + 'write its mode and maximumWindowInMinutes as values that are not tokens');
  }
  throw new Error(`RunExpectation.fromSchedule: ${schedule.node.path} is imported, so its expression cannot be read at synth; `
    + 'use RunExpectation.atTimes(ScheduleExpression.expression(\'cron(…)\', timeZone)) with the same expression');
}

/** The times of a rule for an expectation. @throws when they cannot be read, or the rule has no schedule */
export function readRule(rule: IRuleRef): TriggerTimes {
  const times = timesOfRule(rule);
  if (times !== undefined) return times;
  if (ruleResource(rule) === undefined) {
    throw new Error(`RunExpectation.fromRule: ${rule.node.path} is imported, so its expression cannot be read at synth; `
      + 'use RunExpectation.atTimes(ScheduleExpression.expression(\'cron(…)\')) with the same expression');
  }
  throw new Error(`RunExpectation.fromRule: ${rule.node.path} has an event pattern instead of a schedule, so it does not say when runs are due; `
    + 'use RunExpectation.atLeastEvery(…) or RunExpectation.unscheduled(\'reason\')');
}

function flexibleWindow(rendered: unknown): Pick<TriggerTimes, 'flexibleWindow' | 'windowKnown'> {
  const { Mode: mode, MaximumWindowInMinutes: minutes } = (rendered ?? {}) as { Mode?: unknown; MaximumWindowInMinutes?: unknown };
  // CloudFormation also accepts a number as a text.
  if (mode === 'FLEXIBLE' && Number.isFinite(Number(minutes))) return { flexibleWindow: Duration.minutes(Number(minutes)), windowKnown: true };
  return { windowKnown: mode === 'OFF' || (mode === 'FLEXIBLE' && minutes === undefined) };
}

/** Etc/UTC of CDK and UTC of EventBridge are the same time zone. Messages use the shorter name. */
export function zoneName(zone: string | undefined): string {
  return zone === undefined || zone === TimeZone.ETC_UTC.timezoneName ? 'UTC' : zone;
}

/** The dates of Scheduler are in UTC, even without a `Z` (API reference, CreateSchedule, StartDate). */
function inUtc(date: string | undefined): string | undefined {
  return date === undefined || Token.isUnresolved(date) || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(date) ? date : `${date}Z`;
}

/** A rule can also be enabled with the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. */
function isEnabled(state: unknown): boolean | undefined {
  if (state === undefined) return true;
  return typeof state === 'string' ? state !== 'DISABLED' : undefined;
}

/** Schedules are compared this far ahead: a year of daily runs, or fewer days of frequent ones. */
const HORIZON = 400 * DAY;
const MOST_SLOTS = 2000;

/** When runs are expected: within a window around each slot, or in any window of a length. */
export type ExpectedTimes =
  | { readonly by: 'slots'; readonly schedule: Schedule; readonly earlyMillis: number; readonly lateMillis: number; readonly isOwed: (slot: Slot) => boolean }
  | { readonly by: 'interval'; readonly longestMillis: number };

/** When a trigger fires. Of a rate without a start, only the interval is known. */
export interface Firing {
  readonly schedule: Schedule;
  readonly phaseKnown: boolean;
}

/** When a trigger fires; undefined when that is known only at deployment, or EventBridge would reject the expression. */
export function firingOf({ expression, timeZone, anchor }: TriggerTimes): Firing | undefined {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return undefined;
  const start = anchor === undefined ? NaN : Date.parse(anchor);
  const phaseKnown = !expression.startsWith('rate') || !Number.isNaN(start);
  try {
    return { schedule: parseSchedule(expression, { timeZone, anchor: Number.isNaN(start) ? undefined : start }), phaseKnown };
  } catch {
    // The expectation rejects a malformed expression. That of another trigger is not checked here.
    return undefined;
  }
}

/** The first expected run from an instant on that no trigger starts: at a slot, or without one if no trigger fires often enough. Undefined when there is none. */
export function unserved(expected: ExpectedTimes, firings: readonly Firing[], from: number): { readonly slot?: number } | undefined {
  if (expected.by === 'interval') {
    return firings.some(({ schedule }) => longestGap(schedule, from) <= expected.longestMillis) ? undefined : {};
  }
  const { schedule, earlyMillis, lateMillis, isOwed } = expected;
  const slot = slotsOf(schedule, from, isOwed).find((at) => !firings.some((firing) => firesWithin(firing, at - earlyMillis, at + lateMillis)));
  return slot === undefined ? undefined : { slot };
}

/** Whether each firing of a trigger is an expected run. */
export function isExpected(expected: ExpectedTimes, firing: Firing, from: number): boolean {
  if (expected.by === 'interval' || !firing.phaseKnown) return unserved(expected, [firing], from) === undefined;
  const { schedule, earlyMillis, lateMillis } = expected;
  return slotsOf(firing.schedule, from).every((at) => (schedule.prev(at + earlyMillis + 1)?.at ?? -Infinity) + lateMillis >= at);
}

function firesWithin({ schedule, phaseKnown }: Firing, first: number, last: number): boolean {
  if (!phaseKnown) return (schedule.shortestInterval(first, 2) ?? Infinity) <= last - first;
  return (schedule.next(first - 1)?.at ?? Infinity) <= last;
}

function longestGap(schedule: Schedule, from: number): number {
  const slots = slotsOf(schedule, from);
  // The gap after a single slot is not known.
  if (slots.length < 2) return Infinity;
  return Math.max(...slots.slice(1).map((at, index) => at - slots[index]!));
}

function slotsOf(schedule: Schedule, from: number, isOwed = ({ optional }: Slot): boolean => !optional): number[] {
  const slots: number[] = [];
  for (let slot = schedule.next(from); slot !== undefined && slot.at < from + HORIZON && slots.length < MOST_SLOTS; slot = schedule.next(slot.at)) {
    if (isOwed(slot)) slots.push(slot.at);
  }
  return slots;
}
