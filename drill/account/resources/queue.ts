import { arnOf, type Environment } from '../intrinsics/environment';
import { generatedName, type Named } from '../intrinsics/identity';
import type { ResourceKind } from './resource-kind';

function urlOf({ region, urlSuffix, accountId }: Environment, name: string): string {
  return `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
}

function queueUrl({ environment, name }: Named): string {
  return urlOf(environment, name);
}

/** AWS::SQS::Queue */
export const QUEUE: ResourceKind = {
  identity: {
    nameProperty: 'QueueName',
    generated: (queue) => `${generatedName(queue)}${queue.text('FifoQueue') === 'true' ? '.fifo' : ''}`,
    ref: queueUrl,
    arn: ({ environment, name }) => arnOf(environment, 'sqs', name),
    attributes: { QueueName: ({ name }) => name, QueueUrl: queueUrl },
  },
  read: ({ origin, name, arn, environment, properties }, draft) => {
    const keyId = properties.optional('KmsMasterKeyId', (at) => properties.text(at) || undefined);
    draft.queues.push({ ...origin, name, arn, ...(keyId === undefined ? {} : { keyId }) });
    draft.queueUrls.set(arn, urlOf(environment, name));
  },
};
