import type { Instant } from '../../../core';
import { mayPublish, targetOf } from '../../account';
import type { SubscriptionModel, TopicModel } from '../../account/model';
import type { DeliveredMessage } from '../../result';
import type { Alarm, StateChange } from '../alarms/alarm';
import type { Surroundings } from '../surroundings';
import { isConfirmed } from './confirmed';
import { subjectOf, textOf } from './message-text';
import { severityOf } from './severity';

/** Until SNS shows its own points. */
const PUBLICATION = 60_000;

/** An action that reached nobody, and why. */
export interface LostAction {
  readonly at: Instant;
  readonly alarm: string;
  readonly actionArn: string;
  readonly why: string;
}

/** What an alarm's actions come to: messages in topics, and whoever hears those. */
export class Topics {
  public readonly messages: DeliveredMessage[] = [];
  public readonly lost: LostAction[] = [];
  /** Topics outside the templates: it is assumed, not known, that they take messages and that somebody hears them. */
  public readonly assumed = new Set<string>();
  /** A policy says the same to an alarm at all times. */
  readonly #refusals = new Map<string, string | undefined>();

  public constructor(private readonly world: Surroundings) {}

  /** Takes the actions of an alarm that has changed its state. */
  public act(alarm: Alarm, change: StateChange): void {
    const { model } = alarm;
    if (!model.actionsEnabled) return;
    const actions = { OK: model.actions.ok, ALARM: model.actions.alarm, INSUFFICIENT_DATA: model.actions.insufficientData }[change.to];
    for (const arn of actions) this.#take(alarm, change, arn);
  }

  #take(alarm: Alarm, change: StateChange, arn: string): void {
    const { account, conditions } = this.world;
    const target = targetOf(account, arn);
    const lose = (why: string): void => {
      this.lost.push({ at: change.at, alarm: alarm.model.name, actionArn: arn, why });
    };
    if (!arn.split(':')[2]?.startsWith('sns')) {
      lose('a drill plays no other actions than messages to topics');
      return;
    }
    const refusal = conditions.first(change.at, ({ publish }) => publish?.(arn)) ?? this.#refusal(alarm, arn);
    if (refusal !== undefined) {
      lose(refusal);
      return;
    }
    if (target?.kind === 'topic') this.#deliver(alarm, change, target.model);
    else this.#assume(alarm, change, arn);
  }

  #refusal(alarm: Alarm, topicArn: string): string | undefined {
    const key = `${alarm.model.arn} ${topicArn}`;
    if (!this.#refusals.has(key)) {
      const { allowed, known, reason } = mayPublish(this.world.account, alarm.model.arn, topicArn);
      this.#refusals.set(key, allowed || !known ? undefined : reason);
    }
    return this.#refusals.get(key);
  }

  #deliver(alarm: Alarm, change: StateChange, topic: TopicModel): void {
    const hearing = this.world.account.subscriptions.filter(({ topicArn }) => topicArn === topic.arn).filter((subscription) => this.#hears(subscription, change.at));
    this.#count(topic, 'NumberOfMessagesPublished', 1, change.at);
    if (hearing.length > 0) this.#count(topic, 'NumberOfNotificationsDelivered', hearing.length, change.at);
    this.#record(alarm, change, topic.arn, severityOf(topic), hearing.map(({ protocol, endpoint }) => `${protocol}:${endpoint}`));
  }

  #assume(alarm: Alarm, change: StateChange, topicArn: string): void {
    this.assumed.add(topicArn);
    const name = topicArn.split(':').at(-1)!;
    this.#record(alarm, change, topicArn, severityOf({ name }), [`topic:${topicArn}`]);
  }

  #record(alarm: Alarm, change: StateChange, topicArn: string, severity: string, to: readonly string[]): void {
    const { account } = this.world;
    this.messages.push({
      at: change.at, alarm: alarm.model.name, state: change.to, severity, topicArn, to,
      subject: subjectOf(account, alarm.model, change), text: textOf(account, alarm.model, change),
    });
  }

  #hears(subscription: SubscriptionModel, now: Instant): boolean {
    if (hasFilter(subscription)) return false;
    return isConfirmed(this.world.conditions, subscription, now);
  }

  #count(topic: TopicModel, metricName: string, value: number, now: Instant): void {
    const series = this.world.store.find({ namespace: 'AWS/SNS', metricName, dimensions: { TopicName: topic.name } });
    this.world.publication.publish(series, now, value, now, PUBLICATION);
  }
}

/** CloudWatch's messages have no attributes, so a filter on attributes lets none of them through. */
function hasFilter({ filterPolicy, filterScope }: SubscriptionModel): boolean {
  return filterPolicy !== undefined && filterPolicy.replace(/\s/g, '') !== '{}' && filterScope !== 'MessageBody';
}
