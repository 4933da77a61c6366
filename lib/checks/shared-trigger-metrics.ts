import { type CfnResource, Stack } from 'aws-cdk-lib/core';
import { type AppTree, appTreeOf, pathOf } from '../app-tree/app-tree';
import { textOf } from '../app-tree/rendered';
import { ownTrigger } from '../app-tree/scheduled';
import type { ObservedPipeline } from '../observed-pipeline';
import { TRIGGER_SIGNALS } from '../pipeline/trigger-signals';
import { sharesMetrics } from '../pipeline/trigger-source';
import type { Check } from './check';

/** EventBridge Scheduler publishes by group only (Scheduler user guide, "Monitoring with CloudWatch"). */
export const sharedTriggerMetrics: Check<ObservedPipeline> = {
  id: 'sharedTriggerMetrics',
  level: 'warning',
  find: (pipeline) => {
    const { _trigger: trigger, _watched: watched, pipelineName } = pipeline;
    if (trigger === undefined || !watched.some(({ row }) => Object.values<string>(TRIGGER_SIGNALS).includes(row.id))) return [];
    const [first, ...more] = sharesMetrics(trigger) ? [] : othersOfGroup(pipeline);
    const shared = sharesMetrics(trigger) ? 'is in the default schedule group, whose metrics count every schedule in it'
      : first === undefined ? undefined
        : `is in one schedule group with ${pathOf(first)}${more.length === 0 ? '' : ` and ${more.length} more`}, and the metrics of a group count every schedule in it`;
    return shared === undefined ? [] : [`the schedule of ${pipelineName} ${shared}: losses of others are told as this pipeline's; `
      + 'give the schedule a ScheduleGroup of its own, or switch the trigger signal off'];
  },
};

/** The other schedules of the app in the group of a pipeline's schedule, but for those that are switched off or start the pipeline too. */
function othersOfGroup(pipeline: ObservedPipeline): CfnResource[] {
  const tree = appTreeOf(pipeline);
  const own = ownTrigger(tree, pipeline)?.resource;
  if (own?.cfnResourceType !== 'AWS::Scheduler::Schedule') return [];
  const group = groupIn(tree, own);
  const alsoItsOwn = new Set(pipeline._stages.flatMap((stage) => tree.startersTo(tree.keysOf(stage))).map(({ resource }) => resource));
  return tree.all('AWS::Scheduler::Schedule')
    .filter((other) => other !== own && !alsoItsOwn.has(other) && groupIn(tree, other) === group && tree.starterOf(other)?.off === false);
}

/** A group is one within an account and Region only. */
function groupIn(tree: AppTree, schedule: CfnResource): string {
  const { account, region } = Stack.of(schedule);
  return `${textOf(tree.propertiesOf(schedule)?.GroupName)} ${account} ${region}`;
}
