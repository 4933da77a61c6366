import { createHash } from 'node:crypto';
import { CfnSubscription, ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { Severity } from '../pipeline/severity';
import type { BoundContact, ContactTarget } from './contact';

const PROTOCOL = { email: SubscriptionProtocol.EMAIL, sms: SubscriptionProtocol.SMS } as const;

/** A topic to which people are subscribed. */
export type Channel = Severity | 'escalation';

/** The subscribers of an observatory's topics. A contact that many pipelines name is subscribed once. */
export class Subscribers {
  private readonly subscribed = new Map<Channel, Set<unknown>>();

  /** @param onAddress is called for each address that is subscribed */
  public constructor(
    private readonly observatory: Construct, private readonly topics: ReadonlyMap<Channel, Topic>, private readonly onAddress: (subscription: Subscription) => void,
  ) {}

  /**
   * @param asker the pipeline that names the contact, or the observatory itself
   * @param channels what the contact receives
   */
  public add(asker: Construct, { target, severities }: BoundContact, channels: readonly Channel[] = severities): void {
    for (const channel of channels) {
      const topic = this.topics.get(channel)!;
      if (target.kind === 'address') this.addAddress(asker, topic, channel, target);
      if (target.kind === 'subscription') this.once(channel, target.subscription, () => topic.addSubscription(target.subscription));
    }
  }

  /** Whether a contact of a severity was named. */
  public hasSubscribers(severity: Severity): boolean {
    return this.subscribed.has(severity);
  }

  private addAddress(asker: Construct, topic: Topic, channel: Channel, { protocol, endpoint }: ContactTarget & { kind: 'address' }): void {
    const scope = this.homeOf(asker, endpoint);
    const text = JSON.stringify(Stack.of(scope).resolve(endpoint));
    // The id comes from the address and not from its place in a list. A new id would ask for a new confirmation.
    const id = `${protocol}-${channel}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    // The same token text means a different address in another stack.
    this.once(channel, `${Stack.of(scope).node.path} ${id}`, () => this.onAddress(new Subscription(scope, id, { topic, protocol: PROTOCOL[protocol], endpoint })));
  }

  /**
   * Where a subscription lives: beside its topic, whichever pipeline names the address. If it lived with a pipeline, removing that
   * pipeline's stack would unsubscribe the address for all others. A token lives in its own stack, since the observatory's stack
   * must not depend on the stacks of its pipelines.
   */
  private homeOf(asker: Construct, endpoint: string): Construct {
    return !Token.isUnresolved(endpoint) || Stack.of(asker) === Stack.of(this.observatory) ? this.observatory : asker;
  }

  /** @param key identifies the subscriber: its address, or the subscription object itself */
  private once(channel: Channel, key: unknown, add: () => void): void {
    const known = this.subscribed.get(channel) ?? new Set();
    this.subscribed.set(channel, known);
    if (known.has(key)) return;
    known.add(key);
    add();
  }
}

/**
 * The subscribers of a topic anywhere in the app, added by hand or not. Each is a text that is the same for the same subscriber
 * of another topic. Subscribers outside the app are not known here.
 */
export function subscribersOf(topic: ITopic, app: IConstruct): string[] {
  return app.node.findAll()
    .filter((node): node is CfnSubscription => node instanceof CfnSubscription && node.topicArn === topic.topicArn)
    .map((subscription) => {
      const endpoint = JSON.stringify(Stack.of(subscription).resolve(subscription.endpoint));
      // The same token text means a different subscriber in another stack.
      return `${subscription.protocol} ${endpoint}${Token.isUnresolved(subscription.endpoint) ? ` of ${Stack.of(subscription).node.path}` : ''}`;
    });
}
