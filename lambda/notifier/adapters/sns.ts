import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { untilAborted } from '../../shared/async';
import type { OutgoingMessage, Subscriber } from '../ports';

/** SNS takes 256 KiB, envelope included (API reference, "Publish"). This leaves room for the envelope. */
const MAX_TEXT_BYTES = 120_000;

/** SNS splits a longer SMS into parts, each of which costs money, and refuses more than 1,600 bytes. */
const MAX_SMS_CHARACTERS = 1_500;

/** SNS takes subjects of printable ASCII that start with a letter or digit, with fewer than 100 characters (API reference). */
const MAX_SUBJECT = 99;

/**
 * Publishes to a topic: the SMS to phone numbers, the text to all other subscribers. A text that SNS would refuse is shortened,
 * because a shortened message is better than none.
 *
 * If publishing fails, the invocation fails. Lambda's failure destination then sends the unformatted alarm, and the alarm
 * NotifierFailing fires.
 */
export async function publishToTopic(client: SNSClient, topicArn: string, message: OutgoingMessage, signal: AbortSignal): Promise<void> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: subjectOf(message),
    MessageStructure: 'json',
    Message: JSON.stringify({ default: shortenToBytes(message.text), sms: message.sms.slice(0, MAX_SMS_CHARACTERS) }),
  });
  await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
}

function subjectOf({ subject }: OutgoingMessage): string {
  const printable = subject.replaceAll(/[^\x20-\x7e]+/g, '?').trim();
  return (/^[A-Za-z0-9]/.test(printable) ? printable : `Alarm: ${printable}`).slice(0, MAX_SUBJECT).trim();
}

/** JSON may need six bytes for a character, and the limit allows for that. */
function shortenToBytes(text: string): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= MAX_TEXT_BYTES) return text;
  // Do not end with half of a surrogate pair.
  return `${text.slice(0, MAX_TEXT_BYTES / 6).replace(/[\ud800-\udbff]$/, '')}\n(cut here: the message was too long)`;
}

/** A page has 100 subscriptions. Nobody reads a digest that names more than 2,000. */
const MAX_PAGES = 20;

/** What SNS lists instead of an ARN (SNS developer guide). Deleted subscriptions stay in the list for a while. */
const PENDING = 'PendingConfirmation';
const DELETED = 'Deleted';

/** The subscribers of a topic, confirmed or not. */
export async function listSubscribers(client: SNSClient, topicArn: string, signal: AbortSignal): Promise<readonly Subscriber[]> {
  const subscribers: Subscriber[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken: token });
    const { Subscriptions: subscriptions, NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (subscriptions === undefined) throw new Error(`ListSubscriptionsByTopic answered without a list of subscriptions of ${topicArn}`);
    for (const { Protocol: protocol = 'unknown', Endpoint: endpoint = '', SubscriptionArn: arn } of subscriptions) {
      if (arn !== DELETED) subscribers.push({ protocol, endpoint, confirmed: arn !== undefined && arn !== PENDING });
    }
    if (next === undefined || next === '') return subscribers;
    token = next;
  }
  throw new Error(`${topicArn} has more than ${subscribers.length} subscriptions`);
}
