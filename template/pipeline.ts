import {
  Contract, Expectation, isSilence, ScheduledExpectation, SilenceExpectation, StageContract,
} from '../core/contract/contract';
import { Profile } from '../core/contract/profile';
import { parseSchedule } from '../core/schedule/parse';
import type {
  Account, CheckerModel, FunctionModel, NotifierModel, ParameterModel, ScheduleModel, StateMachineModel,
} from './model';

/** A stage without a trigger: it starts when the stage before it has succeeded. */
export interface Link {
  readonly afterArn: string;
  readonly startArn: string;
}

/** Why a template is broken as it stands, before any fault. */
export interface Defect {
  /** What is broken, as a sentence with a full stop. */
  readonly reason: string;
  /** How to fix it, as a sentence with a full stop. */
  readonly remedy: string;
}

/** One stage of a pipeline, as a drill plays it. */
export interface StageModel {
  readonly name: string;
  readonly kind: 'function' | 'stateMachine';
  readonly resource: FunctionModel | StateMachineModel;
  /** Its part of the contract; absent in an app without this library. */
  readonly contract?: StageContract;
  /** Triggers of other pipelines, or of nobody, that start it too. @default - none */
  readonly foreignTriggers?: readonly ScheduleModel[];
}

/** One pipeline, as a drill plays it. */
export interface PipelineModel {
  /** The name for people: the contract's name, otherwise that of the scheduled resource. */
  readonly name: string;
  /** The stages that are expected to run, in order; at least one. */
  readonly stages: readonly [StageModel, ...StageModel[]];
  /** The triggers that its expectation names. Derived from the contract where nothing in the templates starts it. */
  readonly schedules: readonly [ScheduleModel, ...ScheduleModel[]];
  /** Whether the schedule is derived from the contract. */
  readonly externalTrigger: boolean;
  /** Stages that start when the one before has succeeded. */
  readonly links: readonly Link[];
  /** Present when this library observes it. */
  readonly observed?: Observed;
}

/** What this library knows of a pipeline. */
export interface Observed {
  /** Its name in the observatory. */
  readonly pipeline: string;
  /** Absent where its owner expects nothing. Its `since` means nothing, because only the parameter store knows it. */
  readonly contract?: Contract;
  /** Where its contract is stored. */
  readonly parameter?: ParameterModel;
  /** Why its owner expects no runs; absent where runs are expected. */
  readonly nothingExpected?: string;
  readonly checker: CheckerModel;
  /** The notifier, of one or several functions; none where alarms go directly to people. */
  readonly notifiers: readonly NotifierModel[];
  /** The pipeline's profile. */
  readonly profile?: { readonly profile: Profile; readonly parameter: ParameterModel };
}

/** Whether two triggers are the same: a schedule's name is unique in its group, a rule's name on its bus. */
export function isSameTrigger(one: ScheduleModel, other: ScheduleModel): boolean {
  return one.kind === other.kind && one.group === other.group && one.name === other.name;
}

/** The pipelines upstream of one, directly or through others. */
export function upstreamsOf(pipeline: PipelineModel, all: readonly PipelineModel[]): ReadonlySet<PipelineModel> {
  const found = new Set<PipelineModel>();
  const pending = [pipeline];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { checker, profile } = next.observed ?? {};
    const names = profile?.profile.upstreamPipelines ?? [];
    for (const one of all) {
      if (found.has(one) || one.observed === undefined || one.observed.checker !== checker || !names.includes(one.observed.pipeline)) continue;
      found.add(one);
      pending.push(one);
    }
  }
  return found;
}

/** Another pipeline of the same observatory with expected runs, the one that runs most rarely; undefined where there is none. */
export function neighbourOf(pipeline: PipelineModel, all: readonly PipelineModel[]): PipelineModel | undefined {
  const { observed } = pipeline;
  const others = all.filter((one) => one !== pipeline && one.observed?.contract !== undefined && one.observed.checker === observed?.checker);
  return others.reduce<PipelineModel | undefined>((rarest, one) => (rarest === undefined || intervalOf(one) > intervalOf(rarest) ? one : rarest), undefined);
}

/** The shortest time between runs of a pipeline, in milliseconds. */
function intervalOf({ schedules: [{ expression, timeZone }] }: PipelineModel): number {
  return parseSchedule(expression, { timeZone }).shortestInterval(0, 10) ?? Infinity;
}

/** What its owner expects of a pipeline; undefined where nothing tells it. */
export function expectationOf({ observed }: PipelineModel): Expectation | undefined {
  return observed?.contract?.expectation;
}

/** The same, where it tells when runs are due. */
export function timesOf(pipeline: PipelineModel): ScheduledExpectation | undefined {
  const expectation = expectationOf(pipeline);
  return expectation === undefined || isSilence(expectation) ? undefined : expectation;
}

/** The same, where it only tells how long a pipeline may be silent. */
export function silenceOf(pipeline: PipelineModel): SilenceExpectation | undefined {
  const expectation = expectationOf(pipeline);
  return expectation !== undefined && isSilence(expectation) ? expectation : undefined;
}

/** The functions that the state machines among the stages call, by ARN as in their definitions. */
export function stepsOf(stages: readonly StageModel[]): ReadonlySet<string> {
  return new Set(stages.flatMap(({ resource }) => ('functionArns' in resource ? resource.functionArns : [])));
}

/** The longest time that a run of a stage may take, in seconds, as far as anything limits it. */
export function limitSeconds({ resource, contract }: StageModel): number | undefined {
  const limit = Math.min(resource.timeoutSeconds ?? Infinity, contract?.maxDurationSeconds ?? Infinity);
  return limit === Infinity ? undefined : limit;
}

/** Limits by ARN, for a simulation. */
export function limitsOf(pipelines: readonly PipelineModel[]): ReadonlyMap<string, number> {
  return new Map(pipelines.flatMap(({ stages }) => stages.flatMap((stage): [string, number][] => {
    const limit = limitSeconds(stage);
    return limit === undefined ? [] : [[stage.resource.arn, limit]];
  })));
}

/** The account with added schedules for pipelines that are started from outside it. */
export function withTriggers(account: Account, pipelines: readonly PipelineModel[]): Account {
  const triggers = pipelines.filter(({ externalTrigger }) => externalTrigger).flatMap(({ schedules }) => schedules);
  return { ...account, schedules: [...account.schedules, ...triggers] };
}

/** The function with the longest timeout among the stages. */
export function longestFunction({ stages }: PipelineModel): StageModel | undefined {
  return stages.filter(({ kind, resource }) => kind === 'function' && resource.timeoutSeconds !== undefined)
    .sort((a, b) => b.resource.timeoutSeconds! - a.resource.timeoutSeconds!)[0];
}
