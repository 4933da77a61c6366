import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A queue for what could not be delivered: encrypted by a key of SQS, so that every service may use it.
 *
 * @param watchedBy what makes sure that nobody forgets it
 */
export function deadLetters(scope: Construct, id: string, watchedBy: string): Queue {
  const queue = new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason: `It is itself the dead-letter queue, and ${watchedBy}.` });
  return queue;
}
