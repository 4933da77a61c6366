import type { CheckerModel } from '../account/model';
import type { DrillPipeline, DrillStage } from '../pipeline';
import type { WatcherCall, Condition, Firing } from '../world/conditions';
import type { RunPlan } from '../world/runs/run-plan';
import type { Scene, Span } from './scene';

/** How long a condition has to last so that nothing of it is left out: retries go on for up to a day. */
const LINGERS = 25 * 60 * 60 * 1000;

/** Changes the runs of a stage that belong to a span of slots, however late their retries are. */
export function onRuns({ resource }: DrillStage, { from, to }: Span, change: (plan: RunPlan) => RunPlan): Condition {
  return {
    from, to: to + LINGERS, sparesWatchers: true,
    run: (plan) => {
      const belongs = plan.slot ?? plan.start;
      return plan.resourceArn === resource.arn && from <= belongs && belongs < to ? change(plan) : plan;
    },
  };
}

/**
 * Changes what becomes of the slots of a pipeline's schedules. While it lasts it bears on retries too.
 *
 * @param change how whoever looks finds the schedules
 */
export function onSchedules(scene: Scene, { from, to }: Span, firing: Firing, change?: 'disabled' | 'deleted'): Condition {
  return {
    from, to, sparesWatchers: true,
    trigger: (schedule) => (scene.starts(schedule) ? change : undefined),
    firing: (schedule, slot) => (scene.starts(schedule) && from <= slot && slot < to ? firing : undefined),
  };
}

/** Changes the runs of a pipeline's checker. */
export function onTicks(scene: Scene, { from, to }: Span, change: (plan: RunPlan) => RunPlan): Condition {
  const checker = checkerOf(scene.pipeline);
  const arn = scene.account.functions.find(({ name }) => name === checker.functionName)?.arn;
  return { from, to, run: (plan) => (plan.resourceArn === arn ? change(plan) : plan) };
}

/** Makes a call of a pipeline's checker fail. */
export function onCalls(scene: Scene, { from, to }: Span, failing: WatcherCall, error: () => Error): Condition {
  const { functionName } = checkerOf(scene.pipeline);
  return { from, to, call: (checker, call) => (checker.functionName === functionName && call === failing ? error() : undefined) };
}

/** The points of AWS's own metrics about what a pipeline runs. */
export function onMetrics({ pipeline }: Scene, { from, to }: Span, namespaces: readonly string[], fate: { readonly lost?: boolean; readonly delaySeconds?: number }): Condition {
  const names = new Set(pipeline.stages.flatMap(({ resource }) => [resource.arn, resource.name, ...('functionArns' in resource ? resource.functionArns.map((arn) => arn.split(':').at(-1)!) : [])]));
  return {
    from, to, sparesWatchers: true,
    point: ({ namespace, dimensions }) => (namespaces.includes(namespace) && Object.values(dimensions).some((value) => names.has(value)) ? fate : undefined),
  };
}

/** The checker of a pipeline that is known to have one. */
export function checkerOf({ observed }: DrillPipeline): CheckerModel {
  return observed!.checker;
}

/** For `inapplicable`: the fault is about a checker. */
export function needsChecker({ observed }: DrillPipeline): string | undefined {
  return observed === undefined ? 'No checker of this library watches it.' : undefined;
}

/** For `inapplicable`: the fault is about the schedule that starts it. */
export function needsSchedule({ externalTrigger }: DrillPipeline): string | undefined {
  return externalTrigger ? 'The templates have no schedule that starts it.' : undefined;
}
