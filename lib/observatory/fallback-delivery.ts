import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './access-policies';
import { deadLetters } from './bundled-handler';
import { grantVia, PUBLISH_KEY_ACTIONS } from './key-use';
import { mayPublishTo } from './topics';

/** What people read. It is JSON, so the values in it cannot break it. */
const MESSAGE = '{"note":"The notifier of the observatory did not take this alarm, so it comes as CloudWatch wrote it. '
  + 'The alarm itself is real. See why the notifier is not there: it was deleted, or may not be invoked any more.","alarm":<$.body>}';

/**
 * The way around a notifier that is gone. What its intake topic could not deliver lands in a queue, and a pipe puts it into a
 * topic with subscribers. Nothing of this is code of this library. If the pipe fails, the messages stay in the queue. A message
 * in the queue raises `AlarmsUndelivered` in any case.
 */
export class FallbackDelivery extends Construct {
  public readonly queue: Queue;
  /** The role that may use the queue and the topic. */
  public readonly role: Role;

  /** The topic that receives what the notifier could not take. It is known when the tree is complete. */
  public readonly topicArn = Lazy.string({ produce: () => this.topic.topicArn });

  private topic: ITopic;

  /** @param topic where people receive it, unless `publishTo` names another */
  public constructor(scope: Construct, id: string, topic: ITopic, key: IKey | undefined) {
    super(scope, id);
    this.topic = topic;
    this.queue = deadLetters(this, 'DeadLetters', 'a pipe empties it');
    this.role = new Role(this, 'Role', {
      // The pipe's name is generated, so its ARN is not known before the role.
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
      description: 'Tells people of alarms that the notifier did not take',
    });
    // What EventBridge Pipes needs for a queue (EventBridge user guide, "Amazon SQS execution role permissions").
    this.allow('TakeOut', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn);
    this.allow('NotifyPeople', ['sns:Publish'], this.topicArn);
    if (key !== undefined) grantVia(key, this.role, PUBLISH_KEY_ACTIONS, 'sns');
    const pipe = new CfnPipe(this, 'Pipe', {
      description: 'Tells people of alarms that the notifier did not take',
      roleArn: this.role.roleArn,
      source: this.queue.queueArn,
      sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
      target: this.topicArn,
      targetParameters: { inputTemplate: MESSAGE },
    });
    pipe.node.addDependency(this.role);
  }

  /** Replaces the topic. */
  public publishTo(topic: ITopic): void {
    this.topic = topic;
    const [, ...key] = mayPublishTo(topic);
    for (const { actions, resources, conditions, wildcard } of key) {
      this.role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
      if (wildcard !== undefined) acknowledgeWildcard(this.role, resources[0]!, wildcard);
    }
  }

  private allow(sid: string, actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources: [resource] }));
  }
}
