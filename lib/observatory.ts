import { Alarm, CfnDashboard, IAlarmAction, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Duration, Names, Stack, Token } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { METRICS } from '../core';
import { checkAt } from './checks';
import { DashboardEntry, DashboardPage } from './dashboard/dashboard-page';
import type { Notify } from './notify';
import { Checker } from './observatory/checker';
import { EvidenceAccess } from './observatory/evidence-access';
import { observatoryMetric, selfWatchRows } from './observatory/self-watch';
import { Subscribers } from './observatory/subscribers';
import { allowAlarmsToUse, severityTopic } from './observatory/topics';
import { Severity } from './severity';
import { alarmDescription } from './signals/alarm-description';
import { alarmOf } from './signals/alarm-of';
import type { StageKind } from './stages/stage-kind';

/** What pipelines share. */
export interface ObservatoryProps {
  /**
   * Who is told of everything that the observatory's pipelines and the observatory itself raise.
   * @default - whoever its pipelines name
   */
  readonly notify?: Notify[];

  /**
   * How often the checker looks: a whole number of minutes, at least 1. It bounds how late a missing run is told.
   * @default Duration.minutes(5)
   */
  readonly tickInterval?: Duration;

  /**
   * A customer-managed key for the topics. Its policy is extended so that CloudWatch may use it; the AWS-managed key of
   * SNS cannot serve, since its policy cannot allow CloudWatch
   * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
   * @default - topics are encrypted by no key of yours
   */
  readonly encryptionKey?: IKey;

  /**
   * A URL that is requested (GET) after each complete tick: an outside watchdog that speaks when the whole account,
   * Region or CloudWatch itself is gone.
   * @default - none
   */
  readonly watchdogUrl?: string;

  /**
   * Whether to make a dashboard.
   * @default true
   */
  readonly dashboard?: boolean;
}

/**
 * What pipelines share: the checker, the topics by severity, the alarms that watch the checker, the dashboard.
 * One is made per stack when none is given; one may serve the pipelines of many stacks of its account and Region.
 *
 * @example
 * const observatory = new Observatory(this, 'Observatory', {
 *   notify: [Notify.email('data@example.com')],
 *   tickInterval: Duration.minutes(1),
 * });
 */
export class Observatory extends Construct {
  /** The observatory of a construct's stack; made there when there is none yet. */
  public static of(scope: IConstruct): Observatory {
    const stack = Stack.of(scope);
    const existing = stack.node.tryFindChild('Observatory');
    return existing instanceof Observatory ? existing : new Observatory(stack, 'Observatory');
  }

  /** Its name: the dimension of its metrics, unique in its account and Region. */
  public readonly observatoryName: string;
  /** What wakes somebody. CloudWatch alarms may publish to it; subscribe whatever you like. */
  public readonly criticalTopic: ITopic;
  /** What is read in the morning. CloudWatch alarms may publish to it. */
  public readonly warningTopic: ITopic;
  /** The proof-of-life checker. */
  public readonly checkerFunction: IFunction;
  /** The alarms that watch the observatory itself, on the critical topic. */
  public readonly selfWatchAlarms: Alarm[];
  /** How often the checker looks. */
  public readonly tickInterval: Duration;

  /** @internal */
  public readonly _contractsPath: string;
  /** @internal */
  public readonly _pipelines: (IConstruct & { readonly pipelineName: string })[] = [];

  private readonly topics: ReadonlyMap<Severity, Topic>;
  private readonly checker: Checker;
  private readonly subscribers: Subscribers;
  private readonly withDashboard: boolean;
  private readonly wired: { readonly alarm: Alarm; readonly severity: Severity; readonly okIsRecovery: boolean }[] = [];
  private readonly extra: { readonly severity: Severity; readonly topic: ITopic }[] = [];
  private readonly pages: DashboardPage[] = [];
  private readonly evidenceAccess: EvidenceAccess[] = [];

  public constructor(scope: Construct, id: string, props: ObservatoryProps = {}) {
    super(scope, id);
    this.tickInterval = requireTickInterval(this, props.tickInterval ?? Duration.minutes(5));
    this.withDashboard = props.dashboard ?? true;
    this.observatoryName = nameOf(this);
    this._contractsPath = `/observed-pipeline/${this.observatoryName}`;

    if (props.encryptionKey !== undefined) allowAlarmsToUse(props.encryptionKey, this);
    const critical = severityTopic(this, 'CriticalTopic', Severity.CRITICAL, props.encryptionKey);
    const warning = severityTopic(this, 'WarningTopic', Severity.WARNING, props.encryptionKey);
    this.criticalTopic = critical;
    this.warningTopic = warning;
    this.topics = new Map([[Severity.CRITICAL, critical], [Severity.WARNING, warning]]);
    this.subscribers = new Subscribers(this.topics);

    this.checker = new Checker(this, 'Checker', {
      observatoryName: this.observatoryName,
      contractsPath: this._contractsPath,
      tickInterval: this.tickInterval,
      watchdogUrl: props.watchdogUrl,
    });
    this.checkerFunction = this.checker.function;
    this.selfWatchAlarms = this.watchItself();
    for (const notify of props.notify ?? []) this.addNotify(notify);
    checkAt(this, 'observatory');
  }

