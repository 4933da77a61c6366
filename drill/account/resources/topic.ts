import { arnOf } from '../intrinsics/environment';
import { generatedName } from '../intrinsics/identity';
import type { ResourceKind } from './resource-kind';
import { readSubscription } from './subscription';

/** AWS::SNS::Topic, with the subscriptions written into it. */
export const TOPIC: ResourceKind = {
  identity: {
    nameProperty: 'TopicName',
    generated: (topic) => `${generatedName(topic)}${topic.text('FifoTopic') === 'true' ? '.fifo' : ''}`,
    ref: ({ environment, name }) => arnOf(environment, 'sns', name),
    arn: ({ environment, name }) => arnOf(environment, 'sns', name),
    attributes: { TopicArn: ({ environment, name }) => arnOf(environment, 'sns', name), TopicName: ({ name }) => name },
  },
  read: (resource, draft) => {
    const { origin, name, arn, properties } = resource;
    const subscriptions = (properties.optional('Subscription', (at) => properties.objects(at)) ?? []).map((inner) => readSubscription(inner, arn));
    draft.topics.push({
      ...origin, name, arn,
      displayName: properties.optional('DisplayName', (at) => properties.text(at)),
      keyId: properties.optional('KmsMasterKeyId', (at) => properties.text(at) || undefined),
    });
    draft.subscriptions.push(...subscriptions.map((subscription) => ({ ...origin, ...subscription })));
  },
};
