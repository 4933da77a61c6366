import type { Alarm, IAlarmAction, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Annotations, CfnElement, Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct, DependencyGroup } from 'constructs';
import { Profile } from '../../core/contract/profile';
import { EVENT_SOURCE, INCIDENT_DETAIL_TYPE } from '../../core/message/event';
import { METRICS } from '../../core/metrics';
import { traitsOf } from '../../core/signals';
import { brand, PIPELINE_STAGE, requireArgument, required, requireProps } from '../argument-shapes';
import { requireEnvironmentOf, requireOwnEnvironment, requirePipelineName } from '../checks/props';
import { checkAt } from '../checks/registry';
import { contractObject } from '../expectation/contract-text';
import { PipelineTrigger } from '../expectation/pipeline-trigger';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import { describeExpectation, Tolerances } from '../expectation/tolerances';
import { identifyBy, identifyOnlyBy } from '../names';
import { bindContact, type IContact } from '../observatory/contact';
import type { DashboardEntry } from '../observatory/dashboard-page';
import type { SeverityTopic } from '../observatory/notifier-settings';
import { Observatory } from '../observatory/observatory';
import { mayPublishTo } from '../observatory/topics';
import type { Signal } from '../signals/signal';
import { alarmDescription, alarmOf, Subject } from '../signals/signal-alarm';
import { type SignalRow, withPreset } from '../signals/signal-row';
import { alarmOn, alarmsInOrder, isAboutStage, ObservedStage, type WatchedSignal } from '../stages/observed-stage';
import type { PipelineStage } from '../stages/pipeline-stage';
import { type MuteWindow, Muting } from './mute-window';
import { type IObservedPipeline, OBSERVED_PIPELINE_PROPS, type ObservedPipelineProps } from './observed-pipeline-props';
import { pipelineMetric, type PipelineSignals, proofSignals } from './pipeline-signals';
import { profileObject } from './profile-text';
import { Severity } from './severity';
import { TriggerForNotifier, triggerForNotifier, triggerSignals } from './trigger-signals';

/**
 * A data pipeline with alarms on its failed, slow and, above all, missing runs.
 *
 * @example
 * declare const load: sfn.IStateMachine;
 * declare const publish: lambda.IFunction;
 * const nightly = new ObservedPipeline(this, 'NightlyOrders', {
 *   stages: [PipelineStage.stateMachine(load), PipelineStage.lambdaFunction(publish)],
 *   expectation: RunExpectation.atTimes(
 *     scheduler.ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }),
 *     { startWithin: Duration.minutes(15), maxDuration: Duration.hours(2) },
 *   ),
 *   severity: Severity.CRITICAL,
 *   owner: 'data-platform',
 *   runbookUrl: 'https://wiki.example.com/nightly-orders',
 *   contacts: [Contact.email('data@example.com'), Contact.sms('+15550100')],
 * });
 */
@propertyInjectable
export class ObservedPipeline extends Construct implements IObservedPipeline {
  /** By which property injectors of an app or a stage find this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-observed-pipeline.ObservedPipeline';


  /** The name of the pipeline for people. */
  public readonly pipelineName: string;
  /** The observatory of the pipeline, which it shares with others. */
  public readonly observatory: Observatory;
  /** How serious a failure of the pipeline is. */
  public readonly severity: Severity;
  /** The alarm on missing, stuck and failed runs; undefined when no runs are expected or the signal is switched off. */
  public readonly proofOfLifeAlarm?: Alarm;

  /** @internal */
  public readonly _spec: ExpectationSpec;
  /** @internal */
  public readonly _tolerances: Tolerances;
  /** @internal */
  public readonly _stages: PipelineStage[] = [];
  /** @internal */
  public readonly _trigger?: PipelineTrigger;
  /** @internal */
  public readonly _watched: WatchedSignal[] = [];

  /** @internal */
  public readonly _texts: { readonly owner?: string; readonly runbookUrl?: string };
  /** Topics that receive only what this pipeline sends. @internal */
  public readonly _topics: SeverityTopic[] = [];
  /** @internal */
  public readonly _muteWindows: readonly MuteWindow[];
  /** @internal */
  public readonly _signals: PipelineSignals;
  /** Options that only a notifier uses. @internal */
  public readonly _forNotifier: { readonly upstreamPipelines: readonly IObservedPipeline[]; readonly includeExecutionData: boolean };

  private readonly observedStages: ObservedStage[] = [];
  private readonly alarmActions: readonly IAlarmAction[];
  private readonly muting: Muting;
  private readonly triggerForNotifier?: TriggerForNotifier;
  /** The permissions that the checker must have before it reads the contract. */
  private readonly evidenceAccess = new DependencyGroup();
  private readonly dashboardName?: string;

