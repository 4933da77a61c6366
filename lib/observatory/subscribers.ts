import { createHash } from 'node:crypto';
import { CfnSubscription, ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { Severity } from '../pipeline/severity';
import type { BoundContact, ContactTarget } from './contact';

const PROTOCOL = { email: SubscriptionProtocol.EMAIL, sms: SubscriptionProtocol.SMS } as const;

/** A topic that people hear. */
export type Channel = Severity | 'escalation';

/** Who hears an observatory's topics. What is named by many pipelines is subscribed once. */
export class Subscribers {
  private readonly subscribed = new Map<Channel, Set<unknown>>();

  /** @param onAddress is told of each address that is subscribed */
  public constructor(
    private readonly observatory: Construct, private readonly topics: ReadonlyMap<Channel, Topic>, private readonly onAddress: (subscription: Subscription) => void,
  ) {}

  /**
   * @param asker the pipeline that names the contact, or the observatory itself
   * @param channels what the contact is to hear
   */
  public add(asker: Construct, { target, severities }: BoundContact, channels: readonly Channel[] = severities): void {
    for (const channel of channels) {
      const topic = this.topics.get(channel)!;
      if (target.kind === 'address') this.addAddress(asker, topic, channel, target);
      if (target.kind === 'subscription') this.once(channel, target.subscription, () => topic.addSubscription(target.subscription));
    }
  }

  /** Whether anybody was named for a severity. */
  public hasSubscribers(severity: Severity): boolean {
    return this.subscribed.has(severity);
  }

  private addAddress(asker: Construct, topic: Topic, channel: Channel, { protocol, endpoint }: ContactTarget & { kind: 'address' }): void {
    const scope = this.homeOf(asker, endpoint);
    const text = JSON.stringify(Stack.of(scope).resolve(endpoint));
    // The id comes from the address, not from its place in a list: another id would ask for the confirmation anew.
    const id = `${protocol}-${channel}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    // The same token text means another address in another stack.
    this.once(channel, `${Stack.of(scope).node.path} ${id}`, () => this.onAddress(new Subscription(scope, id, { topic, protocol: PROTOCOL[protocol], endpoint })));
  }

  /**
   * Where a subscription lives. An address lives beside its topic, whoever names it: if it lived with a pipeline, the
   * removal of that pipeline's stack would take the address from all the others. A token lives in its stack, since the
   * observatory's must not depend on its pipelines'.
   */
  private homeOf(asker: Construct, endpoint: string): Construct {
    return !Token.isUnresolved(endpoint) || Stack.of(asker) === Stack.of(this.observatory) ? this.observatory : asker;
  }

  /** @param key what is the same when asked for again: an address, or the subscription object itself */
  private once(channel: Channel, key: unknown, add: () => void): void {
    const known = this.subscribed.get(channel) ?? new Set();
    this.subscribed.set(channel, known);
    if (known.has(key)) return;
    known.add(key);
    add();
  }
}

/**
 * Whoever is subscribed to a topic anywhere in the app, by hand too, each as a text that is the same for the same
 * subscriber of another topic. What is subscribed outside the app is not known here.
 */
export function subscribersOf(topic: ITopic, app: IConstruct): string[] {
  return app.node.findAll()
    .filter((node): node is CfnSubscription => node instanceof CfnSubscription && node.topicArn === topic.topicArn)
    .map((subscription) => {
      const endpoint = JSON.stringify(Stack.of(subscription).resolve(subscription.endpoint));
      // The same token text means another subscriber in another stack.
      return `${subscription.protocol} ${endpoint}${Token.isUnresolved(subscription.endpoint) ? ` of ${Stack.of(subscription).node.path}` : ''}`;
    });
}
