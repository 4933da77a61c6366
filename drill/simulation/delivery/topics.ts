import { Instant, SECOND } from '../../../core/time';
import { type FunctionModel, type SubscriptionModel, targetOf, type TopicModel } from '../../../template/model';
import { isAllowed } from '../../../template/policy/decision';
import { mayPublish, roleMayPublish } from '../../../template/policy/permissions';
import type { DeliveredMessage } from '../../result';
import { type Alarm, type StateChange, takesActions } from '../alarms/alarm';
import type { Hindrance, Publisher } from '../conditions';
import type { SimContext } from '../sim-context';
import { alarmPayload, alarmText, subjectOf } from './alarm-message';
import type { DeadLetterQueue } from './dead-letter-queue';
import { functionEvent, Notification, severityOf, tooLarge, tooLongFor, type TopicMessage, undelivered } from './message';
import { disabledKey, isConfirmed, subscriptionsOf } from './subscribers';

/** Time until SNS publishes its own points. */
const PUBLICATION = 60_000;
/** Number of HTTP(S) attempts of SNS, and the pause between them. (SNS developer guide, "Message delivery retries") */
const WEB_HOOK_TRIES = 4;
const WEB_HOOK_PAUSE = 20 * SECOND;
/** Time from a topic to a function. */
const DELIVERY = SECOND;

/** An action that reached nobody, and why. */
export interface LostAction {
  readonly at: Instant;
  readonly alarm: string;
  readonly actionArn: string;
  readonly why: string;
}

/** A function that receives messages of topics. */
export interface Receiver {
  readonly model: FunctionModel;
  invoke(now: Instant, slot: undefined, payload: string): void | Promise<void>;
}

/** A message on its way from a topic to the topic's subscribers. */
interface Sending {
  readonly topic: TopicModel;
  readonly message: TopicMessage;
  readonly now: Instant;
}

type Delivery = Pick<DeliveredMessage, 'topicArn' | 'severity' | 'to' | 'at'>;

/** Delivers messages of topics to their subscribers, people and functions. */
export class Topics {
  public readonly messages: DeliveredMessage[] = [];
  public readonly lost: LostAction[] = [];
  /** The library's functions that receive messages instead of people, by their ARNs. */
  public readonly receivers = new Map<string, Receiver>();
  /** The queues of undelivered messages, by their ARNs. */
  public readonly queues = new Map<string, DeadLetterQueue>();
  /** Answers of policies, which never change. */
  readonly #refusals = new Map<string, string | undefined>();
  #count = 0;

  public constructor(private readonly sim: SimContext) {}

