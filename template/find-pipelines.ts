import { Contract, isSilence, StageContract } from '../core/contract/contract';
import { Profile } from '../core/contract/profile';
import { readContract } from '../core/contract/read-contract';
import { readProfile } from '../core/contract/read-profile';
import { EvidenceSource } from '../core/evidence/kinds';
import { isDirectlyBelow } from '../core/names';
import {
  type Account, type CheckerModel, type FunctionModel, type NotPlayed, type ParameterModel, type ScheduleModel,
  type StateMachineModel, targetOf,
} from './model';
import { Defect, isSameTrigger, Link, Observed, PipelineModel, StageModel } from './pipeline';

/** The result of a search for pipelines. */
export interface FoundPipelines {
  readonly pipelines: readonly PipelineModel[];
  readonly notPlayed: readonly NotPlayed[];
  /** Pipelines whose contract cannot be read; the checker could not read it either. */
  readonly unreadable: readonly UnreadablePipeline[];
}

/** A pipeline whose contract cannot be read, and why. */
export interface UnreadablePipeline {
  readonly name: string;
  readonly broken: Defect;
}

/**
 * Finds the pipelines of an account: those that this library observes, by their contracts below an observatory's path, and
 * every function or state machine that a schedule starts, however it is watched.
 */
export function findPipelines(account: Account): FoundPipelines {
  const notPlayed: NotPlayed[] = [];
  const unreadable: UnreadablePipeline[] = [];
  const observed = account.checkers.flatMap((checker) => account.parameters
    .filter(({ name }) => isDirectlyBelow(checker.contractsPath, name))
    .flatMap((parameter) => {
      const broken = contractProblem(parameter);
      if (broken !== undefined) {
        unreadable.push({ name: parameter.name.split('/').at(-1)!, broken });
        return [];
      }
      const pipeline = observedPipeline(account, checker, parameter);
      if (typeof pipeline !== 'string') return [pipeline];
      notPlayed.push({ origin: parameter, type: 'AWS::SSM::Parameter', what: pipeline });
      return [];
    }));
  const unexpected = account.checkers.flatMap((checker) => notifiersOf(account, checker).profiles
    .filter(({ profile }) => profile.nothingExpected !== undefined && !observed.some((one) => one.observed?.checker === checker && one.observed.pipeline === profile.pipeline))
    .flatMap(({ profile, parameter }) => {
      const pipeline = unexpectedPipeline(account, checker, profile);
      if (typeof pipeline !== 'string') return [pipeline];
      notPlayed.push({ origin: parameter, type: 'AWS::SSM::Parameter', what: pipeline });
      return [];
    }));
  const ours = [...observed, ...unexpected];
  notPlayed.push(...ours.flatMap((pipeline) => triggerNote(account, pipeline)));
  const taken = new Set(ours.flatMap(({ stages }) => stages.map(({ resource }) => resource.arn)));
  const others = account.schedules.flatMap((schedule) => otherPipelines(account, schedule).filter(({ stages: [{ resource }] }) => !taken.has(resource.arn)));
  return { pipelines: withForeignTriggers(distinguished([...ours, ...merged(others)], ({ observed, stages: [{ resource }] }) => (observed?.parameter ?? resource).stack)), notPlayed, unreadable };
}

/** Why nothing can verify the pipeline of a contract. */
function contractProblem({ name, value }: ParameterModel): Defect | undefined {
  try {
    readContract(value, 0);
    return undefined;
  } catch (error) {
    return { reason: `The contract ${name} cannot be read: ${(error as Error).message}.`, remedy: 'Deploy the contract as ObservedPipeline writes it, with the library version of its observatory.' };
  }
}

/** @returns why it cannot be played, if it cannot */
function observedPipeline(account: Account, checker: CheckerModel, parameter: ParameterModel): PipelineModel | string {
  const contract = readContract(parameter.value, 0);
  const expected = contract.stages.filter(({ optional }) => !optional);
  const stages = expected.flatMap((stage) => stageOf(account, stage) ?? []);
  const [first, ...later] = stages;
  if (first === undefined || stages.length < expected.length) {
    const missing = expected.find((stage) => stageOf(account, stage) === undefined);
    return `pipeline ${contract.pipeline} is not played: its stage ${missing?.name} is not in the templates`;
  }
  return pipelineOf(account, contract.pipeline, [first, ...later], { pipeline: contract.pipeline, contract, parameter, checker, ...notifiedBy(account, checker, contract.pipeline) });
}

/** A pipeline whose owner expects no runs: it has no contract, and its profile lists its stages. */
function unexpectedPipeline(account: Account, checker: CheckerModel, { pipeline, stages: sources, nothingExpected }: Profile): PipelineModel | string {
  const stages = sources.flatMap(({ name, source }): StageModel[] => {
    const resource = resourceOf(account, source);
    return resource === undefined ? [] : [{ name, kind: kindOf(resource), resource }];
  });
  const [first, ...later] = stages;
  if (first === undefined || stages.length < sources.length) {
    return `pipeline ${pipeline} is not played: its stage ${sources.find(({ source }) => resourceOf(account, source) === undefined)?.name} is not in the templates`;
  }
  return pipelineOf(account, pipeline, [first, ...later], { pipeline, checker, nothingExpected, ...notifiedBy(account, checker, pipeline) });
}