  public constructor(scope: Construct, id: string, props: ObservedPipelineProps) {
    super(scope, id);
    requireProps(this.node.path, props, OBSERVED_PIPELINE_PROPS);
    brand(this, 'ObservedPipeline');
    this._spec = props.expectation._spec;
    this._tolerances = new Tolerances(this._spec);
    this.pipelineName = requirePipelineName(this.node.path, props.pipelineName ?? id);
    this.observatory = props.observatory ?? Observatory.of(this);
    requireEnvironmentOf(this.observatory, this);
    this.severity = props.severity ?? Severity.CRITICAL;
    this._texts = { owner: props.owner, runbookUrl: props.runbookUrl };
    this._trigger = this._spec.namedTrigger ?? expectationTrigger(this._spec);
    this._forNotifier = { upstreamPipelines: [...requireSameObservatory(this, props.upstreamPipelines ?? [])], includeExecutionData: props.includeExecutionData ?? false };
    this._muteWindows = [...props.muteWindows ?? []];
    this._signals = props.signals ?? {};
    this.alarmActions = props.alarmActions ?? [];
    this.muting = new Muting(this, this._muteWindows);
    if (this._trigger !== undefined) this.triggerForNotifier = triggerForNotifier(this._trigger, this);

    for (const contact of props.contacts ?? []) this.addContact(contact);
    this.observatory._register(this);
    this.dashboardName = this.observatory._show(this, this.dashboardEntry());
    this.proofOfLifeAlarm = this.watchPipeline(this._signals, props.stages[0]?.stageName);
    this.observatory._grant(this, 'causes', this.triggerForNotifier?.access ?? []);
    for (const stage of props.stages) this.addStage(stage);
    this.writeProfile(this.writeContract());
    checkAt(this, 'pipeline');
  }

  /**
   * Adds a stage that runs after the existing ones.
   * @returns the stage with its alarms
   * @throws when another stage has the same name, or the stage is in another account or Region
   */
  public addStage(stage: PipelineStage): ObservedStage {
    requireArgument(this.node.path, 'the stage', stage, required(PIPELINE_STAGE));
    if (this._stages.some(({ stageName }) => stageName === stage.stageName)) {
      throw new Error(`${this.node.path}: two stages are called '${stage.stageName}'; give one of them another stageName`);
    }
    requireOwnEnvironment(this, stage.stageName, stage._kind.resource.env);
    this._stages.push(stage);
    this.observatory._grant(this, 'evidence', this._spec.kind === 'none' || stage._options.optional ? [] : stage._kind.evidenceAccess, this.evidenceAccess);
    this.observatory._grant(this, 'causes', stage._kind.diagnosisAccess);
    for (const row of stage._kind.signals(this._tolerances.contextOf(stage))) this.watch(row, stage.stageName);
    const observed = ObservedStage._of(this.node.path, stage.stageName, () => this.watchedAbout(stage.stageName));
    this.observedStages.push(observed);
    return observed;
  }

  /** The stages with their alarms, in the order in which they run. */
  public get stages(): ObservedStage[] {
    return [...this.observedStages];
  }

  /**
   * The alarm of a signal of the pipeline as a whole: PROOF_OF_LIFE, DEADLINE, TRIGGER_UNDELIVERABLE or TRIGGER_RETRIES.
   *
   * @returns undefined where the signal is not watched
   * @throws when the signal is about a stage, whose alarm the stage has
   */
  public alarmFor(signal: Signal): Alarm | undefined {
    if (isAboutStage(this.node.path, signal)) {
      throw new Error(`${this.node.path}: signal ${signal} is about a stage and not about the pipeline as a whole; call alarmFor on one of its stages`);
    }
    return alarmOn(this.watchedAbout(undefined), signal);
  }

  /** All alarms, in the order of the questions they answer: alive, failed, slow. */
  public get alarms(): Alarm[] {
    return alarmsInOrder(this._watched);
  }

  /**
   * The proof of life. It is 1 when the newest due run succeeded, even if late, and 0 while the pipeline has missing, stuck or
   * failed runs. It has no data while the state is not known or no runs are expected. The checker publishes it at each check.
   * By default the minimum per check interval.
   */
  public metricProofOfLife(props: MetricOptions = {}): Metric {
    const { observatoryName, checkInterval } = this.observatory;
    return pipelineMetric({ observatory: observatoryName, pipeline: this.pipelineName }, METRICS.proofOfLife, 'Minimum', checkInterval).attachTo(this).with(props);
  }

