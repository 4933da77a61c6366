import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic, Subscription } from 'aws-cdk-lib/aws-sns';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Severity } from '../pipeline/severity';

/** How an observatory's alarms reach people. */
export enum AlarmRouting {
  /**
   * Through the observatory's notifier. The alarms of one pipeline become one incident, with one explained message, reminders
   * while it lasts and one recovery. If the notifier fails or is deleted, you still get the alarm as CloudWatch wrote it.
   */
  NOTIFIER = 'notifier',
  /**
   * Directly to the topics, as CloudWatch writes them: a text at each change of state, without reminders and reasons. There is
   * no notifier and no table of incidents.
   */
  TOPICS = 'direct',
}

/** Who receives an alarm, and how. */
interface AlarmRecipients {
  readonly severities: readonly Severity[];
  /** Whether a return to OK is a recovery, and is sent. */
  readonly okIsRecovery: boolean;
  /** Topics of the pipeline, besides the topics of the severities. */
  readonly own?: readonly ITopic[];
  /** Further actions of this alarm. */
  readonly actions?: readonly IAlarmAction[];
  /** Bypasses the notifier: for alarms about the notifier and about delivery. */
  readonly directly?: boolean;
}

/** An alarm and the topics on which people receive it. */
interface RoutedAlarm {
  readonly alarm: Alarm;
  readonly recipients: AlarmRecipients;
  readonly topicArns: Set<string>;
  /** The actions that it has besides the notifier's. */
  readonly actionArns: Set<string>;
}

/** Where the notifier receives alarms. */
interface Intake {
  readonly topic: ITopic;
  readonly subscription: Subscription;
}

/**
 * Connects each alarm with its topics. A topic that is added later also receives the alarms that exist already.
 *
 * An alarm is created after its subscribers and deleted before them. Otherwise nobody would receive what it sends in between.
 * This holds for the notifier and for addresses. Other subscribers may depend on anything, so the order could be a cycle.
 */
export class AlarmWiring {
  private readonly wired: RoutedAlarm[] = [];
  private readonly everywhere: { readonly severity: Severity; readonly topic: ITopic }[] = [];
  private readonly addresses: Subscription[] = [];

  /**
   * @param intake where the notifier receives alarms; without it alarms publish to people's topics themselves
   * @param actions further actions of each alarm
   */
  public constructor(private readonly topics: ReadonlyMap<Severity, ITopic>, private readonly intake?: Intake, private readonly actions: readonly IAlarmAction[] = []) {}

  /**
   * Sends an alarm to the topics of its severities, to topics added for these, and to topics of its pipeline. Without a notifier
   * the return to OK is sent only where it is a recovery. Most alarms return to OK because no data came, and sending that would
   * be a false all-clear. A notifier receives every return to OK and decides what it means.
   */
  public connect(alarm: Alarm, recipients: AlarmRecipients): void {
    const wired: RoutedAlarm = { alarm, recipients, topicArns: new Set(), actionArns: new Set() };
    this.wired.push(wired);
    const added = this.everywhere.filter((one) => recipients.severities.includes(one.severity)).map(({ topic }) => topic);
    for (const topic of [...recipients.severities.map((severity) => this.topics.get(severity)!), ...added, ...recipients.own ?? []]) this.routeTo(wired, topic);
    if (this.intake === undefined || recipients.directly) {
      for (const subscription of this.addresses) makeAfterNeighbour(alarm, subscription);
    } else {
      alarm.addAlarmAction(new SnsAction(this.intake.topic));
      alarm.addOkAction(new SnsAction(this.intake.topic));
      makeAfter(alarm, this.intake.subscription);
    }
    for (const action of [...this.actions, ...recipients.actions ?? []]) addAction(wired, action);
  }

  /** Creates alarms after this subscription. */
  public addSubscription(subscription: Subscription): void {
    this.addresses.push(subscription);
    if (this.intake !== undefined) makeAfterNeighbour(this.intake.subscription, subscription);
    for (const { alarm, recipients } of this.wired) {
      if (this.intake === undefined || recipients.directly) makeAfterNeighbour(alarm, subscription);
    }
  }

  /** Sends all alarms of a severity, future alarms included, to one more topic. */
  public addTopic(severity: Severity, topic: ITopic): void {
    this.everywhere.push({ severity, topic });
    for (const wired of this.wired.filter((one) => one.recipients.severities.includes(severity))) this.routeTo(wired, topic);
  }

  /** The topics that were added for all alarms of a severity: each once, in the order of adding. */
  public get added(): readonly { readonly severity: Severity; readonly topic: ITopic }[] {
    return this.everywhere.filter((one, index) => index === this.everywhere.findIndex(({ severity, topic }) => severity === one.severity && topic.topicArn === one.topic.topicArn));
  }

  /** The alarms that people receive on the topic of this severity only. */
  public onlyOnTopicOf(severity: Severity): Alarm[] {
    return this.wired.filter((one) => one.recipients.severities.includes(severity) && one.topicArns.size === 1).map(({ alarm }) => alarm);
  }

  /** Adds no action twice, since CloudFormation refuses that. */
  private routeTo({ alarm, recipients, topicArns, actionArns }: RoutedAlarm, topic: ITopic): void {
    if (topicArns.has(topic.topicArn)) return;
    topicArns.add(topic.topicArn);
    if (this.intake !== undefined && !recipients.directly) return;
    if (!actionArns.has(topic.topicArn)) alarm.addAlarmAction(new SnsAction(topic));
    actionArns.add(topic.topicArn);
    if (recipients.okIsRecovery) alarm.addOkAction(new SnsAction(topic));
  }
}

/** Adds a further action, unless the alarm has it already: as an action, or as the topic of a contact. */
function addAction({ alarm, actionArns }: RoutedAlarm, action: IAlarmAction): void {
  const config = action.bind(alarm, alarm);
  if (actionArns.has(config.alarmActionArn)) return;
  actionArns.add(config.alarmActionArn);
  alarm.addAlarmAction({ bind: () => config });
}

/** Orders the two only within one stack: the observatory's stack must not depend on a pipeline's stack. */
function makeAfterNeighbour(later: Construct, earlier: Construct): void {
  if (Stack.of(later) === Stack.of(earlier)) makeAfter(later, earlier);
}

function makeAfter(later: Construct, earlier: Construct): void {
  defaultChildOf(later).node.addDependency(defaultChildOf(earlier));
}

function defaultChildOf({ node }: Construct): CfnResource {
  return node.defaultChild as CfnResource;
}
