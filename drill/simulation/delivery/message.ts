import type { AlarmState } from '../../../core/alarm-configuration';
import { isObject } from '../../../core/json';
import type { MachineEvent } from '../../../core/message/facts';
import type { Instant } from '../../../core/time';
import type { TopicModel } from '../../../template/model';

/** What a message says: what its readers see of it, and what it is about. */
export interface TopicMessage {
  /** Who speaks: an alarm by its name, or the notifier about something. */
  readonly by: string;
  /** OK: something is over, or as it should be. */
  readonly state: AlarmState;
  readonly subject: string;
  /** For e-mail and everything that gets no text of its own. */
  readonly text: string;
  readonly sms?: string;
  /** Of a notifier's message: what it is. `raw`: an alarm that went around the notifier. */
  readonly kind?: MachineEvent['kind'] | 'raw';
  /** The pipelines that it is about, where it says so. */
  readonly pipelines?: readonly string[];
  /** The alarm that was the reason for a message of the notifier, by its name. */
  readonly because?: string;
  /** What programs get that are subscribed. @default - the text */
  readonly payload?: string;
}

/** How loud a topic is, from the loudest. Any other name is a severity of its own. */
const SEVERITIES = ['critical', 'warning'] as const;

/** A topic's severity: what its display name, or its name, says of it. */
export function severityOf({ displayName, name }: Pick<TopicModel, 'displayName' | 'name'>): string {
  const text = `${displayName ?? ''} ${name}`.toLowerCase();
  return SEVERITIES.find((severity) => text.includes(severity)) ?? displayName ?? name;
}

/** Whether a message of one severity does where another was asked for. A name that says no severity always does. */
export function isAtLeast(severity: string, wanted: string): boolean {
  const [is, asked] = [severity, wanted].map((name) => SEVERITIES.indexOf(name as (typeof SEVERITIES)[number]));
  return is! < 0 || asked! < 0 || is! <= asked!;
}

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

/** SNS gives a message without a subject this one in an e-mail. */
const NO_SUBJECT = 'AWS Notification Message';
/** An alarm's message lies in a notification, which lies in a record, as texts of JSON in each other. */
const DEEPEST = 8;

/** A message that no code of ours has made: the record of something that failed, with whatever it is about in it. */
export function unformattedMessage(text: string): TopicMessage {
  const { by, state } = alarmIn(text, 0) ?? { by: 'something that is no alarm', state: 'ALARM' };
  return { by, state, subject: NO_SUBJECT, text, kind: 'raw' };
}

/** The alarm whose message lies somewhere in a text or an object. */
function alarmIn(value: unknown, depth: number): { readonly by: string; readonly state: AlarmState } | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value === 'string') return alarmInText(value, depth);
  if (Array.isArray(value)) return first(value as unknown[], depth);
  if (!isObject(value)) return undefined;
  const { AlarmName: by, NewStateValue: state } = value;
  return typeof by === 'string' && typeof state === 'string' ? { by, state: state as AlarmState } : first(Object.values(value), depth);
}

function alarmInText(text: string, depth: number): ReturnType<typeof alarmIn> {
  const begin = text.indexOf('{');
  if (begin < 0) return undefined;
  try {
    return alarmIn(JSON.parse(text.slice(begin, text.lastIndexOf('}') + 1)), depth + 1);
  } catch {
    return undefined;
  }
}

function first(values: readonly unknown[], depth: number): ReturnType<typeof alarmIn> {
  for (const value of values) {
    const found = alarmIn(value, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
