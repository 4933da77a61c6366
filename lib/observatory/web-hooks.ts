import { IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, ITopic } from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { metricOf } from '../signals/metrics';
import { deadLetters } from './bundled-handler';

/** By default SNS tries a delivery to HTTP(S) once and retries it three times (SNS developer guide, "Message delivery retries"). */
const TRIES = 4;

/** Subscriptions of a topic by HTTP(S), anywhere in the app. */
export function webHooksOf(topic: ITopic, app: IConstruct): CfnSubscription[] {
  return app.node.findAll().filter((node): node is CfnSubscription => node instanceof CfnSubscription
    && node.topicArn === topic.topicArn && ['http', 'https'].includes(node.protocol));
}

/**
 * Gives web hooks a dead-letter queue if they have none. Only lost messages land in it, so they can be counted.
 * `NumberOfNotificationsFailed` also counts each failed attempt to reach a web hook, even if the next one succeeds.
 */
export function keepUndelivered(scope: Construct, topics: readonly ITopic[]): void {
  const subscriptions = topics.flatMap((topic) => webHooksOf(topic, scope.node.root)).filter(({ redrivePolicy }) => redrivePolicy === undefined);
  if (subscriptions.length === 0) return;
  const queue = deadLetters(scope, 'WebHookDeadLetters', 'NotificationsFailed is raised when something lands in it');
  queue.addToResourcePolicy(new PolicyStatement({
    sid: 'KeepUndelivered',
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': topics.map(({ topicArn }) => topicArn) } },
  }));
  for (const subscription of subscriptions) subscription.redrivePolicy = { deadLetterTargetArn: queue.queueArn };
}

/** A topic whose failed deliveries are counted. */
export interface CountedTopic {
  readonly name: string;
  readonly hasWebHooks: boolean;
}

/**
 * Deliveries that were lost for good. SNS counts other endpoints than HTTP(S) once, when it gives up (SNS developer guide,
 * "Monitoring Amazon SNS topics using CloudWatch"). For a topic with web hooks, the metric does not say
 * whose attempts failed. Messages in the dead-letter queue count, and more failed attempts than a single delivery can have.
 */
export function lostDeliveries(topics: readonly CountedTopic[], period: Duration): IMetric {
  const usingMetrics: Record<string, Metric> = {};
  const add = (topic: string, metric: string): string => {
    const id = `m${Object.keys(usingMetrics).length}`;
    usingMetrics[id] = metricOf({ namespace: 'AWS/SNS', dimensions: { TopicName: topic } }, metric, 'Sum', period);
    return id;
  };
  const terms = topics.flatMap(({ name, hasWebHooks }) => {
    const failed = add(name, 'NumberOfNotificationsFailed');
    return hasWebHooks
      ? [`IF(${failed} >= ${TRIES}, ${failed}, 0)`, add(name, 'NumberOfNotificationsRedrivenToDlq'), add(name, 'NumberOfNotificationsFailedToRedriveToDlq')]
      : [failed];
  });
  return new MathExpression({ expression: terms.join('+'), usingMetrics, label: 'lost deliveries', period });
}