function pipelineOf(account: Account, name: string, stages: PipelineModel['stages'], observed: Observed): PipelineModel {
  const [first, ...later] = stages;
  const starters = startersOf(account, first.resource.arn);
  const [named, ...more] = namedTriggers(observed, starters);
  return {
    name,
    stages: [{ ...first, foreignTriggers: starters.filter((one) => one !== named && !more.includes(one)) }, ...later],
    schedules: named === undefined ? [triggerOf(name, first.resource, observed.contract?.expectation)] : [named, ...more],
    externalTrigger: named === undefined,
    links: linksOf(account, stages),
    observed,
  };
}

/** What an expectation's trigger starts when that is not a stage: then only the expectation tells when runs start. */
function triggerNote({ schedules }: Account, { name, externalTrigger, observed }: PipelineModel): NotPlayed[] {
  const trigger = observed?.profile?.profile.trigger;
  const named = trigger === undefined || !externalTrigger ? undefined
    : schedules.find((one) => one.name === trigger.name && (one.kind === 'rule') === (trigger.kind === 'rule'));
  if (named === undefined) return [];
  return [{
    origin: named, type: named.kind === 'rule' ? 'AWS::Events::Rule' : 'AWS::Scheduler::Schedule',
    what: `it starts no stage of ${name} directly; the drill assumes that runs of ${name} start when its expectation says`,
  }];
}

/**
 * The triggers of the first stage that the expectation is about: the one that the pipeline's profile names, otherwise those
 * that fire as the contract says, otherwise all of them.
 */
function namedTriggers({ contract, profile }: Observed, starters: readonly ScheduleModel[]): readonly ScheduleModel[] {
  const trigger = profile?.profile.trigger;
  const byName = starters.filter(({ kind, name, group }) => (trigger?.kind === 'schedule'
    ? kind === 'scheduler' && name === trigger.name && group === trigger.group
    : kind === 'rule' && name === trigger?.name));
  const expectation = contract?.expectation;
  if (byName.length > 0 || expectation === undefined || isSilence(expectation)) return byName.length > 0 ? byName : starters;
  const byTimes = starters.filter(({ expression, timeZone }) => expression === expectation.schedule && timeZone === expectation.timeZone);
  return byTimes.length > 0 ? byTimes : starters;
}

/** Marks the triggers of other pipelines on shared stages: a run that one of these started does not belong to the pipeline. */
function withForeignTriggers(pipelines: readonly PipelineModel[]): PipelineModel[] {
  return pipelines.map((pipeline): PipelineModel => {
    const [first, ...later] = pipeline.stages;
    const foreignTriggers = pipelines.filter((other) => other !== pipeline).flatMap(({ schedules }) => schedules)
      .filter((trigger) => !pipeline.schedules.some((own) => isSameTrigger(own, trigger)));
    return { ...pipeline, stages: [first, ...later.map((stage): StageModel => ({ ...stage, foreignTriggers }))] };
  });
}

/** The notifier of the pipeline's observatory, and the pipeline's profile. */
function notifiedBy(account: Account, checker: CheckerModel, pipeline: string): Pick<Observed, 'notifiers' | 'profile'> {
  const { notifiers, profiles } = notifiersOf(account, checker);
  const own = profiles.find(({ profile }) => profile.pipeline === pipeline);
  return { notifiers, ...(own === undefined ? {} : { profile: own }) };
}

/** The notifier of an observatory, and the profiles of all its pipelines. */
function notifiersOf(account: Account, { observatory }: CheckerModel): { readonly notifiers: Observed['notifiers']; readonly profiles: readonly NonNullable<Observed['profile']>[] } {
  const notifiers = account.notifiers.filter((one) => one.observatory === observatory);
  const profiles = account.parameters.filter(({ name }) => notifiers.some(({ profilesPath }) => isDirectlyBelow(profilesPath, name))).flatMap((parameter) => {
    try {
      return [{ parameter, profile: readProfile(parameter.value) }];
    } catch {
      // The notifier itself reports what is wrong with the profile.
      return [];
    }
  });
  return { notifiers, profiles };
}

function stageOf(account: Account, contract: StageContract): StageModel | undefined {
  const resource = resourceOf(account, contract.source);
  return resource === undefined ? undefined : { name: contract.name, kind: kindOf(resource), resource, contract };
}

function resourceOf(account: Account, source: EvidenceSource): FunctionModel | StateMachineModel | undefined {
  return source.kind === 'lambdaFunction'
    ? account.functions.find(({ name }) => name === source.functionName)
    : account.stateMachines.find(({ arn }) => arn === source.stateMachineArn);
}

function kindOf(resource: FunctionModel | StateMachineModel): StageModel['kind'] {
  return 'functionArns' in resource ? 'stateMachine' : 'function';
}

function startersOf(account: Account, arn: string): ScheduleModel[] {
  return account.schedules.filter(({ targetArns }) => targetArns.some((target) => targetOf(account, target)?.model.arn === arn));
}

