import { Token } from 'aws-cdk-lib/core';
import type { Trigger } from '../expectation/expectation-spec';
import { timesOfRule, timesOfSchedule, TriggerTimes } from '../expectation/read-trigger';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A trigger that does not fire at each slot of its schedule: those runs would be told as missed. */
export const triggerFires: Check<ObservedPipeline> = {
  id: 'triggerFires',
  level: 'warning',
  find: ({ _spec: { trigger, disabledTrigger } }) => [
    ...about(trigger, (path, times) => [...disabled(path, times), ...bounded(path, times)]),
    ...about(disabledTrigger, enabledSince),
  ],
};

function about(trigger: Trigger | undefined, find: (path: string, times: TriggerTimes) => string[]): string[] {
  if (trigger === undefined) return [];
  const times = trigger.schedule === undefined ? timesOfRule(trigger.rule!) : timesOfSchedule(trigger.schedule);
  return times === undefined ? [] : find((trigger.schedule ?? trigger.rule)!.node.path, times);
}

function disabled(path: string, { enabled }: TriggerTimes): string[] {
  return enabled !== false ? []
    : [`${path} is disabled, so every run will be reported as missed; enable it, or pass onlyWhereEnabled: true to expect nothing where it is disabled`];
}

/** The expectation followed its state too early. */
function enabledSince(path: string, { enabled }: TriggerTimes): string[] {
  return enabled === false ? []
    : [`${path} was disabled when the expectation was made and is enabled now, so nothing is expected of its runs; set its state before RunExpectation reads it`];
}

/** The slots of a rate begin with its start; those of a cron expression know no bounds. */
function bounded(path: string, { start, end, expression }: TriggerTimes): string[] {
  return [
    ...(start === undefined || expression.startsWith('rate') ? [] : [{ bound: `starts at ${dateText(start)}`, side: 'before' }]),
    ...(end === undefined ? [] : [{ bound: `ends at ${dateText(end)}`, side: 'after' }]),
  ].map(({ bound, side }) => `${path} ${bound}: runs ${side} it are expected all the same and will be reported as missed; deploy the pipeline only while the schedule runs`);
}

function dateText(date: string): string {
  return Token.isUnresolved(date) ? 'a date that only the deployment knows' : date;
}
