import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic, Subscription } from 'aws-cdk-lib/aws-sns';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Severity } from '../pipeline/severity';

/** Which way an observatory's alarms take to people. */
export enum AlarmRouting {
  /**
   * By the observatory's notifier: the alarms of one pipeline become one incident with one explained message, reminders
   * while it lasts and one recovery. If the notifier fails or is gone, the alarm arrives as CloudWatch wrote it.
   */
  NOTIFIER = 'notifier',
  /**
   * Straight to the topics of the severities, as CloudWatch writes them: a text at each change of state, no reminder, no
   * reason. There is no notifier and no table of incidents.
   */
  TOPICS = 'direct',
}

/** Who is to hear of an alarm, and how. */
interface AlarmRecipients {
  readonly severities: readonly Severity[];
  /** Whether its return to OK is worth a message. */
  readonly okIsRecovery: boolean;
  /** Topics of its own that hear it besides those of its severities. */
  readonly own?: readonly ITopic[];
  /** Past the notifier: for alarms about what makes and delivers messages. */
  readonly directly?: boolean;
}

/** An alarm and the topics on which people hear of it. */
interface RoutedAlarm {
  readonly alarm: Alarm;
  readonly recipients: AlarmRecipients;
  readonly topicArns: Set<string>;
}

/** Where a notifier listens. */
interface Intake {
  readonly topic: ITopic;
  readonly subscription: Subscription;
}

/**
 * Which topics each alarm is heard on. A topic that is added later reaches the alarms made before, too.
 *
 * An alarm is made after whoever hears it is subscribed, and deleted before: what it said in between, nobody would hear. So
 * it is for the notifier and for addresses; whatever else is subscribed may depend on anything, and would make a circle.
 */
export class AlarmWiring {
  private readonly wired: RoutedAlarm[] = [];
  private readonly everywhere: { readonly severity: Severity; readonly topic: ITopic }[] = [];
  private readonly addresses: Subscription[] = [];

  /**
   * @param intake absent: alarms publish to people's topics themselves
   * @param actions what each alarm does besides
   */
  public constructor(private readonly topics: ReadonlyMap<Severity, ITopic>, private readonly intake?: Intake, private readonly actions: readonly IAlarmAction[] = []) {}

  /**
   * Lets an alarm reach the topics of its severities, those added for them, and some of its own. Without a notifier its
   * return to OK is told only where that is a recovery: most alarms return because nothing came, and telling that would
   * be a false all-clear. A notifier is told of every return and decides what it means.
   */
  public connect(alarm: Alarm, recipients: AlarmRecipients): void {
    const wired: RoutedAlarm = { alarm, recipients, topicArns: new Set() };
    this.wired.push(wired);
    alarm.addAlarmAction(...this.actions);
    const added = this.everywhere.filter((one) => recipients.severities.includes(one.severity)).map(({ topic }) => topic);
    for (const topic of [...recipients.severities.map((severity) => this.topics.get(severity)!), ...added, ...recipients.own ?? []]) this.routeTo(wired, topic);
    if (this.intake === undefined || recipients.directly) {
      for (const subscription of this.addresses) makeAfterNeighbour(alarm, subscription);
    } else {
      publish(alarm, this.intake.topic, true);
      makeAfter(alarm, this.intake.subscription);
    }
  }

  /** Somebody hears the topics by this subscription from now on. */
  public addSubscription(subscription: Subscription): void {
    this.addresses.push(subscription);
    if (this.intake !== undefined) makeAfterNeighbour(this.intake.subscription, subscription);
    for (const { alarm, recipients } of this.wired) {
      if (this.intake === undefined || recipients.directly) makeAfterNeighbour(alarm, subscription);
    }
  }

  /** Lets all alarms of a severity, those to come included, reach one more topic. */
  public addTopic(severity: Severity, topic: ITopic): void {
    this.everywhere.push({ severity, topic });
    for (const wired of this.wired.filter((one) => one.recipients.severities.includes(severity))) this.routeTo(wired, topic);
  }

  /** The topics that were added for all alarms of a severity, each once, in the order in which they came. */
  public get added(): readonly { readonly severity: Severity; readonly topic: ITopic }[] {
    return this.everywhere.filter((one, index) => index === this.everywhere.findIndex(({ severity, topic }) => severity === one.severity && topic.topicArn === one.topic.topicArn));
  }

  /** The alarms that people hear of on the topic of this severity and on no other. */
  public onlyOnTopicOf(severity: Severity): Alarm[] {
    return this.wired.filter((one) => one.recipients.severities.includes(severity) && one.topicArns.size === 1).map(({ alarm }) => alarm);
  }

  /** An action that an alarm already has is not added again: CloudFormation takes no action twice. */
  private routeTo({ alarm, recipients, topicArns }: RoutedAlarm, topic: ITopic): void {
    if (topicArns.has(topic.topicArn)) return;
    topicArns.add(topic.topicArn);
    if (this.intake === undefined || recipients.directly) publish(alarm, topic, recipients.okIsRecovery);
  }
}

/** An address that lies in a pipeline's stack must not make the observatory's depend on it. */
function makeAfterNeighbour(later: Construct, earlier: Construct): void {
  if (Stack.of(later) === Stack.of(earlier)) makeAfter(later, earlier);
}

function makeAfter(later: Construct, earlier: Construct): void {
  defaultChildOf(later).node.addDependency(defaultChildOf(earlier));
}

function defaultChildOf({ node }: Construct): CfnResource {
  return node.defaultChild as CfnResource;
}

function publish(alarm: Alarm, topic: ITopic, okToo: boolean): void {
  alarm.addAlarmAction(new SnsAction(topic));
  if (okToo) alarm.addOkAction(new SnsAction(topic));
}