/** A later stage that nothing else starts runs after the one before it. */
function linksOf(account: Account, stages: readonly StageModel[]): Link[] {
  return stages.slice(1).flatMap(({ resource: { arn } }, index) => {
    const before = stages[index]!.resource;
    const isStep = stages.some(({ resource }) => 'functionArns' in resource && resource.functionArns.some((step) => targetOf(account, step)?.model.arn === arn));
    return isStep || startersOf(account, arn).length > 0 ? [] : [{ afterArn: before.arn, startArn: arn }];
  });
}

/** How often a pipeline is started from outside the templates, where nothing tells it. */
const UNKNOWN_TRIGGER = { schedule: 'rate(6 hours)', timeZone: 'UTC', flexibleWindowSeconds: 0, anchor: undefined } as const;

/** A pipeline that is started from outside starts as its owner expects, or twice as often as a maximum silence requires. */
function triggerOf(pipeline: string, resource: FunctionModel | StateMachineModel, expected?: Contract['expectation']): ScheduleModel {
  const { schedule, timeZone, flexibleWindowSeconds, anchor } = expected === undefined ? UNKNOWN_TRIGGER : isSilence(expected)
    ? { ...UNKNOWN_TRIGGER, schedule: rate(expected.maxSilenceSeconds / 2) }
    : expected;
  return {
    stack: resource.stack, logicalId: resource.logicalId,
    kind: 'scheduler', name: `external trigger of ${pipeline}`, group: `external trigger of ${pipeline}`,
    expression: schedule, timeZone, enabled: true, flexibleMinutes: flexibleWindowSeconds / 60,
    ...(anchor === undefined ? {} : { start: Date.parse(anchor) }),
    targetArns: [resource.arn], retryAttempts: 185, maxEventAgeSeconds: 86_400,
  };
}

function rate(seconds: number): string {
  const count = Math.max(1, Math.floor(seconds / 60));
  return `rate(${count} ${count === 1 ? 'minute' : 'minutes'})`;
}

function otherPipelines(account: Account, schedule: ScheduleModel): PipelineModel[] {
  return schedule.targetArns.flatMap((arn) => {
    const target = targetOf(account, arn);
    if (target?.kind !== 'function' && target?.kind !== 'stateMachine') return [];
    const { model } = target;
    if (isWatcher(account, model)) return [];
    const stage: StageModel = { name: nameOf(model), kind: target.kind, resource: model };
    return [{ name: nameOf(model), stages: [stage], schedules: [schedule], externalTrigger: false, links: [] } satisfies PipelineModel];
  });
}

/**
 * The functions and state machines that a person may mean by a name that is not a pipeline's: by name, id, construct path (or
 * its end) or ARN. Checkers and notifiers are left out.
 */
export function resourcesNamed(account: Account, name: string): (FunctionModel | StateMachineModel)[] {
  const all = [...account.functions, ...account.stateMachines].filter((model) => !isWatcher(account, model));
  const exact = all.filter((model) => [model.name, model.arn, model.logicalId, constructPathOf(model)].includes(name));
  return exact.length > 0 ? exact : all.filter((model) => constructPathOf(model)?.endsWith(`/${name}`));
}

/** A function or state machine as a pipeline, although nothing tells what starts it or when. */
export function pipelineNamed(name: string, resource: FunctionModel | StateMachineModel): PipelineModel {
  const stage: StageModel = { name: nameOf(resource), kind: kindOf(resource), resource };
  return { name, stages: [stage], schedules: [triggerOf(name, resource)], externalTrigger: true, links: [] };
}

/** The construct path of a function or state machine, as in its code. */
export function constructPathOf({ path }: FunctionModel | StateMachineModel): string | undefined {
  return path?.replace(/\/Resource$/, '');
}

function isWatcher({ checkers, notifiers }: Account, { name }: FunctionModel | StateMachineModel): boolean {
  return [...checkers, ...notifiers].some(({ functionName }) => functionName === name);
}

/** What several schedules start is still one pipeline. */
function merged(pipelines: readonly PipelineModel[]): PipelineModel[] {
  const byArn = new Map<string, PipelineModel>();
  for (const pipeline of pipelines) {
    const { arn } = pipeline.stages[0].resource;
    const known = byArn.get(arn);
    byArn.set(arn, known === undefined ? pipeline : { ...known, schedules: [...known.schedules, ...pipeline.schedules] });
  }
  return [...byArn.values()];
}

/** A resource's name in the code: the last meaningful part of its path, otherwise its name. */
function nameOf({ path, name }: FunctionModel | StateMachineModel): string {
  return path?.split('/').filter((part) => part !== 'Resource').at(-1) ?? name;
}

/** Adds to equal names of pipelines what differs between them, or a number if nothing does. */
export function distinguished<T extends { readonly name: string }>(named: readonly T[], differIn: (one: T) => string): T[] {
  const seen = new Map<string, number>();
  return named.map((one) => {
    const same = named.filter(({ name }) => name === one.name);
    if (same.length === 1) return one;
    if (new Set(same.map(differIn)).size === same.length) return { ...one, name: `${one.name} (${differIn(one)})` };
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}
