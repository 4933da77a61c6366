import type { ResourceKind } from './resource-kind';
import { arnOf } from '../intrinsics/environment';
import { generatedName, type Named } from '../intrinsics/identity';

function queueUrl({ environment: { region, urlSuffix, accountId }, name }: Named): string {
  return `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
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
  read: ({ origin, name, arn }, draft) => {
    draft.queues.push({ ...origin, name, arn });
  },
};
