import type { Instant } from '../../../core/time';
import type { SubscriptionModel } from '../../../template/model';
import { keyOf } from '../../../template/policy/permissions';
import type { Conditions } from '../conditions';
import type { SimContext } from '../sim-context';

/** The subscriptions of a topic at a moment, confirmed or not, without those that have ended. */
export function subscriptionsOf({ account, conditions }: Pick<SimContext, 'account' | 'conditions'>, topic: string, now: Instant): SubscriptionModel[] {
  return account.subscriptions.filter((subscription) => subscription.topicArn === topic && !conditions.some(now, ({ unsubscribed }) => unsubscribed?.(subscription)));
}

/** Whether a subscriber has confirmed, which is usual. */
export function isConfirmed(conditions: Conditions, subscription: SubscriptionModel, now: Instant): boolean {
  return conditions.first(now, ({ confirmed }) => confirmed?.(subscription)) ?? true;
}

/**
 * The ARN of a disabled key that encrypts something. Services continue for a few minutes with a data key that they hold. A
 * drill takes the harsher case, in which nothing can be encrypted from then on.
 */
export function disabledKey({ account, conditions }: Pick<SimContext, 'account' | 'conditions'>, keyId: string | undefined, now: Instant): string | undefined {
  const key = keyId === undefined ? undefined : keyOf(account, keyId);
  return key !== undefined && conditions.some(now, ({ disablesKey }) => disablesKey?.(key)) ? key.arn : undefined;
}