  /**
   * Invokes a target on each event of the notifier about this pipeline: an incident opens, becomes more severe, is reminded of,
   * escalates or recovers. `docs/messages.md` describes the event. If the action must happen even when the notifier fails, use
   * `alarmActions`.
   * @throws when the observatory has no notifier
   *
   * @example
   * declare const nightly: ObservedPipeline;
   * declare const rerun: lambda.IFunction;
   * nightly.onIncident('Rerun', { target: new targets.LambdaFunction(rerun) });
   */
  public onIncident(id: string, options: OnEventOptions = {}): Rule {
    if (this.observatory.intakeTopic === undefined) {
      throw new Error(`${this.node.path}: onIncident needs the notifier, but alarmRouting is AlarmRouting.TOPICS; leave alarmRouting out, or use alarmActions`);
    }
    const { target, ...rest } = options;
    const rule = new Rule(this, id, rest);
    rule.addTarget(target);
    rule.addEventPattern({
      source: [EVENT_SOURCE],
      detailType: [INCIDENT_DETAIL_TYPE],
      // An event about many pipelines at once lists them.
      detail: { observatory: [this.observatory.observatoryName], $or: [{ pipeline: [this.pipelineName] }, { pipelines: [this.pipelineName] }] },
    });
    return rule;
  }

  private addContact(contact: IContact): void {
    const bound = bindContact(this, contact);
    const { target, severities } = bound;
    if (target.kind !== 'topic') {
      this.observatory._subscribers.add(this, bound);
      return;
    }
    const isNew = (severity: Severity): boolean => !this._topics.some((one) => one.severity === severity && one.topic.topicArn === target.topic.topicArn);
    this._topics.push(...severities.filter(isNew).map((severity) => ({ severity, topic: target.topic })));
    this.observatory._grant(this, 'topics', mayPublishTo(target.topic));
  }

  private watchPipeline(signals: PipelineSignals, firstStage: string | undefined): Alarm | undefined {
    if (this._trigger !== undefined) triggerSignals(this._trigger, signals).forEach((row) => this.watch(row));
    if (this._spec.disabledTrigger !== undefined) {
      // The user chose this with onlyWhereEnabled, so it is no warning.
      Annotations.of(this).addInfo(`no runs of pipeline ${this.pipelineName} are expected here: ${this._spec.reason}`);
      return undefined;
    }
    if (this._spec.kind === 'none') {
      Annotations.of(this).addWarningV2('cdk-observed-pipeline:nothingExpected',
        `no runs of pipeline ${this.pipelineName} are expected (${this._spec.reason}), so nobody is notified if it stops; acknowledge this if that is intended`);
      return undefined;
    }
    const rows = proofSignals({
      observatory: this.observatory.observatoryName, pipeline: this.pipelineName, tick: this.observatory.checkInterval,
      spec: this._spec, trigger: this._trigger, firstStage, signals,
    });
    return rows.map((row) => this.watch(row))[0];
  }

  private watchedAbout(stageName: string | undefined): WatchedSignal[] {
    return this._watched.filter(({ stage }) => stage === stageName);
  }

  private watch(row: SignalRow, stage?: string): Alarm | undefined {
    const settled = withPreset(row, this.severity);
    if (!settled.enabled) return undefined;
    const topics = this._topics.filter(({ severity }) => severity === settled.severity).map(({ topic }) => topic);
    const id = `${stage ?? ''}${row.id}`;
    const name = this.observatory._alarmName(this.pipelineName, id);
    const alarm = alarmOf(this, id, settled, { description: alarmDescription(settled, this.subject(stage)), name });
    // An updated alarm keeps its state, and CloudWatch reports a state only when it changes. With another pipeline name or observatory
    // the alarm must be a new one. Otherwise the incident would stay open under the old name, and the new one would not get the alarm.
    if (name === undefined) identifyBy(alarm.node.defaultChild as CfnElement, this.observatory.observatoryName, this.pipelineName);
    this.observatory._wiring.connect(alarm, { severities: [settled.severity], okIsRecovery: traitsOf(row.id).lasting, own: topics, actions: this.alarmActions });
    this.muting.mute(alarm);
    this._watched.push({ row: settled, stage, alarm });
    return alarm;
  }

  private subject(stage?: string): Subject {
    return { observatory: this.observatory.observatoryName, pipeline: this.pipelineName, stage, due: describeExpectation(this._spec), ...this._texts };
  }