  /** Tells somebody more of everything, of what exists and of what will be added. */
  public addNotify(notify: Notify): void {
    this._tell(this, notify);
    if (notify._contact.kind !== 'topic') return;
    for (const severity of notify._severities) {
      const added = { severity, topic: notify._contact.topic };
      this.extra.push(added);
      for (const { alarm, okIsRecovery } of this.wired.filter((one) => one.severity === severity)) {
        alarm.addAlarmAction(new SnsAction(added.topic));
        if (okIsRecovery) alarm.addOkAction(new SnsAction(added.topic));
      }
    }
  }

  /** 1 for each complete tick of the checker; silence means that no missing run would be noticed. */
  public metricCheckerHeartbeat(): Metric {
    return observatoryMetric(this.observatoryName, METRICS.checkerHeartbeat, 'SampleCount', this.tickInterval);
  }

  /** How many pipelines cannot be verified: their contract or their evidence cannot be read. */
  public metricUnverifiablePipelines(): Metric {
    return observatoryMetric(this.observatoryName, METRICS.unverifiablePipelines, 'Maximum', this.tickInterval);
  }

  /** The dashboard's pages: one per stack with pipelines, more where one would exceed CloudWatch's limits. */
  public get dashboards(): CfnDashboard[] {
    return this.pages.map((page) => page.dashboard);
  }

  /** @internal */
  public _tell(scope: Construct, notify: Notify): void {
    this.subscribers.add(Stack.of(scope) === Stack.of(this) ? this : scope, notify);
  }

  /** Who hears a severity, in words. @internal */
  public _audience(severity: Severity): string[] {
    return this.subscribers.describe(severity);
  }

  /** Whether a contact was named for a severity. @internal */
  public _isTold(severity: Severity): boolean {
    return this._audience(severity).length > 0 || this.extra.some((one) => one.severity === severity);
  }

  /** @internal */
  public _topic(severity: Severity): ITopic {
    return this.topics.get(severity)!;
  }

  /** How many resources the checker's role names. @internal */
  public _evidenceResources(): number {
    return this.evidenceAccess.reduce((sum, access) => sum + access.resources, 0);
  }

  /** The actions of an alarm of this severity, remembered so that contacts added later reach it too. @internal */
  public _actions(severity: Severity, more: readonly ITopic[] = []): IAlarmAction[] {
    const topics = [this.topics.get(severity)!, ...this.extra.filter((one) => one.severity === severity).map((one) => one.topic), ...more];
    return topics.map((topic) => new SnsAction(topic));
  }

  /** @internal */
  public _wire(alarm: Alarm, severity: Severity, okIsRecovery: boolean): void {
    this.wired.push({ alarm, severity, okIsRecovery });
  }

  /** @internal */
  public _severitiesInUse(): Severity[] {
    return [...new Set(this.wired.map(({ severity }) => severity))];
  }

  /** @internal */
  public _register(pipeline: IConstruct & { readonly pipelineName: string }, entry: DashboardEntry): void {
    this._pipelines.push(pipeline);
    if (this.withDashboard) this.pageFor(pipeline).add(entry);
  }

  /** @internal */
  public _grantEvidence(pipeline: IConstruct, access: StageKind['evidenceAccess']): void {
    const stack = Stack.of(pipeline);
    const [scope, id] = stack === Stack.of(this) ? [this, 'EvidenceAccess'] : [stack, `EvidenceAccess-${this.node.addr.slice(-8)}`];
    let granted = scope.node.tryFindChild(id) as EvidenceAccess | undefined;
    if (granted === undefined) {
      granted = new EvidenceAccess(scope, id, this.checker.role);
      this.evidenceAccess.push(granted);
    }
    granted.grant(access);
  }

  private watchItself(): Alarm[] {
    const rows = selfWatchRows({
      observatoryName: this.observatoryName,
      tickInterval: this.tickInterval,
      functionName: this.checker.function.functionName,
      deadLetterQueueName: this.checker.deadLetterQueue.queueName,
      topicNames: [...this.topics.values()].map((topic) => topic.topicName),
    });
    return rows.map((row) => {
      const alarm = alarmOf(this, row.id, row, {
        description: alarmDescription(row, { name: `Observatory ${this.observatoryName}` }),
        actions: this._actions(Severity.CRITICAL),
      });
      this._wire(alarm, Severity.CRITICAL, row.okIsRecovery ?? false);
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
      ? new DashboardPage(this, `Page${number}`, this.observatoryName, () => this.selfWatchAlarms)
      : new DashboardPage(stack, `ObservatoryPage${number}-${this.node.addr.slice(-8)}`, this.observatoryName, () => []);
    this.pages.push(page);
    return page;
  }
}

/**
 * A name that is the same in every stack of the app without a reference to the observatory's, and that differs from that
 * of another deployment of the same code: the name of the outermost stack and the path within it.
 */
function nameOf(observatory: Observatory): string {
  let stack = Stack.of(observatory);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  const stackName = Token.isUnresolved(stack.stackName) ? Names.uniqueResourceName(stack, { maxLength: 80, separator: '-' }) : stack.stackName;
  const within = observatory.node.path.slice(stack.node.path.length + (stack.node.path === '' ? 0 : 1));
  return `${stackName}-${within}`.replace(/[^A-Za-z0-9_.-]+/g, '-');
}

function requireTickInterval(scope: Construct, interval: Duration): Duration {
  const seconds = interval.toSeconds({ integral: false });
  if (Token.isUnresolved(seconds) || seconds < 60 || seconds > 3600 || seconds % 60 !== 0) {
    throw new Error(`${scope.node.path}: tickInterval must be a whole number of minutes between 1 and 60, got ${interval.toString()}`);
  }
  return interval;
}
