import { Json, refuseUnless, Service } from '../wire';

/** A message in a topic. */
export interface SentMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
  readonly sms: string;
}

/** 256 KiB with all that is around the text (API reference, "Publish"). */
const MAX_BYTES = 256 * 1024;

/** Every topic has one confirmed subscriber and lets alarms in. */
export function sns(sent: SentMessage[]): Service {
  return {
    Publish: ({ TopicArn: topicArn, Subject: subject = '', Message: message = '', MessageStructure: structure }) => {
      refuseUnless(Buffer.byteLength(String(message)) <= MAX_BYTES, 'Message too long');
      refuseUnless(/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(String(subject)), 'Subject must be printable ASCII of less than 100 characters');
      refuseUnless(structure === 'json', 'the notifier sends a text for each protocol');
      const { default: text, sms } = JSON.parse(String(message)) as { default: string; sms: string };
      sent.push({ topicArn: String(topicArn), subject: String(subject), text, sms });
      return { MessageId: `m-${sent.length}` };
    },
    GetTopicAttributes: ({ TopicArn: arn }) => ({
      Attributes: new Map([['SubscriptionsConfirmed', '1'], ['SubscriptionsPending', '0'], ['Policy', JSON.stringify(policyOf(String(arn)))]]),
    }),
    ListSubscriptionsByTopic: ({ TopicArn: arn }) => ({
      Subscriptions: [{ TopicArn: arn, Protocol: 'email', Endpoint: 'data@example.com', SubscriptionArn: `${String(arn)}:1`, Owner: '111122223333' }],
    }),
  };
}

function policyOf(topicArn: string): Json {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: topicArn,
      Condition: { StringEquals: { 'aws:SourceAccount': topicArn.split(':')[4] } },
    }],
  };
}
