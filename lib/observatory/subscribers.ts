import { createHash } from 'node:crypto';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Contact, Notify } from '../notify';
import type { Severity } from '../severity';

const PROTOCOL = { email: SubscriptionProtocol.EMAIL, sms: SubscriptionProtocol.SMS } as const;

/** Who hears an observatory's topics. The same address named by many pipelines is subscribed once. */
export class Subscribers {
  private readonly known = new Map<Severity, Set<unknown>>();
  private readonly addresses: { readonly severity: Severity; readonly text: string }[] = [];

  public constructor(private readonly topics: ReadonlyMap<Severity, Topic>) {}

  /** @param scope where the subscription lives: the stack of whoever asked for it, so that no cycle arises */
  public add(scope: Construct, { _contact: contact, _severities: severities }: Notify): void {
    for (const severity of severities) {
      const topic = this.topics.get(severity)!;
      switch (contact.kind) {
        case 'address':
          this.addAddress(scope, topic, severity, contact);
          break;
        case 'subscription':
          this.once(severity, contact.subscription, () => topic.addSubscription(contact.subscription));
          this.addresses.push({ severity, text: contact.subscription.constructor.name });
          break;
        case 'topic':
          break;
      }
    }
  }

  /** Who is subscribed, in words. */
  public describe(severity: Severity): string[] {
    return [...new Set(this.addresses.filter((address) => address.severity === severity).map(({ text }) => text))];
  }

  private addAddress(scope: Construct, topic: Topic, severity: Severity, { protocol, endpoint }: Contact & { kind: 'address' }): void {
    this.addresses.push({ severity, text: Token.isUnresolved(endpoint) ? `${protocol} (known at deployment)` : endpoint });
    const text = JSON.stringify(Stack.of(scope).resolve(endpoint));
    // The id comes from the address, not from its place in a list: another id would ask for the confirmation anew.
    const id = `${protocol}-${severity}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    this.once(severity, id, () => new Subscription(scope, id, { topic, protocol: PROTOCOL[protocol], endpoint }));
  }

  /** @param key what is the same when asked for again: an address, or the subscription object itself */
  private once(severity: Severity, key: unknown, add: () => void): void {
    const known = this.known.get(severity) ?? new Set();
    this.known.set(severity, known);
    if (known.has(key)) return;
    known.add(key);
    add();
  }
}
