import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { untilAborted } from '../../shared/async';
import type { OutgoingMessage, Subscriber } from '../ports';

/** SNS takes 256 KiB with all that is around the text (API reference, "Publish"); so many leave room for it. */
const MAX_TEXT_BYTES = 120_000;

/** An SMS of more is cut into parts by SNS, and each is paid for; beyond 1,600 bytes it is refused. */
const MAX_SMS_CHARACTERS = 1_500;

/** SNS refuses a message for its subject: printable ASCII, begun by a letter or digit, fewer than 100 (API reference). */
const MAX_SUBJECT = 99;

/**
 * Publishes to a topic: the SMS to whoever gets SMS, the text to everybody else. What SNS would refuse is cut before, since
 * a shortened message is better than none.
 *
 * If publishing fails for good the invocation fails, and Lambda sends the raw event to the failure destination.
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

/** In JSON a character may take six bytes more than in the text, which the limit allows for. */
function shortenToBytes(text: string): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= MAX_TEXT_BYTES) return text;
  // Half a character at the end would be none.
  return `${text.slice(0, MAX_TEXT_BYTES / 6).replace(/[\ud800-\udbff]$/, '')}\n(cut here, the message was too long)`;
}

/** A page has 100 subscriptions; nobody reads a digest that names more than so many. */
const MAX_PAGES = 20;

/** What stands where the ARN would (SNS developer guide); what was deleted is listed for a while. */
const PENDING = 'PendingConfirmation';
const DELETED = 'Deleted';

/** Who is subscribed to a topic, confirmed or not. */
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
