import { alarmsOfRule, parseAlarmRule } from '../core/composite-alarm';
import { DIMENSIONS } from '../core/metrics';
import { type Account, type AlarmModel, type CompositeAlarmModel, targetOf } from './model';
import { PipelineModel, upstreamsOf } from './pipeline';

/** The pipelines that an alarm is about. */
export interface About {
  readonly pipelines: ReadonlySet<PipelineModel>;
  readonly observatories: ReadonlySet<string>;
}

/**
 * The part of an account that one pipeline needs: its stages, its watchers, and anything else that its alarms look at.
 * Pipelines that share no function, state machine, trigger or alarm, and do not depend on each other, do not affect each other,
 * so each can be played alone. The observatory is played with each of them, and so are alarms that are not about any pipeline,
 * such as those on a schedule group that several pipelines use.
 */
export class AccountParts {
  readonly #owners = new Map<string, Set<PipelineModel>>();
  /** The pipelines that a resource runs for, by its ARN or, for a trigger, by its kind, group and name. */
  readonly #users = new Map<string, Set<PipelineModel>>();
  readonly #stages: ReadonlySet<string>;
  readonly #about = new Map<AlarmModel | CompositeAlarmModel, About>();

  public constructor(private readonly account: Account, private readonly pipelines: readonly PipelineModel[]) {
    this.#stages = new Set(pipelines.flatMap(({ stages }) => stages.map(({ resource }) => resource.arn)));
    for (const pipeline of pipelines) {
      this.#claim(pipeline);
      for (const key of this.#usedBy(pipeline)) this.#users.set(key, (this.#users.get(key) ?? new Set()).add(pipeline));
    }
    for (const alarm of account.alarms) this.#about.set(alarm, this.#aboutOf(alarm));
    for (const composite of account.compositeAlarms) this.#about.set(composite, this.#aboutOfComposite(composite, []));
  }

  /**
   * The pipelines that must be played together with one, itself included, and the account reduced to them.
   * @param neighbour one more pipeline to play with it
   */
  public of(pipeline: PipelineModel, neighbour?: PipelineModel): { readonly account: Account; readonly pipelines: readonly PipelineModel[] } {
    const kept = new Set([pipeline, ...(neighbour === undefined ? [] : [neighbour])]);
    let size = 0;
    while (size < kept.size) {
      size = kept.size;
      for (const one of kept) {
        upstreamsOf(one, this.pipelines).forEach((upstream) => kept.add(upstream));
        for (const key of this.#usedBy(one)) this.#users.get(key)?.forEach((other) => kept.add(other));
      }
      for (const { pipelines } of this.#about.values()) {
        if ([...pipelines].some((one) => kept.has(one))) pipelines.forEach((one) => kept.add(one));
      }
    }
    return { account: this.#with(kept), pipelines: this.pipelines.filter((one) => kept.has(one)) };
  }

  /** The pipelines that an alarm of the account is about. */
  public aboutOf(alarm: AlarmModel | CompositeAlarmModel): About {
    return this.#about.get(alarm) ?? { pipelines: new Set(), observatories: new Set() };
  }

  /** The stages of a pipeline, and its triggers. A function that many machines call is watched only by its own alarms. */
  #usedBy(pipeline: PipelineModel): string[] {
    return [...arnsOf(this.account, pipeline).filter((arn) => this.#stages.has(arn)), ...pipeline.schedules.map(({ kind, group, name }) => `${kind} ${group}/${name}`)];
  }

  #with(kept: ReadonlySet<PipelineModel>): Account {
    const { account } = this;
    const observatories = new Set([...kept].flatMap(({ observed }) => (observed === undefined ? [] : [observed.checker.observatory])));
    const keeps = (alarm: AlarmModel | CompositeAlarmModel): boolean => {
      const about = this.#about.get(alarm)!;
      if (about.pipelines.size > 0) return [...about.pipelines].some((one) => kept.has(one));
      return about.observatories.size === 0 || [...about.observatories].some((one) => observatories.has(one));
    };
    const checkers = account.checkers.filter(({ observatory }) => observatories.has(observatory));
    const notifiers = account.notifiers.filter(({ observatory }) => observatories.has(observatory));
    const isWatcher = (name: string): boolean => [...checkers, ...notifiers].some(({ functionName }) => functionName === name);
    const arns = new Set([...kept].flatMap((one) => arnsOf(account, one)));
    const parameters = new Set([...kept].flatMap(({ observed }) => [observed?.parameter, observed?.profile?.parameter]));
    const starts = (targetArns: readonly string[]): boolean => targetArns.some((target) => {
      const model = targetOf(account, target)?.model;
      return model !== undefined && (arns.has(model.arn) || isWatcher(model.name));
    });
    return {
      ...account,
      functions: account.functions.filter(({ arn, name }) => arns.has(arn) || isWatcher(name)),
      stateMachines: account.stateMachines.filter(({ arn }) => arns.has(arn)),
      schedules: account.schedules.filter(({ targetArns }) => starts(targetArns)),
      alarms: account.alarms.filter(keeps),
      compositeAlarms: account.compositeAlarms.filter(keeps),
      parameters: account.parameters.filter((parameter) => parameters.has(parameter)),
      checkers,
      notifiers,
    };
  }

  /** Stores the texts by which an alarm's dimensions may name a pipeline. */
  #claim(pipeline: PipelineModel): void {
    const claim = (key: string): void => {
      this.#owners.set(key, (this.#owners.get(key) ?? new Set()).add(pipeline));
    };
    for (const arn of arnsOf(this.account, pipeline)) {
      const model = targetOf(this.account, arn)?.model;
      claim(arn);
      if (model !== undefined) claim(model.name);
    }
    for (const { name, group, deadLetterArn } of pipeline.schedules) {
      claim(name);
      // A group that others use too belongs to no pipeline.
      const sharing = this.account.schedules.filter((other) => other.group === group);
      if (sharing.every((other) => pipeline.schedules.includes(other))) claim(group);
      const queue = this.account.queues.find(({ arn }) => arn === deadLetterArn);
      if (queue !== undefined) claim(queue.name);
    }
    const { observed } = pipeline;
    if (observed !== undefined) claim(`${observed.checker.observatory}/${observed.pipeline}`);
  }

  #aboutOf({ entries }: AlarmModel): About {
    const pipelines = new Set<PipelineModel>();
    const observatories = new Set<string>();
    for (const { metric } of entries) {
      const { [DIMENSIONS.observatory]: observatory, [DIMENSIONS.pipeline]: name, ...others } = metric?.dimensions ?? {};
      if (observatory !== undefined) observatories.add(observatory);
      for (const key of [`${observatory}/${name}`, ...Object.values(others)]) {
        this.#owners.get(key)?.forEach((pipeline) => pipelines.add(pipeline));
        const watcher = [...this.account.checkers, ...this.account.notifiers].find(({ functionName }) => functionName === key);
        if (watcher !== undefined) observatories.add(watcher.observatory);
      }
    }
    return { pipelines, observatories };
  }

  #aboutOfComposite({ rule, suppressor }: CompositeAlarmModel, path: readonly string[]): About {
    const names = [...childrenOf(rule), ...(suppressor === undefined ? [] : [suppressor.alarm])].filter((name) => !path.includes(name));
    const abouts = names.map((name): About | undefined => {
      const metricAlarm = this.account.alarms.find((alarm) => alarm.name === name || alarm.arn === name);
      if (metricAlarm !== undefined) return this.#about.get(metricAlarm);
      const composite = this.account.compositeAlarms.find((alarm) => alarm.name === name || alarm.arn === name);
      return composite === undefined ? undefined : this.#aboutOfComposite(composite, [...path, name]);
    });
    return {
      pipelines: new Set(abouts.flatMap((about) => [...about?.pipelines ?? []])),
      observatories: new Set(abouts.flatMap((about) => [...about?.observatories ?? []])),
    };
  }
}

/** What a pipeline runs: its stages and the functions that its machines call. */
function arnsOf(account: Account, { stages }: PipelineModel): string[] {
  return stages.flatMap(({ resource }) => [
    resource.arn, ...('functionArns' in resource ? resource.functionArns.flatMap((arn) => targetOf(account, arn)?.model.arn ?? []) : []),
  ]);
}

function childrenOf(rule: string): string[] {
  try {
    return alarmsOfRule(parseAlarmRule(rule));
  } catch {
    // A rule that cannot be read is noted by the simulation, which does not play it.
    return [];
  }
}
