import { DAY, Instant, SECOND } from '../../core/time';
import {
  type Account, type FunctionModel, type NotifierModel, type PipeModel, type ScheduleModel, type StateMachineModel, targetOf,
} from '../../template/model';
import type { Link } from '../../template/pipeline';
import { mayReadEnvironment, mayStart } from '../../template/policy/permissions';
import type { DeliveredMessage } from '../result';
import type { Alarm } from './alarms/alarm';
import { AlarmCenter, UnplayedAlarm } from './alarms/alarm-center';
import { CheckerHost } from './checker-host';
import { Condition, Conditions, Watcher } from './conditions';
import { DeadLetterQueue, failureRecord } from './delivery/dead-letter-queue';
import { unformattedMessage } from './delivery/message';
import { PipeHost } from './delivery/pipe-host';
import { Topics } from './delivery/topics';
import { EventQueue } from './event-queue';
import { MetricStore, Publication } from './metric-store';
import { NotifierHost } from './notifier/notifier-host';
import type { NotifierLinks } from './notifier/notifier-ports';
import { FunctionHost } from './runs/function-host';
import { MachineHost } from './runs/machine-host';
import { Behaviour, type RunRecord, usualDuration } from './runs/run-plan';
import { ScheduleHost, serveAll, Target } from './schedule-host';
import { Assumption, Assumptions, DEFAULT_SETTINGS, SimulationSettings } from './settings';
import type { SimContext } from './sim-context';
import type { InvokedFunction } from './sparse-ticks';
import { TableStore } from './table-store';

/** What a simulation plays. */
export interface SimulationPlan {
  readonly account: Account;
  /** When all of it is deployed. */
  readonly from: Instant;
  readonly conditions?: readonly Condition[];
  readonly links?: readonly Link[];
  /**
   * The longest time that a run of a resource should take, in seconds by ARN, where the expectation allows less than the
   * resource's own limit.
   */
  readonly limits?: ReadonlyMap<string, number>;
  readonly settings?: Partial<SimulationSettings>;
}

/** A start of a function or a machine. */
interface Start {
  readonly now: Instant;
  readonly slot: Instant | undefined;
  /** The schedule that started it, directly or through the stages before it. */
  readonly trigger: ScheduleModel | undefined;
  readonly input?: string;
}

/** How long an invocation of the library's code takes. */
const TICK_MILLIS = 800;
/** How often points are deleted that nothing will read again. */
const PRUNE_EVERY = 7 * DAY;
/** Time from the end of a stage to the start of the next one. */
const LINK_PAUSE = 5 * SECOND;

/**
 * An account under a simulated clock: schedules fire, functions and machines run, metrics are published, checkers run, alarms
 * are evaluated and topics deliver. Everything is deployed at `from`, when the simulation begins.
 */
export class Simulation {
  public readonly alarms: readonly Alarm[];
  public readonly unplayed: readonly UnplayedAlarm[];
  public readonly checkers: readonly CheckerHost[];
  public readonly notifiers: readonly NotifierHost[];
  readonly #sim: SimContext;
  readonly #topics: Topics;
  readonly #functions = new Map<string, FunctionHost>();
  readonly #machines = new Map<string, MachineHost>();
  readonly #tables = new Map<string, TableStore>();

