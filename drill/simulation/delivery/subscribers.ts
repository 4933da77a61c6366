import type { Instant } from '../../../core/time';
import type { SubscriptionModel } from '../../../template/model';
import { keyOf } from '../../../template/policy/permissions';
import type { Conditions } from '../conditions';
import type { SimContext } from '../sim-context';

/** The subscriptions that a topic has at a moment, confirmed or not: whoever has unsubscribed is gone. */
export function subscriptionsOf({ account, conditions }: Pick<SimContext, 'account' | 'conditions'>, topic: string, now: Instant): SubscriptionModel[] {
  return account.subscriptions.filter((subscription) => subscription.topicArn === topic && !conditions.some(now, ({ unsubscribed }) => unsubscribed?.(subscription)));
}

/** Whether whoever is subscribed has confirmed it, which is usual. */
export function isConfirmed(conditions: Conditions, subscription: SubscriptionModel, now: Instant): boolean {
  return conditions.first(now, ({ confirmed }) => confirmed?.(subscription)) ?? true;
}

/**
 * The ARN of the key of something that is encrypted, where somebody has disabled it. Services go on with a data key that they
 * hold for a few minutes; a drill takes the harsher case, in which nothing can be encrypted any more from then on.
 */
export function disabledKey({ account, conditions }: Pick<SimContext, 'account' | 'conditions'>, keyId: string | undefined, now: Instant): string | undefined {
  const key = keyId === undefined ? undefined : keyOf(account, keyId);
  return key !== undefined && conditions.some(now, ({ disablesKey }) => disablesKey?.(key)) ? key.arn : undefined;
}