  /** Takes the actions of an alarm after a change of its state. */
  public act(alarm: Alarm, change: StateChange): void {
    const { model } = alarm;
    const { account } = this.sim;
    const now = change.actedAt ?? change.at;
    if (!takesActions(this.sim, model, now)) return;
    const taken = { ...change, at: now };
    for (const arn of { OK: model.actions.ok, ALARM: model.actions.alarm, INSUFFICIENT_DATA: model.actions.insufficientData }[change.to]) {
      const lose = (why: string): void => {
        this.lost.push({ at: now, alarm: model.name, actionArn: arn, why });
      };
      const refusal = isTopicArn(arn) ? this.#refusal('cloudwatch', model.arn, arn, now) : 'a drill plays no actions other than messages to topics';
      if (refusal !== undefined) lose(refusal);
      else {
        this.#deliver(arn, {
          by: model.name, state: change.to, subject: subjectOf(account, model, taken), text: alarmText(account, model, taken), payload: alarmPayload(account, model, change),
        }, now);
      }
    }
  }

  /**
   * Publishes with the permissions of a role.
   * @returns why it was refused
   */
  public publish(roleName: string | undefined, topicArn: string, message: TopicMessage, now: Instant): string | undefined {
    const refusal = this.refusalOf(roleName, topicArn, now) ?? tooLarge(message);
    if (refusal === undefined) this.#deliver(topicArn, message, now);
    return refusal;
  }

  /** Why a role may not publish; undefined when it may. */
  public refusalOf(roleName: string | undefined, topicArn: string, now: Instant): string | undefined {
    return this.#refusal('role', roleName, topicArn, now);
  }

  /** @param who the ARN of an alarm, or the name of a role */
  #refusal(by: Publisher, who: string | undefined, topicArn: string, now: Instant): string | undefined {
    const disturbed = this.sim.conditions.first(now, ({ publish }) => publish?.(topicArn, by));
    if (disturbed !== undefined) return disturbed;
    const keyId = this.sim.account.topics.find(({ arn }) => arn === topicArn)?.keyId;
    const disabled = disabledKey(this.sim, keyId, now);
    if (disabled !== undefined) return `the topic's key ${disabled} is disabled`;
    const key = `${by} ${who} ${topicArn}`;
    if (!this.#refusals.has(key)) {
      const { account } = this.sim;
      const { allowed, known, reason } = by === 'cloudwatch' ? mayPublish(account, who!, topicArn) : roleMayPublish(account, who, topicArn);
      // For a topic outside the templates, the same note is added when it receives a message.
      if (!allowed && !known && account.topics.some(({ arn }) => arn === topicArn)) this.sim.assumptions.add(topicArn, `${reason}; the drill assumes that ${by === 'cloudwatch' ? 'CloudWatch' : `the role ${who}`} may use it`);
      this.#refusals.set(key, allowed || !known ? undefined : reason);
    }
    return this.#refusals.get(key);
  }

  #deliver(topicArn: string, message: TopicMessage, now: Instant): void {
    const target = targetOf(this.sim.account, topicArn);
    if (target?.kind === 'topic') {
      this.#hand({ topic: target.model, message, now });
      return;
    }
    this.sim.assumptions.add(topicArn, 'this topic is not in the templates; the drill assumes that it accepts messages and that someone receives them');
    this.#record(message, { topicArn, severity: severityOf({ name: topicArn.split(':').at(-1)! }), to: [`topic:${topicArn}`], at: now });
  }

  #hand(sending: Sending): void {
    const { topic, message, now } = sending;
    const own = subscriptionsOf(this.sim, topic.arn, now);
    const invoked = own.filter((subscription) => this.#receiverOf(subscription) !== undefined);
    const confirmed = own.filter((subscription) => !invoked.includes(subscription) && this.#receives(subscription, now));
    const receiving = confirmed.filter((subscription) => this.#fits(subscription, sending));
    this.#publishMetric(topic, 'NumberOfMessagesPublished', 1, now);
    const hindered = new Map(receiving.flatMap((subscription) => {
      const hindrance = this.sim.conditions.first(now, ({ delivery }) => delivery?.(subscription));
      return hindrance === undefined ? [] : [[subscription, hindrance] as const];
    }));
    if (receiving.length > hindered.size) this.#publishMetric(topic, 'NumberOfNotificationsDelivered', receiving.length - hindered.size, now);
    for (const [subscription, hindrance] of hindered) this.#try(subscription, hindrance, sending);
    const reached = receiving.filter((subscription) => hindered.get(subscription) !== 'lost');
    for (const subscription of invoked) this.#invoke(subscription, this.#receiverOf(subscription)!, sending);
    // People are not notified of what only a function of the library receives.
    if (invoked.length > 0 && receiving.length === 0) return;
    this.#record(message, { topicArn: topic.arn, severity: severityOf(topic), to: reached.map(({ protocol, endpoint }) => `${protocol}:${endpoint}`), at: now });
  }

  /** Counts the failed attempts to reach a subscriber: each one for HTTP(S), otherwise only the last. */
  #try(subscription: SubscriptionModel, hindrance: Hindrance, { topic, message, now }: Sending): void {
    const isWebHook = ['http', 'https'].includes(subscription.protocol);
    if (hindrance === 'hiccup') {
      if (isWebHook) this.#publishMetric(topic, 'NumberOfNotificationsFailed', 1, now);
      this.#publishMetric(topic, 'NumberOfNotificationsDelivered', 1, now + WEB_HOOK_PAUSE);
      return;
    }
    const gaveUpAt = isWebHook ? now + (WEB_HOOK_TRIES - 1) * WEB_HOOK_PAUSE : now;
    for (let at = now; at <= gaveUpAt; at += WEB_HOOK_PAUSE) this.#publishMetric(topic, 'NumberOfNotificationsFailed', 1, at);
    this.#count += 1;
    const notification: Notification = { topicArn: topic.arn, subject: message.subject, message: message.text, at: now, id: `message-${this.#count}` };
    if (subscription.deadLetterArn !== undefined) this.#redrive(subscription, topic, notification, gaveUpAt);
  }

  /** Whether SNS delivers a message to a subscriber of this kind. A message that does not fit has failed for good. */
  #fits({ protocol }: SubscriptionModel, { topic, message, now }: Sending): boolean {
    const why = tooLongFor(protocol, message);
    if (why === undefined) return true;
    this.#publishMetric(topic, 'NumberOfNotificationsFailed', 1, now);
    this.lost.push({ at: now, alarm: message.by, actionArn: topic.arn, why });
    return false;
  }

  #receiverOf({ protocol, endpoint }: SubscriptionModel): Receiver | undefined {
    return protocol === 'lambda' ? this.receivers.get(endpoint) : undefined;
  }

  /**
   * Invokes a function with a message, or puts the message into the subscription's dead-letter queue when the function cannot
   * be invoked.
   */
  #invoke(subscription: SubscriptionModel, receiver: Receiver, { topic, message, now }: Sending): void {
    const { payload = message.text, subject, by } = message;
    this.#count += 1;
    const notification: Notification = { topicArn: topic.arn, subject, message: payload, at: now, id: `message-${this.#count}` };
    const why = this.#notInvocable(receiver.model, topic.arn, now);
    if (why === undefined) {
      this.#publishMetric(topic, 'NumberOfNotificationsDelivered', 1, now);
      const at = now + DELIVERY;
      this.sim.queue.at(at, () => receiver.invoke(at, undefined, functionEvent(notification, `${topic.arn}:${subscription.logicalId}`)));
      return;
    }
    // A retry would not help in either case, so SNS does not retry. (SNS developer guide, "Message delivery retries")
    this.#publishMetric(topic, 'NumberOfNotificationsFailed', 1, now);
    const lost = this.#redrive(subscription, topic, notification, now);
    if (lost !== undefined) this.lost.push({ at: now, alarm: by, actionArn: topic.arn, why: `${why}, and ${lost}` });
  }

  #notInvocable(model: FunctionModel, topicArn: string, now: Instant): string | undefined {
    const disturbed = this.sim.conditions.first(now, ({ invocable }) => invocable?.(model));
    if (disturbed === 'deleted') return `the function ${model.name} does not exist`;
    const context = { 'aws:SourceArn': topicArn, 'aws:SourceAccount': this.sim.account.accountId };
    const request = { principal: 'service:sns.amazonaws.com', action: 'lambda:InvokeFunction', resource: model.arn, context };
    const allowed = disturbed === undefined && isAllowed(model.invokePolicy ?? [], request);
    return allowed ? undefined : `the policy of the function ${model.name} does not let the topic invoke it`;
  }

  /** @returns why it was lost */
  #redrive({ deadLetterArn }: SubscriptionModel, topic: TopicModel, notification: Notification, now: Instant): string | undefined {
    if (deadLetterArn === undefined) return 'its subscription has no dead-letter queue';
    const queue = this.queues.get(deadLetterArn);
    const refusal = queue === undefined ? `its dead-letter queue ${deadLetterArn} is not in the templates` : queue.refusal('sns.amazonaws.com', topic.arn);
    this.#publishMetric(topic, refusal === undefined ? 'NumberOfNotificationsRedrivenToDlq' : 'NumberOfNotificationsFailedToRedriveToDlq', 1, now);
    if (refusal === undefined) queue?.receive(now, { body: undelivered(notification), attributes: {} });
    return refusal;
  }

  #record({ by, state, subject, text, sms, kind, pipelines, because }: TopicMessage, { topicArn, severity, to, at }: Delivery): void {
    this.messages.push({
      at, alarm: by, state, severity, topicArn, to, subject, text,
      ...(sms === undefined ? {} : { sms }), ...(kind === undefined ? {} : { kind }), ...(pipelines === undefined ? {} : { pipelines }),
      ...(because === undefined ? {} : { because }),
    });
  }

  #receives(subscription: SubscriptionModel, now: Instant): boolean {
    if (hasFilter(subscription)) return false;
    return isConfirmed(this.sim.conditions, subscription, now);
  }

  #publishMetric(topic: TopicModel, metricName: string, value: number, now: Instant): void {
    const series = this.sim.store.find({ namespace: 'AWS/SNS', metricName, dimensions: { TopicName: topic.name } });
    this.sim.publication.publish(series, { at: now, value, delayMillis: PUBLICATION });
  }
}

function isTopicArn(arn: string): boolean {
  return arn.split(':')[2]?.startsWith('sns') === true;
}

/** CloudWatch's messages have no attributes, so a filter on attributes blocks all of them. */
function hasFilter({ filterPolicy, filterScope }: SubscriptionModel): boolean {
  return filterPolicy !== undefined && filterPolicy.replace(/\s/g, '') !== '{}' && filterScope !== 'MessageBody';
}
