import type { Instant } from '../../../core/time';
import type { SubscriptionModel } from '../../account/model';
import type { Conditions } from '../conditions';

/** Whether whoever is subscribed has confirmed it, which is usual. */
export function isConfirmed(conditions: Conditions, subscription: SubscriptionModel, now: Instant): boolean {
  return conditions.first(now, ({ confirmed }) => confirmed?.(subscription)) ?? true;
}
