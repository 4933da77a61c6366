import type { Origin, SubscriptionModel } from '../model';
import type { Properties } from './properties';
import type { ResourceKind } from './resource-kind';

/** AWS::SNS::Subscription */
export const SUBSCRIPTION: ResourceKind = {
  identity: {
    ref: ({ text, logicalId }) => `${text('TopicArn') ?? 'arn'}:${logicalId}`,
    arn: ({ text, logicalId }) => `${text('TopicArn') ?? 'arn'}:${logicalId}`,
  },
  read: ({ origin, properties, note }, draft) => {
    const subscription = readSubscription(properties, properties.text('TopicArn'));
    draft.subscriptions.push({ ...origin, ...subscription });
    if (subscription.filterPolicy !== undefined) {
      note(subscription.filterScope === 'MessageAttributes'
        ? 'its filter policy looks at message attributes, which alarms do not send: that is not played'
        : 'whether its filter policy lets an alarm through is not played');
    }
  },
};

const FILTER_SCOPES = ['MessageAttributes', 'MessageBody'] as const;

/** Reads who gets a topic's messages. */
export function readSubscription(properties: Properties, topicArn: string): Omit<SubscriptionModel, keyof Origin> {
  const filterPolicy = properties.optional('FilterPolicy', (at) => JSON.stringify(properties.value(at)));
  const filterScope = properties.optional('FilterPolicyScope', (at) => properties.oneOf(at, FILTER_SCOPES));
  const redrive = properties.optional('RedrivePolicy', (at) => properties.object(at));
  const deadLetterArn = redrive?.optional('deadLetterTargetArn', (at) => redrive.text(at));
  return {
    topicArn,
    protocol: properties.text('Protocol'),
    endpoint: properties.text('Endpoint'),
    ...(filterPolicy === undefined ? {} : { filterPolicy, filterScope: filterScope ?? 'MessageAttributes' }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}
