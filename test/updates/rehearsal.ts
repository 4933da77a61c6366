import type { App } from 'aws-cdk-lib/core';
import { readAlarmChange } from '../../core/alarm-change';
import type { AlarmState } from '../../core/alarm-configuration';
import { METRICS, NAMESPACE } from '../../core/metrics';
import { Instant, MINUTE } from '../../core/time';
import { alarmPayload } from '../../drill/simulation/delivery/alarm-message';
import { nextWork } from '../../drill/simulation/notifier/next-work';
import { tick as check } from '../../lambda/checker/tick';
import { NotifierEnvironment, readEnvironment } from '../../lambda/notifier/environment';
import { receive } from '../../lambda/notifier/receive';
import { tick as notify } from '../../lambda/notifier/tick';
import type { StoredContract } from '../../lambda/shared/ports';
import type { Account, AlarmModel, CheckerModel, NotifierModel, ParameterModel } from '../../template/model';
import { readAssembly } from '../../template/read-assembly';
import { FakePorts } from '../lambda/checker/fake-ports';
import { FakeNotifierPorts } from '../lambda/notifier/fake-notifier-ports';
import { newApp } from '../lib/fixtures';

/** What people receive: from the notifier, or from an alarm itself. */
export interface SentMessage {
  readonly at: Instant;
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
}

interface Alarm {
  readonly model: AlarmModel;
  readonly state: AlarmState;
  readonly since: Instant;
}

/** One observatory's notifier: its table and its settings. */
interface Notifier {
  readonly model: NotifierModel;
  readonly ports: FakeNotifierPorts;
  readonly environment: NotifierEnvironment;
  /** How many of its messages were taken out. */
  readonly delivered: number;
  readonly wakeAt: Instant;
}

const TICK = 5 * MINUTE;
/** A value that the checker published is seen by its alarm after so long. */
const EVALUATED_AFTER = MINUTE;

/**
 * An account to which an app is deployed, and deployed again when it was changed, as CloudFormation does it: a resource of the
 * same stack and logical id is changed, another is made anew, and what the app has no more is deleted. The checkers and
 * notifiers in it are the shipped code. Of alarms only those on proof of life are evaluated; others are set by hand.
 */
export class Rehearsal {
  public readonly sent: SentMessage[] = [];
  /** Incidents that were open in a table when it was deleted. */
  public readonly forgotten: string[] = [];
  public now: Instant;
  #account: Account | undefined;
  #templates: readonly unknown[] = [];
  readonly #runs: { readonly functionName: string; readonly start: Instant; readonly failed: boolean }[] = [];
  #parameters = new Map<string, ParameterModel & { readonly lastChanged: Instant }>();
  #alarms = new Map<string, Alarm>();
  readonly #checkers = new Map<string, FakePorts>();
  readonly #notifiers = new Map<string, Notifier>();

  public constructor(begin: Instant) {
    this.now = begin;
  }

