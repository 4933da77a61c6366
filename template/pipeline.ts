import {
  Contract, Expectation, isSilence, ScheduledExpectation, SilenceExpectation, StageContract,
} from '../core/contract/contract';
import { Profile } from '../core/contract/profile';
import { parseSchedule } from '../core/schedule/parse';
import type {
  Account, CheckerModel, FunctionModel, NotifierModel, ParameterModel, ScheduleModel, StateMachineModel,
} from './model';

/** A stage that nobody triggers: it starts when the stage before it has succeeded. */
export interface Link {
  readonly afterArn: string;
  readonly startArn: string;
}

/** Why a template is broken as it stands, before anything is done to it. */
export interface Defect {
  /** What is broken, as a sentence with a full stop. */
  readonly reason: string;
  /** What puts it right, as a sentence with a full stop. */
  readonly remedy: string;
}

/** One stage of a pipeline, as a drill plays it. */
export interface StageModel {
  readonly name: string;
  readonly kind: 'function' | 'stateMachine';
  readonly resource: FunctionModel | StateMachineModel;
  /** What its contract says of it; absent where an app does without this library. */
  readonly contract?: StageContract;
  /** Triggers whose runs of it are not the pipeline's: another pipeline's, or nobody's. @default - none */
  readonly foreignTriggers?: readonly ScheduleModel[];
}

/** One pipeline, as a drill plays it. */
export interface PipelineModel {
  /** What a person calls it: the contract's name, or else that of the resource that is scheduled. */
  readonly name: string;
  /** The stages that are expected to run, in the order in which they do; at least one. */
  readonly stages: readonly [StageModel, ...StageModel[]];
  /** The triggers that its expectation names. Made up from the contract where the templates have nothing that starts it. */
  readonly schedules: readonly [ScheduleModel, ...ScheduleModel[]];
  /** Whether the schedule is made up. */
  readonly externalTrigger: boolean;
  /** Stages that start when the one before has succeeded. */
  readonly links: readonly Link[];
  /** Present when it is one of this library. */
  readonly observed?: Observed;
}

/** What this library knows of a pipeline. */
export interface Observed {
  /** Its name in the observatory. */
  readonly pipeline: string;
  /** Absent where its owner expects nothing. Its `since` means nothing: it is the store that knows it. */
  readonly contract?: Contract;
  /** Where its contract is stored. */
  readonly parameter?: ParameterModel;
  /** Why its owner expects no runs; absent where they are expected. */
  readonly nothingExpected?: string;
  readonly checker: CheckerModel;
  /** What makes messages of its alarms, one function or several; none where they go straight to people. */
  readonly notifiers: readonly NotifierModel[];
  /** What the notifier is told of it. */
  readonly profile?: { readonly profile: Profile; readonly parameter: ParameterModel };
}

/** Whether two are the same trigger: the name of a schedule is unique in its group, that of a rule on its bus. */
export function isSameTrigger(one: ScheduleModel, other: ScheduleModel): boolean {
  return one.kind === other.kind && one.group === other.group && one.name === other.name;
}

/** The pipelines without whose success one cannot work, and those without which these cannot. */
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

/** Another pipeline of the same observatory of which runs are expected, the one that runs most rarely; undefined where there is none. */
export function neighbourOf(pipeline: PipelineModel, all: readonly PipelineModel[]): PipelineModel | undefined {
  const { observed } = pipeline;
  const others = all.filter((one) => one !== pipeline && one.observed?.contract !== undefined && one.observed.checker === observed?.checker);
  return others.reduce<PipelineModel | undefined>((rarest, one) => (rarest === undefined || intervalOf(one) > intervalOf(rarest) ? one : rarest), undefined);
}

/** The shortest time between some runs of a pipeline, in milliseconds. */
function intervalOf({ schedules: [{ expression, timeZone }] }: PipelineModel): number {
  return parseSchedule(expression, { timeZone }).shortestInterval(0, 10) ?? Infinity;
}

/** What its owner expects of a pipeline; undefined where nothing says it. */
export function expectationOf({ observed }: PipelineModel): Expectation | undefined {
  return observed?.contract?.expectation;
}

/** The same where it says when runs are due. */
export function timesOf(pipeline: PipelineModel): ScheduledExpectation | undefined {
  const expectation = expectationOf(pipeline);
  return expectation === undefined || isSilence(expectation) ? undefined : expectation;
}

/** The same where it only says how long a pipeline may be silent. */
export function silenceOf(pipeline: PipelineModel): SilenceExpectation | undefined {
  const expectation = expectationOf(pipeline);
  return expectation !== undefined && isSilence(expectation) ? expectation : undefined;
}

/** What the state machines among stages call as steps of their executions, by ARN as it stands in their definitions. */
export function stepsOf(stages: readonly StageModel[]): ReadonlySet<string> {
  return new Set(stages.flatMap(({ resource }) => ('functionArns' in resource ? resource.functionArns : [])));
}

/** The longest that a run of a stage may take, in seconds, as far as anything says. */
export function limitSeconds({ resource, contract }: StageModel): number | undefined {
  const limit = Math.min(resource.timeoutSeconds ?? Infinity, contract?.maxDurationSeconds ?? Infinity);
  return limit === Infinity ? undefined : limit;
}

/** Limits by ARN, as a world takes them. */
export function limitsOf(pipelines: readonly PipelineModel[]): ReadonlyMap<string, number> {
  return new Map(pipelines.flatMap(({ stages }) => stages.flatMap((stage): [string, number][] => {
    const limit = limitSeconds(stage);
    return limit === undefined ? [] : [[stage.resource.arn, limit]];
  })));
}

/** The account with the schedules that were made up for what is started by something outside of it. */
export function withTriggers(account: Account, pipelines: readonly PipelineModel[]): Account {
  const triggers = pipelines.filter(({ externalTrigger }) => externalTrigger).flatMap(({ schedules }) => schedules);
  return { ...account, schedules: [...account.schedules, ...triggers] };
}

/** The function among the stages that has the longest timeout. */
export function longestFunction({ stages }: PipelineModel): StageModel | undefined {
  return stages.filter(({ kind, resource }) => kind === 'function' && resource.timeoutSeconds !== undefined)
    .sort((a, b) => b.resource.timeoutSeconds! - a.resource.timeoutSeconds!)[0];
}