  public constructor(private readonly plan: SimulationPlan) {
    const { account, from } = plan;
    const conditions = new Conditions(plan.conditions ?? []);
    const store = new MetricStore();
    this.#sim = {
      account, conditions, store,
      createdAt: from,
      settings: { ...DEFAULT_SETTINGS, ...plan.settings },
      queue: new EventQueue(from),
      publication: new Publication(store, conditions),
      assumptions: new Assumptions(),
      runs: [],
    };
    this.#topics = new Topics(this.#sim);
    const center = new AlarmCenter(this.#sim, (alarm, change) => this.#topics.act(alarm, change));
    this.alarms = center.alarms;
    this.unplayed = center.unplayed;
    for (const model of account.functions) this.#functions.set(model.arn, this.#functionHost(model));
    for (const model of account.stateMachines) this.#machines.set(model.arn, this.#machineHost(model));
    // A link that two pipelines share is made once.
    new Map((plan.links ?? []).map((link) => [`${link.afterArn} ${link.startArn}`, link])).forEach((link) => this.#link(link));
    for (const model of account.queues) this.#topics.queues.set(model.arn, new DeadLetterQueue(this.#sim, model));
    for (const model of account.pipes) this.#pipe(model);
    const schedules = account.schedules.map((model) => this.#scheduleHost(model));
    for (const model of account.tables) this.#tables.set(model.name, new TableStore(this.#sim, model));
    this.checkers = this.#hostsOf(account.checkers, schedules, (model, invoked) => new CheckerHost(this.#sim, model, invoked, { machines: this.#machines, tables: this.#tables }));
    this.notifiers = this.#hostsOf(account.notifiers, schedules, (model, invoked) => this.#notifierHost(model, invoked));
    for (const checker of this.checkers) checker.onEvidence = (at) => this.#wakeNotifiers(checker.model.observatory, at);
    for (const host of schedules) {
      if (!this.#isOfWatcher(host.model)) serveAll(this.#sim, host, from - 1);
    }
    [...this.checkers, ...this.notifiers].forEach(({ ticks }) => ticks.start());
    for (const { calls, from: begins, to } of plan.conditions ?? []) {
      if (calls !== undefined) this.#call(calls, begins, to);
    }
    this.#pruneAt(from + PRUNE_EVERY);
  }

  public get now(): Instant {
    return this.#sim.queue.now;
  }

  /** All messages so far, oldest first, including those that reached nobody (with an empty `to`). */
  public get messages(): readonly DeliveredMessage[] {
    return this.#topics.messages;
  }

  /** Actions that reached nobody. */
  public get lost(): Topics['lost'] {
    return this.#topics.lost;
  }

  /** What the play relied on although the templates do not show it. */
  public get assumptions(): readonly Assumption[] {
    return this.#sim.assumptions.list;
  }

  public get runs(): readonly RunRecord[] {
    return this.#sim.runs;
  }

  /** How many single points are kept. */
  public get size(): number {
    return this.#sim.store.size;
  }

  public get store(): MetricStore {
    return this.#sim.store;
  }

  /** How many ticks of all checkers took place so far. */
  public get ticks(): number {
    return this.checkers.reduce((sum, checker) => sum + checker.ticks.countUntil(this.now), 0);
  }

  public async runUntil(until: Instant): Promise<void> {
    await this.#sim.queue.runUntil(until);
  }

  #functionHost(model: FunctionModel): FunctionHost {
    const isWatcher = this.#isWatcher(model);
    const behaviour = isWatcher ? Behaviour.steady(TICK_MILLIS) : this.#jittering(model.arn, usualDuration(this.plan, model));
    const host = new FunctionHost(this.#sim, model, behaviour, { logsRuns: !isWatcher });
    const environmentKey = mayReadEnvironment(this.plan.account, model);
    if (!environmentKey.known) this.#sim.assumptions.add(model.name, `${environmentKey.reason}; the drill assumes that its role may use it`);
    const { onFailureArn, roleName } = model;
    if (onFailureArn !== undefined) host.onFailure = (failed, now) => this.#topics.publish(roleName, onFailureArn, unformattedMessage(failureRecord(failed, now)), now);
    return host;
  }

  #machineHost(model: StateMachineModel): MachineHost {
    const usual = usualDuration(this.plan, model);
    const functions = model.functionArns.flatMap((arn) => {
      const target = targetOf(this.plan.account, arn);
      if (target?.kind !== 'function') return [];
      // Its functions together take at most half of the execution's time.
      const own = Math.min(usualDuration(this.plan, target.model), usual / (2 * model.functionArns.length));
      return [new FunctionHost(this.#sim, target.model, this.#jittering(`${model.arn} ${arn}`, own))];
    });
    return new MachineHost(this.#sim, model, this.#jittering(model.arn, usual), functions);
  }

  #jittering(name: string, usual: number): Behaviour {
    return Behaviour.jittering(usual, name, this.#sim.settings.seed);
  }

  #link({ afterArn, startArn }: Link): void {
    const before = this.#functions.get(afterArn) ?? this.#machines.get(afterArn);
    if (before === undefined) return;
    const earlier = before.onSuccess;
    before.onSuccess = (now, slot, trigger) => {
      earlier?.(now, slot, trigger);
      this.#sim.queue.at(now + LINK_PAUSE, () => this.#start(startArn, { now: now + LINK_PAUSE, slot, trigger }));
    };
  }

  #start(arn: string, { now, slot, trigger, input }: Start): void | Promise<void> {
    this.#machines.get(arn)?.start(now, slot, trigger);
    return this.#functions.get(arn)?.invoke(now, slot, input, trigger);
  }

  #scheduleHost(model: ScheduleModel): ScheduleHost {
    const { account } = this.plan;
    const targets = model.targetArns.flatMap((targetArn): Target[] => {
      const arn = targetOf(account, targetArn)?.model.arn;
      if (arn === undefined || !(this.#functions.has(arn) || this.#machines.has(arn))) return [];
      const { allowed, known, reason } = mayStart(account, model, targetArn);
      if (allowed && !known) this.#sim.assumptions.add(model.name, reason);
      return [{ arn, mayInvoke: allowed, invoke: (now, slot) => this.#start(arn, { now, slot, trigger: model, input: model.input }) }];
    });
    const behaviour = this.#isOfWatcher(model) ? Behaviour.steady(0) : this.#jittering(`schedule ${model.name}`, 0);
    const deadLetters = model.deadLetterArn === undefined ? undefined : this.#topics.queues.get(model.deadLetterArn);
    return new ScheduleHost(this.#sim, model, { targets, behaviour, deadLetters });
  }

  /** Hosts of watchers whose functions exist, each with the schedules that invoke it. */
  #hostsOf<M extends Watcher, H>(models: readonly M[], schedules: readonly ScheduleHost[], make: (model: M, invoked: InvokedFunction) => H): H[] {
    return models.flatMap((model) => {
      const host = [...this.#functions.values()].find((candidate) => candidate.model.name === model.functionName);
      if (host === undefined) return [];
      return [make(model, { host, schedules: schedules.filter((schedule) => this.#targetsOf(schedule.model).includes(host.model.name)) })];
    });
  }

  #notifierHost(model: NotifierModel, invoked: InvokedFunction): NotifierHost {
    this.#topics.receivers.set(invoked.host.model.arn, invoked.host);
    const reach: NotifierLinks = {
      machines: this.#machines, queues: this.#topics.queues, topics: this.#topics, tables: this.#tables,
      alarms: () => this.alarms,
      evidence: (observatory) => this.#evidenceOf(observatory),
    };
    const notifier = new NotifierHost(this.#sim, model, invoked, reach);
    notifier.onMessage = (now) => this.#wakeNotifiers(model.observatory, now);
    return notifier;
  }

  /** Makes sure that the first tick of a notifier at or after an instant is run. */
  #wakeNotifiers(observatory: string, at: Instant): void {
    for (const { model, ticks } of this.notifiers) {
      if (model.observatory === observatory) ticks.noLaterThan(at);
    }
  }

  #evidenceOf(observatory: string): ReturnType<NotifierLinks['evidence']> {
    const own = this.checkers.filter(({ model }) => model.observatory === observatory);
    return {
      // A tick that was run may have seen something that the tick before did not see.
      newest: Math.max(-Infinity, ...own.map(({ newestEvidence, ticks }) => Math.max(newestEvidence, ticks.ran.at(-1) ?? -Infinity))),
      stableUntil: own.length === 0 ? -Infinity : Math.min(...own.map(({ stableUntil }) => stableUntil)),
    };
  }

  #pipe(model: PipeModel): void {
    const queue = this.#topics.queues.get(model.sourceArn);
    if (queue !== undefined) new PipeHost(this.#sim, model, queue, this.#topics).start();
  }

  #isWatcher({ name }: FunctionModel): boolean {
    const { checkers, notifiers } = this.plan.account;
    return [...checkers, ...notifiers].some(({ functionName }) => functionName === name);
  }

  #isOfWatcher(model: ScheduleModel): boolean {
    const { checkers, notifiers } = this.plan.account;
    const names = this.#targetsOf(model);
    return [...checkers, ...notifiers].some(({ functionName }) => names.includes(functionName));
  }

  /** Names of the functions that a schedule invokes. */
  #targetsOf({ targetArns }: ScheduleModel): string[] {
    return targetArns.flatMap((arn) => {
      const target = targetOf(this.plan.account, arn);
      return target?.kind === 'function' ? [target.model.name] : [];
    });
  }

  /** Invokes a function again and again from outside, without retries. */
  #call(calls: NonNullable<Condition['calls']>, at: Instant, to: Instant): void {
    if (at >= to) return;
    this.#sim.queue.at(at, () => {
      this.#functions.get(calls.functionArn)?.call(at, { attempt: 1, fails: false }, () => undefined);
      this.#call(calls, at + calls.everyMillis, to);
    });
  }

  #pruneAt(at: Instant): void {
    this.#sim.queue.at(at, () => {
      this.#sim.store.prune(at);
      this.#pruneAt(at + PRUNE_EVERY);
    });
  }
}