  /**
   * Deploys an app.
   *
   * @throws where CloudFormation would: a parameter of that name exists and is another resource
   */
  public deploy(build: (app: App) => void): void {
    const app = newApp();
    build(app);
    const assembly = app.synth();
    const [account] = readAssembly(assembly.directory);
    this.#storeParameters(account!.parameters);
    this.#account = account!;
    this.#templates = assembly.stacksRecursively.map(({ template }) => template as unknown);
    const before = this.#alarms;
    this.#alarms = new Map(account!.alarms.map((model) => [model.name, {
      ...(before.get(model.name) ?? { state: 'INSUFFICIENT_DATA', since: this.now }), model,
    }]));
    for (const { observatory } of account!.checkers) this.#checkers.set(observatory, this.#checkers.get(observatory) ?? this.#withRuns(new FakePorts()));
    this.#replaceNotifiers(account!.notifiers);
  }

  /** All templates of the app as it is deployed now, in one text. */
  public get template(): string {
    return JSON.stringify(this.#templates);
  }

  /** The names of the alarms that exist. */
  public get alarmNames(): string[] {
    return [...this.#alarms.keys()];
  }

  /** When the parameter of that name was last changed; undefined when there is none. */
  public lastChanged(name: string): Instant | undefined {
    return this.#parameters.get(name)?.lastChanged;
  }

  public get parameterNames(): string[] {
    return [...this.#parameters.keys()].sort();
  }

  /** Pipelines with an open incident, of one observatory or of all. */
  public open(): string[] {
    return [...this.#notifiers.values()].flatMap(({ ports, model }) =>
      ports.table.all().filter(({ incident }) => incident !== undefined).map(({ pipeline }) => `${model.observatory}: ${pipeline}`));
  }

  /** Records one run of the function whose logical id begins so. */
  public ran(logicalId: string, start: Instant, { failed = false } = {}): void {
    const found = this.#account!.functions.find((one) => one.logicalId.startsWith(logicalId));
    if (found === undefined) throw new Error(`no function ${logicalId}`);
    const run = { functionName: found.name, start, failed };
    this.#runs.push(run);
    for (const ports of [...this.#checkers.values(), ...[...this.#notifiers.values()].map((one) => one.ports)]) ports.functionRan(run.functionName, start, { failed });
  }

  /** Lets an alarm change its state, by a part of its name. */
  public async set(part: string, state: AlarmState): Promise<void> {
    const found = [...this.#alarms.values()].filter(({ model }) => model.name.includes(part));
    if (found.length !== 1) throw new Error(`${found.length} alarms ${part}`);
    await this.#change(found[0]!, state);
  }

  /** Lets time pass. */
  public async until(end: Instant): Promise<void> {
    while (this.now < end) {
      this.now += MINUTE;
      for (const model of this.now % TICK === 0 ? this.#account!.checkers : []) await this.#check(model);
      for (const observatory of this.#notifiers.keys()) await this.#notify(observatory);
    }
  }

  /** What was sent since, as `time subject`, without what is about the observatory itself. */
  public sentSince(since: Instant, topic = 'CriticalTopic'): string[] {
    return this.sent.filter(({ at, topicArn }) => at >= since && topicArn.includes(topic)).map(({ at, subject }) => `${new Date(at).toISOString().slice(8, 16)} ${subject}`);
  }

  #storeParameters(models: readonly ParameterModel[]): void {
    const before = this.#parameters;
    this.#parameters = new Map(models.map((model) => {
      const old = before.get(model.name);
      const isSame = old !== undefined && old.stack === model.stack && old.logicalId === model.logicalId;
      if (old !== undefined && !isSame) throw new Error(`${model.logicalId}: ${model.name} already exists`);
      return [model.name, { ...model, lastChanged: isSame && old.value === model.value ? old.lastChanged : this.now }];
    }));
  }

  #replaceNotifiers(models: readonly NotifierModel[]): void {
    const before = new Map(this.#notifiers);
    this.#notifiers.clear();
    for (const model of models) {
      const environment = readEnvironment(this.#account!.functions.find(({ name }) => name === model.functionName)!.environment);
      const old = before.get(model.observatory);
      const isSameTable = old?.model.tableName === model.tableName;
      const ports = isSameTable ? old.ports : this.#withRuns(healthy(new FakeNotifierPorts()));
      if (!this.#notifiers.has(model.observatory)) this.#notifiers.set(model.observatory, { model, environment, ports, delivered: isSameTable ? old.delivered : 0, wakeAt: this.now });
    }
    for (const { ports } of before.values()) {
      const isKept = [...this.#notifiers.values()].some((one) => one.ports === ports);
      if (!isKept) this.forgotten.push(...ports.table.all().filter(({ incident }) => incident !== undefined).map(({ pipeline }) => pipeline));
    }
  }

  #withRuns<T extends FakePorts | FakeNotifierPorts>(ports: T): T {
    for (const { functionName, start, failed } of this.#runs) ports.functionRan(functionName, start, { failed });
    return ports;
  }

  /** The parameters one level below a path. */
  #below(path: string): StoredContract[] {
    return [...this.#parameters.values()].filter(({ name }) => name.slice(0, name.lastIndexOf('/')) === path)
      .map(({ name, value, lastChanged }) => ({ name, text: value, lastChanged }));
  }

  async #check({ observatory, contractsPath }: CheckerModel): Promise<void> {
    const ports = this.#checkers.get(observatory)!;
    ports.contractsStored = this.#below(contractsPath);
    ports.published.length = 0;
    await check(ports, this.now);
    for (const { metric, pipeline, value } of ports.published.flat()) {
      if (metric !== METRICS.proofOfLife) continue;
      const judged = [...this.#alarms.values()].filter(({ model: { entries: [only] } }) => only?.metric?.namespace === NAMESPACE && only.metric.metricName === metric
        && Object.values(only.metric.dimensions).join() === `${observatory},${pipeline}`);
      for (const alarm of judged) await this.#change(alarm, value < 1 ? 'ALARM' : 'OK', this.now + EVALUATED_AFTER);
    }
  }

  async #change({ model, state: from }: Alarm, state: AlarmState, at = this.now): Promise<void> {
    if (state === from) return;
    this.#alarms.set(model.name, { model, state, since: at });
    const payload = alarmPayload(this.#account!, model, { from, to: state, at, reason: 'Threshold Crossed' });
    for (const topicArn of state === 'ALARM' ? model.actions.alarm : state === 'OK' ? model.actions.ok : []) {
      const receiver = [...this.#notifiers.values()].find(({ environment }) => environment.intakeTopicArn === topicArn);
      if (receiver === undefined) {
        this.sent.push({ at, topicArn, subject: `${state}: "${model.name}"`, text: payload });
        continue;
      }
      this.#prepare(receiver);
      await receive(receiver.ports, receiver.environment, readAlarmChange(payload), at);
      this.#deliver(receiver.model.observatory, this.now);
    }
  }

  async #notify(observatory: string): Promise<void> {
    const notifier = this.#notifiers.get(observatory)!;
    if (this.now < notifier.wakeAt) return;
    this.#prepare(notifier);
    await notify(notifier.ports, notifier.environment, this.now);
    const { wakeAt, judgeAt } = await nextWork({ ports: notifier.ports, environment: notifier.environment, now: this.now });
    this.#deliver(observatory, Math.min(wakeAt, judgeAt));
  }

  /** Lets a notifier see the account as it is. */
  #prepare({ ports, environment }: Notifier): void {
    ports.contractsStored = this.#below(environment.contractsPath);
    ports.profilesStored = this.#below(environment.profilesPath);
    ports.alarmsNow.clear();
    for (const { model, state, since } of this.#alarms.values()) ports.alarmsNow.set(model.name, { state, since });
    ports.alarmsRaised = [...this.#alarms.values()].filter(({ model, state }) => state === 'ALARM' && model.actions.alarm.includes(environment.intakeTopicArn!))
      .map(({ model, since }) => readAlarmChange(alarmPayload(this.#account!, model, { from: 'OK', to: 'ALARM', at: since, reason: 'Threshold Crossed' })));
  }

  #deliver(observatory: string, wakeAt: Instant): void {
    const notifier = this.#notifiers.get(observatory)!;
    const { published } = notifier.ports;
    for (const { topicArn, message: { subject, text } } of published.slice(notifier.delivered)) this.sent.push({ at: this.now, topicArn, subject, text });
    this.#notifiers.set(observatory, { ...notifier, delivered: published.length, wakeAt });
  }
}

/** To whoever asks why, all functions are there. */
function healthy(ports: FakeNotifierPorts): FakeNotifierPorts {
  ports.diagnosis = { ...ports.diagnosis, lambdaFunction: async () => ({ state: 'Active', lastUpdateStatus: 'Successful', changedAt: 0, timeoutSeconds: 900 }), concurrency: async () => ({}) };
  return ports;
}
