import type { Instant } from '../../../core/time';

/** What SNS hands on of a message. */
export interface Notification {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly at: Instant;
  /** Tells messages apart; the same message has the same id wherever it goes. */
  readonly id: string;
}

/** What a function that is subscribed gets. (Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications") */
export function functionEvent(notification: Notification, subscriptionArn: string): string {
  return JSON.stringify({
    Records: [{ EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, EventSource: 'aws:sns', Sns: { ...envelope(notification), MessageAttributes: {} } }],
  });
}

/** What lies in a subscription's dead-letter queue. (SNS developer guide, "Dead-letter queues") */
export function undelivered(notification: Notification): string {
  return JSON.stringify(envelope(notification));
}

function envelope({ topicArn, subject, message, at, id }: Notification): object {
  return { Type: 'Notification', MessageId: id, TopicArn: topicArn, Subject: subject, Message: message, Timestamp: new Date(at).toISOString() };
}
