import { Contract, EvidenceSource, isSilence, readContract, readProfile, StageContract } from '../core';
import { targetOf } from './account';
import type { Account, CheckerModel, FunctionModel, NotPlayed, ParameterModel, ScheduleModel, StateMachineModel } from './account/model';
import { DrillPipeline, DrillStage, isSameTrigger, Observed } from './pipeline';
import type { Link } from './world/world';

/** What a search for pipelines finds. */
export interface FoundPipelines {
  readonly pipelines: readonly DrillPipeline[];
  readonly notPlayed: readonly NotPlayed[];
}

/**
 * The pipelines of an account: those that this library observes, found by their contracts below an observatory's path,
 * and, for what is watched in other ways, every function or state machine that a schedule starts.
 */
export function findPipelines(account: Account): FoundPipelines {
  const notPlayed: NotPlayed[] = [];
  const observed = account.checkers.flatMap((checker) => account.parameters
    .filter(({ name }) => isBelow(checker.contractsPath, name))
    .flatMap((parameter) => {
      const pipeline = observedPipeline(account, checker, parameter);
      if (typeof pipeline !== 'string') return [pipeline];
      notPlayed.push({ origin: parameter, type: 'AWS::SSM::Parameter', what: pipeline });
      return [];
    }));
  const taken = new Set(observed.flatMap(({ stages }) => stages.map(({ resource }) => resource.arn)));
  const others = account.schedules.flatMap((schedule) => otherPipelines(account, schedule).filter(({ stages: [{ resource }] }) => !taken.has(resource.arn)));
  return { pipelines: withForeignTriggers(unique([...observed, ...merged(others)])), notPlayed };
}

/** @returns why it cannot be played, where it cannot */
function observedPipeline(account: Account, checker: CheckerModel, parameter: ParameterModel): DrillPipeline | string {
  let contract: Contract;
  try {
    contract = readContract(parameter.value, 0);
  } catch (error) {
    return `its pipeline is not played: ${(error as Error).message}`;
  }
  const expected = contract.stages.filter(({ onDemand }) => !onDemand);
  const stages = expected.flatMap((stage) => stageOf(account, stage) ?? []);
  const [first, ...later] = stages;
  if (first === undefined || stages.length < expected.length) {
    const missing = expected.find((stage) => stageOf(account, stage) === undefined);
    return `pipeline ${contract.pipeline} is not played: its stage ${missing?.name} is not in the templates`;
  }
  const observed: Observed = { contract, parameter, checker, ...notifiedBy(account, checker, contract.pipeline) };
  const starters = startersOf(account, first.resource.arn);
  const [named, ...more] = namedTriggers(observed, starters);
  return {
    name: contract.pipeline,
    stages: [{ ...first, foreignTriggers: starters.filter((one) => one !== named && !more.includes(one)) }, ...later],
    schedules: named === undefined ? [triggerOf(contract, first)] : [named, ...more],
    externalTrigger: named === undefined,
    links: linksOf(account, [first, ...later]),
    observed,
  };
}

/**
 * Which of the triggers that start the first stage the expectation is about: the one that the pipeline's profile names, else
 * those that fire as the contract says, else all of them.
 */
function namedTriggers({ contract: { expectation }, profile }: Observed, starters: readonly ScheduleModel[]): readonly ScheduleModel[] {
  const trigger = profile?.profile.trigger;
  const byName = starters.filter(({ kind, name, group }) => (trigger?.kind === 'schedule'
    ? kind === 'scheduler' && name === trigger.name && group === trigger.group
    : kind === 'rule' && name === trigger?.name));
  if (byName.length > 0 || isSilence(expectation)) return byName.length > 0 ? byName : starters;
  const byTimes = starters.filter(({ expression, timeZone }) => expression === expectation.schedule && timeZone === expectation.timeZone);
  return byTimes.length > 0 ? byTimes : starters;
}

/** Tells later stages which triggers are other pipelines': a run that one of these set off is not theirs. */
function withForeignTriggers(pipelines: readonly DrillPipeline[]): DrillPipeline[] {
  return pipelines.map((pipeline): DrillPipeline => {
    const [first, ...later] = pipeline.stages;
    const foreignTriggers = pipelines.filter((other) => other !== pipeline).flatMap(({ schedules }) => schedules)
      .filter((trigger) => !pipeline.schedules.some((own) => isSameTrigger(own, trigger)));
    return { ...pipeline, stages: [first, ...later.map((stage): DrillStage => ({ ...stage, foreignTriggers }))] };
  });
}

/** Whether a parameter lies one level below a path: profiles lie deeper. */
function isBelow(path: string, name: string): boolean {
  return name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/');
}

