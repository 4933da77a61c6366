import { readPolicy } from '../policy/read-policy';
import type { ResourceKind } from './resource-kind';

/** AWS::SQS::QueuePolicy and AWS::SQS::QueueInlinePolicy: without one no service may send to the queue. */
export const QUEUE_POLICY: ResourceKind = {
  identity: {},
  read: ({ properties }, draft) => {
    const queues = properties.has('Queues') ? properties.textList('Queues') : properties.textList('Queue');
    const policy = readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'resource');
    for (const url of queues) draft.queuePolicies.set(url, policy);
  },
};
