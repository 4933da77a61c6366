import { Instant, MINUTE } from '../../core/time';
import { type CheckerModel, type FunctionModel, type ScheduleModel, targetOf } from '../../template/model';
import { isSameTrigger, PipelineModel, StageModel } from '../../template/pipeline';
import type { Condition, Firing, WatcherCall } from '../simulation/conditions';
import type { RunPlan, RunRecord } from '../simulation/runs/run-plan';
import type { ExpectedAlert, Scene, Span } from './fault';

/** How long a condition must last so that it covers all retries: they continue for up to a day. */
const LINGERS = 25 * 60 * 60 * 1000;

/**
 * Changes the runs of a stage that belong to a span of slots, however late their retries are. Runs that another trigger started
 * are not affected.
 */
export function onRuns(stage: StageModel, { from, to }: Span, change: (plan: RunPlan) => RunPlan): Condition {
  return {
    from, to: to + LINGERS, sparesWatchers: true,
    run: (plan) => {
      const belongs = plan.slot ?? plan.start;
      return isOwnRun(stage, plan) && from <= belongs && belongs < to ? change(plan) : plan;
    },
  };
}

/** Whether a run is one of a pipeline's stage and was not started by another trigger. */
export function isOwnRun({ resource, foreignTriggers = [] }: StageModel, { resourceArn, trigger }: Pick<RunPlan, 'resourceArn' | 'trigger'>): boolean {
  return resourceArn === resource.arn && !(trigger !== undefined && foreignTriggers.some((foreign) => isSameTrigger(foreign, trigger)));
}

/**
 * Changes what happens at the slots of the schedules that a pipeline's expectation names. While it lasts, it affects retries
 * too.
 * @param change the state in which the notifier's diagnosis finds the schedules
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

/** Makes one kind of call of a pipeline's checker fail. */
export function onCalls(scene: Scene, { from, to }: Span, failing: WatcherCall, error: () => Error): Condition {
  const { functionName } = checkerOf(scene.pipeline);
  return { from, to, call: (checker, call) => (checker.functionName === functionName && call === failing ? error() : undefined) };
}

/** Changes the runs of all functions of a pipeline's notifier. */
export function onNotifier(scene: Scene, { from, to }: Span, change: (plan: RunPlan) => RunPlan): Condition {
  const arns = notifierFunctions(scene).map(({ arn }) => arn);
  return { from, to, run: (plan) => (arns.includes(plan.resourceArn) ? change(plan) : plan) };
}

/** Makes calls of a pipeline's notifier fail. */
export function onNotifierCalls(scene: Scene, { from, to }: Span, failing: readonly WatcherCall[], error: () => Error): Condition {
  const names = notifierFunctions(scene).map(({ name }) => name);
  return { from, to, call: ({ functionName }, call) => (names.includes(functionName) && failing.includes(call) ? error() : undefined) };
}

/** Keeps schedules from invoking a pipeline's notifier. */
export function onNotifierSchedule(scene: Scene, { from, to }: Span, firing: Firing): Condition {
  const names = notifierFunctions(scene).map(({ name }) => name);
  const invokes = ({ targetArns }: ScheduleModel): boolean => targetArns.some((arn) => names.includes(targetOf(scene.account, arn)?.model.name ?? ''));
  return { from, to, firing: (schedule) => (invokes(schedule) ? firing : undefined) };
}

/** The functions of which the notifier of a pipeline consists. */
export function notifierFunctions({ account, pipeline }: Scene): FunctionModel[] {
  const notifiers = pipeline.observed?.notifiers ?? [];
  return account.functions.filter(({ name }) => notifiers.some(({ functionName }) => functionName === name));
}

/** The points of AWS's own metrics about a pipeline's stages. */
export function onMetrics({ pipeline }: Scene, { from, to }: Span, namespaces: readonly string[], fate: { readonly lost?: boolean; readonly delaySeconds?: number }): Condition {
  const names = new Set(pipeline.stages.flatMap(({ resource }) => [resource.arn, resource.name, ...('functionArns' in resource ? resource.functionArns.map((arn) => arn.split(':').at(-1)!) : [])]));
  return {
    from, to, sparesWatchers: true,
    point: ({ namespace, dimensions }) => (namespaces.includes(namespace) && Object.values(dimensions).some((value) => names.has(value)) ? fate : undefined),
  };
}

/** The checker of a pipeline that is known to have one. */
export function checkerOf({ observed }: PipelineModel): CheckerModel {
  return observed!.checker;
}

/**
 * The alert for a failed run of the first stage: knowable when the run ends or, where the owner expects retries, when the last
 * retry ends.
 */
export function failedRun(scene: Scene, slot: Instant): ExpectedAlert {
  const isRetried = (scene.first.contract?.retryWithinSeconds ?? 0) > 0;
  return {
    ...scene.seenAt(slot + MINUTE),
    knownFrom: (runs) => {
      const ends = endsOf(runs, scene, slot);
      return isRetried ? ends.at(-1) : ends[0];
    },
  };
}

/** The alert for the end of a slot's run of the first stage, successful or not. */
export function endedRun(scene: Scene, slot: Instant): ExpectedAlert {
  return { ...scene.seenAt(slot + MINUTE), knownFrom: (runs) => endsOf(runs, scene, slot).at(-1) };
}

/** The alert for a run that does not end by itself: its timeout ends it, or it counts as stuck before that. */
export function overdueRun(scene: Scene, slot: Instant): ExpectedAlert {
  const { resource, contract } = scene.first;
  const stuck = scene.stuckAt(slot);
  const isStuckFirst = stuck !== undefined && contract !== undefined && contract.maxDurationSeconds <= (resource.timeoutSeconds ?? Infinity);
  if (isStuckFirst) return stuck;
  return resource.timeoutSeconds === undefined ? scene.unseen(slot).alert : failedRun(scene, slot);
}

/** When the attempts of a slot's run ended, oldest first. */
function endsOf(runs: readonly RunRecord[], scene: Scene, slot: Instant): Instant[] {
  return attemptsOf(runs, scene, slot).flatMap(({ end }) => end ?? []);
}

function attemptsOf(runs: readonly RunRecord[], scene: Scene, slot: Instant): RunRecord[] {
  const { from, to } = scene.around(slot);
  return runs.filter((run) => isOwnRun(scene.first, run)).filter(({ slot: served, start }) => (served ?? start) >= from && (served ?? start) < to);
}
