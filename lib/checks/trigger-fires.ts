import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A trigger that does not fire at each slot of its schedule: those runs would be told as missed. */
export const triggerFires: Check<ObservedPipeline> = {
  id: 'triggerFires',
  level: 'warning',
  find: ({ _spec }) => {
    if (_spec.trigger === undefined) return [];
    const trigger = (_spec.trigger.schedule ?? _spec.trigger.rule)!;
    const resource = trigger.node.defaultChild;
    if (resource instanceof CfnRule) return disabled(trigger.node.path, resource.state);
    if (!(resource instanceof CfnSchedule)) return [];
    return [...disabled(trigger.node.path, resource.state), ...bounded(trigger.node.path, resource)];
  },
};

function disabled(path: string, state: string | undefined): string[] {
  return state !== 'DISABLED' ? []
    : [`${path} is disabled, so every run will be told as missed; enable it, or expect RunExpectation.none('why') as long as it is off`];
}

/** The slots of a rate begin with its start; those of a cron expression know no bounds. */
function bounded(path: string, { startDate, endDate, scheduleExpression }: CfnSchedule): string[] {
  return [
    ...(startDate === undefined || scheduleExpression.startsWith('rate') ? [] : [{ bound: `starts at ${startDate}`, side: 'before' }]),
    ...(endDate === undefined ? [] : [{ bound: `ends at ${endDate}`, side: 'after' }]),
  ].map(({ bound, side }) => `${path} ${bound}: runs ${side} it are expected all the same and will be told as missed; deploy the pipeline only while the schedule runs`);
}