  private writeContract(): StringParameter | undefined {
    if (this._spec.kind === 'none') return undefined;
    const contract = this.parameter('Contract', this.observatory._contractsPath, 'The expected runs of a pipeline; the proof-of-life checker reads it', () => this._contractText());
    // Without these permissions, a checker that reads the contract would report the pipeline as unverifiable.
    contract.node.addDependency(this.evidenceAccess);
    // Runs are due from the creation of the contract on, but a rate first fires after the creation of its schedule. If the contract
    // came first, a run that nothing starts would be due.
    const trigger = this._trigger?._schedule ?? this._trigger?._rule;
    if (trigger !== undefined && Stack.of(trigger) === Stack.of(this)) contract.node.addDependency(trigger);
    // To the checker, an alarm without a contract means that somebody deleted the contract.
    this.proofOfLifeAlarm?.node.addDependency(contract);
    return contract;
  }

  private writeProfile(contract: StringParameter | undefined): void {
    if (this.observatory.intakeTopic === undefined) return;
    const profile = this.parameter('Profile', this.observatory._profilesPath, 'The owner of a pipeline and where to find out why it fails; the notifier reads it', () => this._profileText());
    // A checker that finds a profile without a contract would report that somebody deleted the contract.
    if (contract !== undefined) profile.node.addDependency(contract);
  }

  /** The name is not a fixed physical name, since it contains the names of the stack, of the observatory and of the pipeline. */
  private parameter(id: string, path: string, description: string, produce: () => string): StringParameter {
    const parameterName = `${path}/${this.pipelineName}`;
    const parameter = new StringParameter(this, id, { parameterName, description, stringValue: Lazy.string({ produce }) });
    identifyOnlyBy(parameter.node.defaultChild as CfnElement, `Pipeline${this.pipelineName}${id}`, parameterName);
    return parameter;
  }

  /** What the notifier must know about the pipeline, tokens included. @internal */
  public _profile(): Profile {
    const everywhere = this.observatory._wiring.added;
    return profileObject({
      pipelineName: this.pipelineName,
      severity: this.severity,
      ...this._texts,
      spec: this._spec,
      ...this._forNotifier,
      muteWindows: this._muteWindows,
      // Topics that receive everything need not be named again.
      topics: this._topics.filter((own) => !everywhere.some((one) => one.severity === own.severity && one.topic.topicArn === own.topic.topicArn))
        .map(({ severity, topic }) => ({ severity, topicArn: topic.topicArn })),
      stages: this._stages,
      trigger: this.triggerForNotifier?.profile,
      dashboardName: this.dashboardName,
    });
  }

  /** The profile as it is stored, tokens included. @internal */
  public _profileText(): string {
    return Stack.of(this).toJsonString(this._profile());
  }

  /** The contract as it is stored, tokens included. @internal */
  public _contractText(): string {
    return Stack.of(this).toJsonString(contractObject(this.pipelineName, this._tolerances, this._stages));
  }

  private dashboardEntry(): DashboardEntry {
    return {
      name: this.pipelineName,
      expectation: describeExpectation(this._spec),
      ...this._texts,
      alarms: () => this.alarms,
      lifeAlarm: () => this.proofOfLifeAlarm,
      proofOfLife: this._spec.kind === 'none' ? undefined : this.metricProofOfLife().with({ label: 'alive' }),
      durations: (period: Duration) => this._stages.map((stage) => stage._kind.duration(period).with({ label: stage.stageName })),
      waits: (period: Duration) => this._stages.flatMap((stage) => stage._kind.waiting?.(period).with({ label: stage.stageName }) ?? []),
      links: () => this._stages.flatMap((stage) => stage._kind.links().map(({ title, url }) => ({ title: `${stage.stageName} ${title}`, url }))),
    };
  }
}

/** Checks that upstream pipelines have the same observatory, since a notifier knows only its own incidents. @throws when one has another */
function requireSameObservatory(pipeline: ObservedPipeline, upstream: readonly IObservedPipeline[]): readonly IObservedPipeline[] {
  const foreign = upstream.find(({ observatory }) => observatory !== pipeline.observatory);
  if (foreign === undefined) return upstream;
  throw new Error(`${pipeline.node.path}: the upstream pipeline ${foreign.node.path} has another observatory, so its incidents are not known here; `
    + 'give both pipelines the same observatory, or leave it out of upstreamPipelines');
}

function expectationTrigger({ trigger }: ExpectationSpec): PipelineTrigger | undefined {
  if (trigger?.schedule !== undefined) return PipelineTrigger.schedule(trigger.schedule);
  if (trigger?.rule !== undefined) return PipelineTrigger.rule(trigger.rule);
  return undefined;
}
