import { type CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import { traitsOf } from '../../core/signals';
import { type AppTree, appTreeOf, pathOf } from '../app-tree/app-tree';
import { mayStart, targetKeysOf } from '../app-tree/reach';
import { flattenedText } from '../app-tree/rendered';
import { expectedOf, firing, isScheduled, ownTrigger, timesOf, timesText } from '../app-tree/scheduled';
import { sharesMetrics } from '../expectation/pipeline-trigger';
import { timesOfRule, timesOfSchedule, TriggerTimes, unserved } from '../expectation/read-trigger';
import type { Trigger } from '../expectation/run-expectation-options';
import { describeExpectation } from '../expectation/tolerances';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** The trigger fires but never starts the pipeline, such as a schedule that was copied or has a wrong target. */
export const triggerStartsNoStage: Check<PipelineSubject> = {
  id: 'triggerStartsNoStage',
  level: 'warning',
  find: (pipeline) => {
    const tree = appTreeOf(pipeline);
    const trigger = ownTrigger(tree, pipeline);
    if (trigger === undefined || pipeline._stages.length === 0) return [];
    const stages = new Set(pipeline._stages.flatMap((stage) => [...tree.keysOf(stage)]));
    if (mayStart(tree, trigger, stages)) return [];
    const [path, names] = [pathOf(trigger.resource), pipeline._stages.map(({ stageName }) => stageName).join(', ')];
    const targets = (targetKeysOf(tree, trigger) ?? []).flatMap((key) => tree.resource(key) ?? []).map(pathOf);
    return [targets.length === 0
      ? `${path} has no target, so it never starts the pipeline; make its first stage (${pipeline._stages[0]!.stageName}) the target`
      : `${path} starts ${targets.join(', ')}, but neither that nor anything it starts is a stage of the pipeline (${names}), so it never starts the pipeline; `
        + 'correct its target, or pass the trigger that starts the pipeline'];
  },
};

/** The trigger does not fire for each due run, so runs would be reported as missed. */
export const triggerDoesNotFire: Check<PipelineSubject> = {
  id: 'triggerDoesNotFire',
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

/** The trigger was disabled when the expectation was created, and enabled later. */
function enabledSince(path: string, { enabled }: TriggerTimes): string[] {
  return enabled === false ? []
    : [`${path} was disabled when the expectation was created and is enabled now, so no runs are expected; set its state before you create the expectation`];
}

/** Runs of a cron expression are expected even outside the bounds of its schedule. Runs of a rate are expected from its start. */
function bounded(path: string, { start, end, expression }: TriggerTimes): string[] {
  return [
    ...(start === undefined || expression.startsWith('rate') ? [] : [{ bound: `starts at ${dateText(start)}`, side: 'before' }]),
    ...(end === undefined ? [] : [{ bound: `ends at ${dateText(end)}`, side: 'after' }]),
  ].map(({ bound, side }) => `${path} ${bound}, but runs ${side} that are expected too and will be reported as missed; deploy the pipeline only while the schedule runs`);
}

function dateText(date: string): string {
  return Token.isUnresolved(date) ? 'a date that is known only at deployment' : date;
}

/** The trigger fires at other times than the expectation says, so a run that nothing starts is missed every time. */
export const triggerAtOtherTimes: Check<PipelineSubject> = {
  id: 'triggerAtOtherTimes',
  level: 'warning',
  find: (pipeline) => {
    if (pipeline._spec.kind === 'none') return [];
    const tree = appTreeOf(pipeline);
    // A difference at the first stage repeats at the stages after it.
    return pipeline._stages.filter(({ _options }) => !_options.optional).flatMap((stage) => difference(tree, pipeline, stage)).slice(0, 1);
  },
};

function difference(tree: AppTree, pipeline: PipelineSubject, stage: PipelineStage): string[] {
  const starters = tree.startersTo(tree.keysOf(stage));
  const expected = expectedOf(pipeline, stage);
  // A starter without a schedule may start the expected runs.
  if (expected === undefined || starters.length === 0 || !starters.every(isScheduled)) return [];
  const times = starters.map(({ resource }) => timesOf(resource)!);
  const { expression, timeZone } = pipeline._spec;
  if (times.some((one) => one.enabled !== false && one.expression === expression && one.timeZone === timeZone)) return [];
  const firings = starters.map(firing);
  const known = firings.filter((one) => one !== undefined);
  if (known.length < firings.length) return [];
  const gap = unserved(expected, known, Date.now());
  if (gap === undefined) return [];
  const names = starters.map(({ resource }, index) => `${pathOf(resource)} (${timesText(times[index]!)})`).join(' and ');
  const first = gap.slot === undefined ? '' : `, and nothing starts the run that is due at ${new Date(gap.slot).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const due = `${pipeline._spec.kind === 'silence' ? 'the pipeline expects' : 'runs are due'} ${describeExpectation(pipeline._spec)}`;
  return [`${due}, but stage ${stage.stageName} is started by ${names}${first}; `
    + 'use RunExpectation.fromSchedule(…) or RunExpectation.fromRule(…), or correct one of the schedules'];
}

/** EventBridge Scheduler publishes metrics per schedule group only (Scheduler user guide, "Monitoring with CloudWatch"). */
export const sharedTriggerMetrics: Check<PipelineSubject> = {
  id: 'sharedTriggerMetrics',
  level: 'warning',
  find: (pipeline) => {
    const { _trigger: trigger, _watched: watched, pipelineName } = pipeline;
    if (trigger === undefined || !watched.some(({ row }) => traitsOf(row.id).about === 'trigger')) return [];
    const [first, ...more] = sharesMetrics(trigger) ? [] : othersOfGroup(pipeline);
    const shared = sharesMetrics(trigger) ? 'is in the default schedule group'
      : first === undefined ? undefined
        : `shares its schedule group with ${pathOf(first)}${more.length === 0 ? '' : ` and ${more.length} more`}`;
    return shared === undefined ? [] : [`the schedule of ${pipelineName} ${shared}, whose metrics count every schedule in it, so lost invocations of other schedules raise this pipeline's alarm; `
      + 'give the schedule a ScheduleGroup of its own, or switch off the trigger signal'];
  },
};

/** The other schedules of the app in the group of a pipeline's schedule, without those that are disabled or start the pipeline too. */
function othersOfGroup(pipeline: PipelineSubject): CfnResource[] {
  const tree = appTreeOf(pipeline);
  const own = ownTrigger(tree, pipeline)?.resource;
  if (own?.cfnResourceType !== 'AWS::Scheduler::Schedule') return [];
  const group = groupIn(tree, own);
  const alsoItsOwn = new Set(pipeline._stages.flatMap((stage) => tree.startersTo(tree.keysOf(stage))).map(({ resource }) => resource));
  return tree.all('AWS::Scheduler::Schedule')
    .filter((other) => other !== own && !alsoItsOwn.has(other) && groupIn(tree, other) === group && tree.starterOf(other)?.off === false);
}

/** A group belongs to one account and Region. */
function groupIn(tree: AppTree, schedule: CfnResource): string {
  const { account, region } = Stack.of(schedule);
  return `${flattenedText(tree.propertiesOf(schedule)?.GroupName)} ${account} ${region}`;
}
