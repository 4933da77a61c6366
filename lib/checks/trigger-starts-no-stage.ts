import { appTreeOf, pathOf } from '../app-tree/app-tree';
import { mayStart, targetsOf } from '../app-tree/reach';
import { ownTrigger } from '../app-tree/scheduled';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A schedule that was copied, or whose target was renamed: it fires, and the pipeline never runs. */
export const triggerStartsNoStage: Check<ObservedPipeline> = {
  id: 'triggerStartsNoStage',
  level: 'warning',
  find: (pipeline) => {
    const tree = appTreeOf(pipeline);
    const trigger = ownTrigger(tree, pipeline);
    if (trigger === undefined || pipeline._stages.length === 0) return [];
    const stages = new Set(pipeline._stages.flatMap((stage) => [...tree.keysOf(stage)]));
    if (mayStart(tree, trigger, stages)) return [];
    const [path, names] = [pathOf(trigger.resource), pipeline._stages.map(({ stageName }) => stageName).join(', ')];
    const targets = (targetsOf(tree, trigger) ?? []).flatMap((key) => tree.resource(key) ?? []).map(pathOf);
    return [targets.length === 0
      ? `${path} has no target, so it never starts the pipeline; make its first stage (${pipeline._stages[0]!.stageName}) the target`
      : `${path} starts ${targets.join(', ')}, which is no stage of the pipeline and leads to none of them (${names}), so it never starts the pipeline; `
        + 'correct its target, or pass the trigger that starts the pipeline'];
  },
};