/** The notifier of the pipeline's observatory, and what it is told of the pipeline. */
function notifiedBy(account: Account, { observatory }: CheckerModel, pipeline: string): Pick<Observed, 'notifiers' | 'profile'> {
  const notifiers = account.notifiers.filter((one) => one.observatory === observatory);
  const profiles = account.parameters.filter(({ name }) => notifiers.some(({ profilesPath }) => isBelow(profilesPath, name))).flatMap((parameter) => {
    try {
      return [{ parameter, profile: readProfile(parameter.value) }];
    } catch {
      // The notifier itself says what is wrong with it.
      return [];
    }
  });
  const own = profiles.find(({ profile }) => profile.pipeline === pipeline);
  return { notifiers, ...(own === undefined ? {} : { profile: own }) };
}

function stageOf(account: Account, contract: StageContract): DrillStage | undefined {
  const resource = resourceOf(account, contract.source);
  return resource === undefined ? undefined : { name: contract.name, kind: kindOf(resource), resource, contract };
}

function resourceOf(account: Account, source: EvidenceSource): FunctionModel | StateMachineModel | undefined {
  return source.kind === 'lambdaFunction'
    ? account.functions.find(({ name }) => name === source.functionName)
    : account.stateMachines.find(({ arn }) => arn === source.stateMachineArn);
}

function kindOf(resource: FunctionModel | StateMachineModel): DrillStage['kind'] {
  return 'functionArns' in resource ? 'stateMachine' : 'function';
}

function startersOf(account: Account, arn: string): ScheduleModel[] {
  return account.schedules.filter(({ targetArns }) => targetArns.some((target) => targetOf(account, target)?.model.arn === arn));
}

/** A later stage that nothing else starts follows the one before it. */
function linksOf(account: Account, stages: readonly DrillStage[]): Link[] {
  return stages.slice(1).flatMap(({ resource: { arn } }, index) => {
    const before = stages[index]!.resource;
    const isStep = stages.some(({ resource }) => 'functionArns' in resource && resource.functionArns.some((step) => targetOf(account, step)?.model.arn === arn));
    return isStep || startersOf(account, arn).length > 0 ? [] : [{ afterArn: before.arn, startArn: arn }];
  });
}

/** Whatever starts a pipeline from outside is taken to do so as the contract expects; for a maximum silence twice as often. */
function triggerOf({ pipeline, expectation }: Contract, { resource }: DrillStage): ScheduleModel {
  const minutes = (seconds: number): string => {
    const count = Math.max(1, Math.floor(seconds / 60));
    return `rate(${count} ${count === 1 ? 'minute' : 'minutes'})`;
  };
  return {
    stack: resource.stack, logicalId: resource.logicalId,
    kind: 'scheduler', name: `external trigger of ${pipeline}`, group: `external trigger of ${pipeline}`,
    expression: isSilence(expectation) ? minutes(expectation.maxSilenceSeconds / 2) : expectation.schedule,
    timeZone: isSilence(expectation) ? 'UTC' : expectation.timeZone,
    enabled: true, flexibleMinutes: isSilence(expectation) ? 0 : expectation.flexibleWindowSeconds / 60,
    ...(!isSilence(expectation) && expectation.anchor !== undefined ? { start: Date.parse(expectation.anchor) } : {}),
    targetArns: [resource.arn], retryAttempts: 185, maxEventAgeSeconds: 86_400,
  };
}

function otherPipelines(account: Account, schedule: ScheduleModel): DrillPipeline[] {
  return schedule.targetArns.flatMap((arn) => {
    const target = targetOf(account, arn);
    if (target?.kind !== 'function' && target?.kind !== 'stateMachine') return [];
    const { model } = target;
    if ([...account.checkers, ...account.notifiers].some(({ functionName }) => functionName === model.name)) return [];
    const stage: DrillStage = { name: nameOf(model), kind: target.kind, resource: model };
    return [{ name: nameOf(model), stages: [stage], schedules: [schedule], externalTrigger: false, links: [] } satisfies DrillPipeline];
  });
}

/** What several schedules start is still one pipeline. */
function merged(pipelines: readonly DrillPipeline[]): DrillPipeline[] {
  const byArn = new Map<string, DrillPipeline>();
  for (const pipeline of pipelines) {
    const { arn } = pipeline.stages[0].resource;
    const known = byArn.get(arn);
    byArn.set(arn, known === undefined ? pipeline : { ...known, schedules: [...known.schedules, ...pipeline.schedules] });
  }
  return [...byArn.values()];
}

/** A resource's name in the code: the last part of its path that says something, else its name. */
function nameOf({ path, name }: FunctionModel | StateMachineModel): string {
  return path?.split('/').filter((part) => part !== 'Resource').at(-1) ?? name;
}

/** Pipelines of different observatories, or resources of different stacks, may have one name. */
function unique(pipelines: readonly DrillPipeline[]): DrillPipeline[] {
  const seen = new Map<string, number>();
  return pipelines.map((pipeline) => {
    const count = (seen.get(pipeline.name) ?? 0) + 1;
    seen.set(pipeline.name, count);
    return count === 1 ? pipeline : { ...pipeline, name: `${pipeline.name} (${count})` };
  });
}
