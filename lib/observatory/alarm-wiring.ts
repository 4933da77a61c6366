import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Severity } from '../severity';

/** An alarm and what it publishes to. */
interface Wired {
  readonly alarm: Alarm;
  readonly severities: readonly Severity[];
  readonly okIsRecovery: boolean;
  readonly topicArns: Set<string>;
}

/** Which topics each alarm publishes to. A topic that is added later reaches the alarms made before, too. */
export class AlarmWiring {
  private readonly wired: Wired[] = [];
  private readonly everywhere: { readonly severity: Severity; readonly topic: ITopic }[] = [];

  public constructor(private readonly topics: ReadonlyMap<Severity, ITopic>) {}

  /**
   * Lets an alarm publish to the topics of its severities, to those added for them, and to some of its own. Its return to
   * OK is told only where that is a recovery: most alarms return because nothing came, and telling that would be a false
   * all-clear.
   */
  public connect(alarm: Alarm, severities: readonly Severity[], okIsRecovery: boolean, own: readonly ITopic[] = []): void {
    const wired: Wired = { alarm, severities, okIsRecovery, topicArns: new Set() };
    this.wired.push(wired);
    const added = this.everywhere.filter((one) => severities.includes(one.severity)).map(({ topic }) => topic);
    for (const topic of [...severities.map((severity) => this.topics.get(severity)!), ...added, ...own]) tell(wired, topic);
  }

  /** Lets all alarms of a severity, those to come included, publish to one more topic. */
  public addTopic(severity: Severity, topic: ITopic): void {
    this.everywhere.push({ severity, topic });
    for (const wired of this.wired.filter((one) => one.severities.includes(severity))) tell(wired, topic);
  }

  /** The alarms that publish to the topic of this severity and to nothing else. */
  public onlyOnTopicOf(severity: Severity): Alarm[] {
    return this.wired.filter((one) => one.severities.includes(severity) && one.topicArns.size === 1).map(({ alarm }) => alarm);
  }
}

/** An action that an alarm already has is not added again: CloudFormation takes no action twice. */
function tell({ alarm, okIsRecovery, topicArns }: Wired, topic: ITopic): void {
  if (topicArns.has(topic.topicArn)) return;
  topicArns.add(topic.topicArn);
  alarm.addAlarmAction(new SnsAction(topic));
  if (okIsRecovery) alarm.addOkAction(new SnsAction(topic));
}
