import type { Instant } from '../../../core/time';
import type { SubscriptionModel } from '../../account/model';
import type { Surroundings } from '../surroundings';

/** The subscriptions that a topic has at a moment, confirmed or not: whoever has unsubscribed is gone. */
export function subscriptionsOf({ account, conditions }: Pick<Surroundings, 'account' | 'conditions'>, topic: string, now: Instant): SubscriptionModel[] {
  return account.subscriptions.filter((subscription) => subscription.topicArn === topic && !conditions.some(now, ({ unsubscribed }) => unsubscribed?.(subscription)));
}
