import type { Alarm, CfnDashboard, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Aspects, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { METRICS } from '../../core/metrics';
import { traitsOf } from '../../core/signals';
import { brand, brandOf, CONSTRUCT, oneOf, requireArgument, required, requireProps } from '../argument-shapes';
import { topicsOfAlarms } from '../checks/alarm-topics';
import { requireEscalation } from '../checks/props';
import { checkAt } from '../checks/registry';
import type { Need, PipelineSubject, PolicyOverflow } from '../checks/subjects';
import { alarmNameOf, observatoryNameOf, outermostStack } from '../names';
import { Severity } from '../pipeline/severity';
import { alarmDescription, alarmOf } from '../signals/signal-alarm';
import { withPreset } from '../signals/signal-row';
import { type Access, AccessPolicies, shortAddress } from './access-policies';
import { AlarmRouting, AlarmWiring } from './alarm-routing';
import { Checker } from './checker';
import { bindContact, type BoundContact, type IContact } from './contact';
import { DashboardEntry, DashboardPage } from './dashboard-page';
import type { Digest } from './digest';
import { healthRows, observatoryMetric } from './health-alarms';
import { ledgerTable } from './ledger-table';
import { Notifier } from './notifier';
import { Audience, fallbackTopic, notifierSettings } from './notifier-settings';
import { OBSERVATORY_PROPS, type ObservatoryProps, requireVpc } from './observatory-props';
import { Channel, Subscribers } from './subscribers';
import { alarmTopic, allowAlarmsToUse, DISPLAY_NAMES, letAlarmsPublish, notifyAccess } from './topics';
import { keepUndelivered, webHooksOf } from './web-hooks';

/** The id of the observatory that the pipelines of a stack share when they are given none. */
const SHARED_ID = 'Observatory';

/** Whose topics the observatory's own topics are. */
const ALL_PIPELINES = 'all pipelines';

/**
 * What pipelines share: the checker, the notifier, a topic for each severity, the alarms that watch all of these, the dashboard.
 * A stack gets one if you pass none. An observatory can serve pipelines of many stacks in its account and Region.
 *
 * @example
 * const observatory = new Observatory(this, 'Observatory', {
 *   contacts: [Contact.email('data@example.com')],
 *   escalationDelay: Duration.hours(8),
 *   escalationContacts: [Contact.sms('+15550100')],
 *   checkInterval: Duration.minutes(1),
 * });
 */
@propertyInjectable
export class Observatory extends Construct {
  /** By which property injectors of an app or a stage find this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-observed-pipeline.Observatory';


  /**
   * The observatory of a construct's stack: the construct with the id `Observatory`, which is created if there is none. Nested
   * stacks share the observatory of their parent stack.
   * @throws when the stack has another construct with that id
   */
  public static of(scope: IConstruct): Observatory {
    requireArgument('Observatory.of', 'the scope', scope, required(CONSTRUCT));
    const stack = outermostStack(scope);
    const existing = stack.node.tryFindChild(SHARED_ID);
    if (existing === undefined) return new Observatory(stack, SHARED_ID);
    if (brandOf(existing) === 'Observatory') return existing as Observatory;
    throw new Error(`${existing.node.path} is not an Observatory, but has the id of the one that pipelines share by default; `
      + 'create an Observatory with another id and pass it to the pipelines as observatory');
  }

  /** Its name: the dimension of its metrics and part of the path of its contracts, unique in its account and Region. */
  public readonly observatoryName: string;
  /** The topic of critical messages. CloudWatch alarms may publish to it. You can subscribe anything. */
  public readonly criticalTopic: ITopic;
  /** The topic of warnings. CloudWatch alarms may publish to it. */
  public readonly warningTopic: ITopic;
  /** The topic of escalations; undefined without an escalation. */
  public readonly escalationTopic?: ITopic;
  /** The proof-of-life checker. */
  public readonly checkerFunction: IFunction;
  /** The topic at which the notifier receives alarms; undefined with `AlarmRouting.TOPICS`. */
  public readonly intakeTopic?: ITopic;
  /** The function that turns alarms into messages; undefined with `AlarmRouting.TOPICS`. */
  public readonly notifierFunction?: IFunction;
  /** The function that sends reminders, recoveries, escalations and digests; undefined with `AlarmRouting.TOPICS`. */
  public readonly notifierTickFunction?: IFunction;
  /** The table of the ledger, the checker's memory, and of incidents. No alarm that run data can raise is lost if the table is. */
  public readonly ledgerTable: ITable;
  /** The alarms that watch the observatory itself. They are critical. */
  public readonly healthAlarms: Alarm[];
  /** How often the checker runs. */
  public readonly checkInterval: Duration;

  /** @internal */
  public readonly _contractsPath: string;
  /** @internal */
  public readonly _profilesPath: string;
  /** @internal */
  public readonly _pipelines: PipelineSubject[] = [];
  /** What the roles of checker and notifier could not hold any more. @internal */
  public readonly _policyOverflow: PolicyOverflow[] = [];

  /** @internal */
  public readonly _wiring: AlarmWiring;
  /** @internal */
  public readonly _subscribers: Subscribers;

  private readonly topics: ReadonlyMap<Severity, Topic>;
  private readonly checker: Checker;
  private readonly notifier?: Notifier;
  private readonly alarmNamePrefix?: string;
  private readonly withDashboard: boolean;
  private readonly pages: DashboardPage[] = [];
  private readonly evidence: AccessPolicies;
  private readonly forNotifier?: AccessPolicies;
  private readonly key?: IKey;
  private readonly digest?: Digest;
  private readonly escalationDelay?: Duration;

  public constructor(scope: Construct, id: string, props: ObservatoryProps = {}) {
    super(scope, id);
    brand(this, 'Observatory');
    requireProps(this.node.path, props, OBSERVATORY_PROPS);
    requireVpc(this, props);
    this.checkInterval = props.checkInterval ?? Duration.minutes(5);
    this.withDashboard = props.dashboard ?? true;
    this.observatoryName = observatoryNameOf(this);
    this.key = props.encryptionKey;
    this.alarmNamePrefix = props.alarmNamePrefix;
    this._contractsPath = `/observed-pipeline/${this.observatoryName}`;
    this._profilesPath = `${this._contractsPath}/profiles`;

    if (props.encryptionKey !== undefined) allowAlarmsToUse(props.encryptionKey, this);
    const critical = alarmTopic(this, 'CriticalTopic', props.encryptionKey, DISPLAY_NAMES[Severity.CRITICAL]);
    const warning = alarmTopic(this, 'WarningTopic', props.encryptionKey, DISPLAY_NAMES[Severity.WARNING]);
    this.criticalTopic = critical;
    this.warningTopic = warning;
    this.topics = new Map([[Severity.CRITICAL, critical], [Severity.WARNING, warning]]);
    this.ledgerTable = ledgerTable(this, props.encryptionKey, props.ledgerRemovalPolicy ?? RemovalPolicy.DESTROY);
    this.notifier = this.makeNotifier(props);
    this.intakeTopic = this.notifier?.intakeTopic;
    this.notifierFunction = this.notifier?.receiver;
    this.notifierTickFunction = this.notifier?.ticker;
    this.digest = props.digest;
    const escalationContacts = (props.escalationContacts ?? []).map((contact) => bindContact(this, contact));
    this.escalationDelay = props.escalationDelay;
    const escalationTopic = this.makeEscalationTopic(props, escalationContacts);
    this.escalationTopic = escalationTopic;
    if (escalationTopic !== undefined) this.notifier?.grantPublish(escalationTopic);
    this._wiring = new AlarmWiring(this.topics, this.notifier === undefined ? undefined : { topic: this.notifier.intakeTopic, subscription: this.notifier.subscription }, props.alarmActions);
    const channels = new Map<Channel, Topic>([...this.topics, ...(escalationTopic === undefined ? [] : [['escalation', escalationTopic] as const])]);
    this._subscribers = new Subscribers(this, channels, (subscription) => { this._wiring.addSubscription(subscription); });

    this.checker = new Checker(this, 'Checker', {
      observatoryName: this.observatoryName,
      contractsPath: this._contractsPath,
      profilesPath: this.notifier === undefined ? undefined : this._profilesPath,
      table: this.ledgerTable,
      encryptionKey: props.encryptionKey,
      checkInterval: this.checkInterval,
      watchdogUrl: props.watchdogUrl,
      place: props,
    });
    this.checkerFunction = this.checker.function;
    this.evidence = new AccessPolicies({ owner: this, role: this.checker.role, id: 'EvidenceAccess' });
    if (this.notifier !== undefined) {
      this.forNotifier = new AccessPolicies({ owner: this, role: this.notifier.role, id: 'DiagnosisAccess' });
    }
    this.healthAlarms = this.makeHealthAlarms();
    for (const contact of escalationContacts) this._subscribers.add(this, contact, ['escalation']);
    for (const contact of props.contacts ?? []) this.addContact(contact);
    // Which alarm publishes to which topic is known only when the tree is complete.
    Aspects.of(this).add({ visit: (node) => (node === this ? this.finishWiring() : undefined) });
    checkAt(this, 'observatory');
  }

  /** Notifies one more contact about everything, including pipelines that are added later. */
  public addContact(contact: IContact): void {
    const bound = bindContact(this, contact);
    const { target, severities } = bound;
    if (target.kind !== 'topic') {
      this._subscribers.add(this, bound);
      return;
    }
    for (const severity of severities) this._wiring.addTopic(severity, target.topic);
    this.grantTo({ asker: this, pipelineName: ALL_PIPELINES }, 'topics', notifyAccess(target.topic, this.key));
  }

  /** The topic of a severity: `criticalTopic` or `warningTopic`. */
  public topicFor(severity: Severity): ITopic {
    requireArgument(this.node.path, 'the severity', severity, required(oneOf('Severity', Severity)));
    return this.topics.get(severity)!;
  }

  /**
   * 1 for each complete run of the checker. Without it nobody would notice a missing run. By default the sample count per check
   * interval.
   */
  public metricCheckerHeartbeat(props: MetricOptions = {}): Metric {
    return observatoryMetric(this.observatoryName, METRICS.checkerHeartbeat, 'SampleCount', this.checkInterval).attachTo(this).with(props);
  }

  /**
   * How many pipelines the checker cannot verify, since their contract or their run data cannot be read. By default the maximum
   * per check interval.
   */
  public metricUnverifiablePipelines(props: MetricOptions = {}): Metric {
    return observatoryMetric(this.observatoryName, METRICS.unverifiablePipelines, 'Maximum', this.checkInterval).attachTo(this).with(props);
  }

  /**
   * How many alarm topics may not reach anyone: no subscription is confirmed, the policy blocks CloudWatch, or the topic cannot
   * be read. By default the maximum per check interval.
   */
  public metricUnreachableTopics(props: MetricOptions = {}): Metric {
    return observatoryMetric(this.observatoryName, METRICS.unreachableTopics, 'Maximum', this.checkInterval).attachTo(this).with(props);
  }

  /**
   * 1 while the checker cannot use its ledger, the table of what it remembers, or a part of what is in it; else 0. By default the
   * maximum per check interval.
   */
  public metricLedgerUnavailable(props: MetricOptions = {}): Metric {
    return observatoryMetric(this.observatoryName, METRICS.ledgerUnavailable, 'Maximum', this.checkInterval).attachTo(this).with(props);
  }

  /** The pages of the dashboard: one for each stack with pipelines, more if a page would exceed CloudWatch's limits. */
  public get dashboards(): CfnDashboard[] {
    return this.pages.map((page) => page.dashboard);
  }

  /** @internal */
  public _register(pipeline: PipelineSubject): void {
    this._pipelines.push(pipeline);
  }

  /** @returns the name of the dashboard that shows the pipeline, if there is one. @internal */
  public _show(pipeline: IConstruct, entry: DashboardEntry): string | undefined {
    if (!this.withDashboard) return undefined;
    const page = this.pageFor(pipeline);
    page.add(entry);
    return page.dashboard.ref;
  }

  /** The name of an alarm; undefined where CloudFormation generates it. @internal */
  public _alarmName(...parts: string[]): string | undefined {
    // No name of an observatory or a pipeline has a slash, so no two alarms get one name.
    return this.alarmNamePrefix === undefined ? undefined : alarmNameOf(`${this.alarmNamePrefix}${[this.observatoryName, ...parts].join('/')}`);
  }

  /** Lets a role do something for a pipeline: the checker, or the notifier if there is one. @internal */
  public _grant(pipeline: PipelineSubject, need: Need, access: readonly Access[], policies?: DependencyGroup): void {
    this.grantTo({ asker: pipeline, pipelineName: pipeline.pipelineName }, need, access, policies);
  }

  /** Who is subscribed to what, as far as it is known until now. @internal */
  public _audience(): Audience {
    return {
      observatory: this,
      critical: this.criticalTopic,
      warning: this.warningTopic,
      everywhere: this._wiring.added,
      pipelines: this._pipelines.map(({ severity, _spec, _topics }) => ({ severity, timeZone: _spec.timeZone, topics: _topics })),
      digest: this.digest,
      escalation: this.escalationTopic === undefined ? undefined : { topic: this.escalationTopic, after: this.escalationDelay! },
    };
  }

  private grantTo({ asker, pipelineName }: { readonly asker: IConstruct; readonly pipelineName: string }, need: Need, access: readonly Access[], policies?: DependencyGroup): void {
    const granted = need === 'evidence' ? this.evidence.grant(asker, access, policies) : this.forNotifier?.grant(asker, access, policies) ?? true;
    if (!granted) this._policyOverflow.push({ pipelineName, need });
  }

  private topicsOfPeople(): ITopic[] {
    return [this.criticalTopic, this.warningTopic, this.escalationTopic].filter((topic) => topic !== undefined);
  }

  private finishWiring(): void {
    for (const topic of topicsOfAlarms(this)) letAlarmsPublish(topic);
    keepUndelivered(this, this.topicsOfPeople());
    this.checker.verifyTopics(this.topicsNeedingSubscribers());
    if (this.notifier === undefined) return;
    for (const [name, value] of Object.entries(notifierSettings(this._audience()))) this.notifier.addEnvironment(name, value);
    const fallback = fallbackTopic(this._audience());
    if (fallback !== undefined) this.notifier.fallBackTo(fallback);
  }

  private makeNotifier({ alarmRouting, encryptionKey, digest, escalationDelay, escalationContacts, ...place }: ObservatoryProps): Notifier | undefined {
    if (alarmRouting === AlarmRouting.TOPICS) {
      if (digest === undefined && escalationDelay === undefined && escalationContacts === undefined) return undefined;
      throw new Error(`${this.node.path}: AlarmRouting.TOPICS has no notifier, which sends digests and escalations; leave these out, or leave alarmRouting out`);
    }
    return new Notifier(this, 'Notifier', {
      observatoryName: this.observatoryName,
      contractsPath: this._contractsPath,
      profilesPath: this._profilesPath,
      table: this.ledgerTable,
      criticalTopic: this.criticalTopic,
      warningTopic: this.warningTopic,
      encryptionKey,
      place,
    });
  }

  /** It accepts alarms like the other topics, so the checker can verify all of them in the same way. */
  private makeEscalationTopic({ escalationDelay, escalationContacts, encryptionKey }: ObservatoryProps, contacts: readonly BoundContact[]): Topic | undefined {
    if (escalationDelay === undefined && escalationContacts === undefined) return undefined;
    requireEscalation(this.node.path, escalationDelay, contacts);
    return alarmTopic(this, 'EscalationTopic', encryptionKey, DISPLAY_NAMES.escalation);
  }

  /** The topics without which an alarm would reach nobody. Existing topics are their owners' responsibility. */
  private topicsNeedingSubscribers(): ITopic[] {
    const ofSeverities = [...this.topics].filter(([severity]) => this._wiring.onlyOnTopicOf(severity).length > 0).map(([, topic]) => topic);
    return [...ofSeverities, this.intakeTopic, this.escalationTopic].filter((topic) => topic !== undefined);
  }

  private makeHealthAlarms(): Alarm[] {
    const rows = healthRows({
      observatoryName: this.observatoryName,
      checkInterval: this.checkInterval,
      functionName: this.checker.function.functionName,
      timeout: this.checker.function.timeout!,
      schedule: this.checker.schedule,
      deadLetterQueueName: this.checker.deadLetterQueue.queueName,
      topics: () => this.topicsOfPeople().map((topic) => ({ name: topic.topicName, hasWebHooks: webHooksOf(topic, this.node.root).length > 0 })),
      notifier: this.notifier === undefined ? undefined : {
        receiverName: this.notifier.receiver.functionName,
        tickerName: this.notifier.ticker.functionName,
        timeout: this.notifier.receiver.timeout!,
        schedule: this.notifier.schedule,
        intakeTopicName: this.notifier.intakeTopic.topicName,
      },
    });
    return rows.map((row) => {
      const settled = withPreset(row, Severity.CRITICAL);
      const { about, lasting } = traitsOf(row.id);
      const alarm = alarmOf(this, row.id, settled, { description: alarmDescription(settled, { observatory: this.observatoryName }), name: this._alarmName(row.id) });
      if (row.silenceOf !== undefined) alarm.node.addDependency(row.silenceOf);
      this._wiring.connect(alarm, { severities: row.severities ?? [settled.severity], okIsRecovery: lasting, directly: about === 'delivery' });
      return alarm;
    });
  }

  private pageFor(pipeline: IConstruct): DashboardPage {
    const stack = Stack.of(pipeline);
    const here = this.pages.filter((page) => Stack.of(page) === stack);
    const open = here.find((page) => !page.isFull);
    if (open !== undefined) return open;
    const own = stack === Stack.of(this);
    const number = here.length === 0 ? '' : `${here.length + 1}`;
    const page = own
      ? new DashboardPage(this, `Page${number}`, this.observatoryName, () => this.healthAlarms)
      : new DashboardPage(stack, `ObservatoryPage${number}-${shortAddress(this)}`, this.observatoryName, () => []);
    this.pages.push(page);
    return page;
  }
}
