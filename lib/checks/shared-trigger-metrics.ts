import type { ObservedPipeline } from '../observed-pipeline';
import { TRIGGER_SIGNALS } from '../pipeline/trigger-signals';
import { sharesMetrics } from '../pipeline/trigger-source';
import type { Check } from './check';

/** EventBridge Scheduler publishes by group only (Scheduler user guide, "Monitoring with CloudWatch"). */
export const sharedTriggerMetrics: Check<ObservedPipeline> = {
  id: 'sharedTriggerMetrics',
  level: 'warning',
  find: ({ _trigger, _watched, pipelineName }) => (_trigger !== undefined && sharesMetrics(_trigger) && _watched.some(({ row }) => Object.values<string>(TRIGGER_SIGNALS).includes(row.id))
    ? [`the schedule of ${pipelineName} is in the default schedule group, whose metrics count every schedule in it: losses of others are told as `
      + 'this pipeline\'s; give the schedule a ScheduleGroup of its own, or switch the trigger signal off']
    : []),
};
