import type { TopicMessage } from './topic-message';

/** SNS sends an SMS of up to so many characters, in several parts, and refuses a longer one. [sns: sms_sending-overview.html] */
const LONGEST_SMS = 1600;
/** The largest message that SNS takes, in bytes. [sns: API_Publish.html, Message] */
const LARGEST_MESSAGE = 256 * 1024;

/** Why SNS does not take a message at all; undefined when it does. */
export function tooLarge({ payload, text }: TopicMessage): string | undefined {
  const bytes = Math.max(Buffer.byteLength(payload ?? ''), Buffer.byteLength(text));
  return bytes > LARGEST_MESSAGE ? `a message of ${bytes.toLocaleString('en-US')} bytes is larger than the ${LARGEST_MESSAGE.toLocaleString('en-US')} that SNS takes` : undefined;
}

/** Why a message does not fit the channel of a subscriber; undefined when it does. */
export function tooLongFor(protocol: string, message: TopicMessage): string | undefined {
  const { length } = textForPhones(message);
  return protocol === 'sms' && length > LONGEST_SMS ? `an SMS of ${length.toLocaleString('en-US')} characters is longer than the ${LONGEST_SMS.toLocaleString('en-US')} that SNS sends` : undefined;
}

/** What a phone gets. CloudWatch gives phones the subject of an alarm (observed, not documented); other publishers their whole text. */
function textForPhones({ sms, payload, subject, text }: TopicMessage): string {
  return sms ?? (payload === undefined ? text : subject);
}
