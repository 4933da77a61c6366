import type { AlarmState } from '../../../core/alarm-configuration';
import { isObject } from '../../../core/json';
import type { MachineEvent } from '../../../core/message/facts';
import type { Instant } from '../../../core/time';
import type { TopicModel } from '../../../template/model';

/** A message: what its readers see, and what it is about. */
export interface TopicMessage {
  /** The sender: an alarm by its name, or the notifier with its subject. */
  readonly by: string;
  /** OK: something has ended, or is as it should be. */
  readonly state: AlarmState;
  readonly subject: string;
  /** For e-mail and every protocol without a text of its own. */
  readonly text: string;
  readonly sms?: string;
  /** The kind of a notifier's message. `raw`: an alarm that bypassed the notifier. */
  readonly kind?: MachineEvent['kind'] | 'raw';
  /** The pipelines that it is about, where the message names them. */
  readonly pipelines?: readonly string[];
  /** The alarm that caused a message of the notifier, by its name. */
  readonly because?: string;
  /** What subscribed programs receive. @default - the text */
  readonly payload?: string;
}

/** The severities of topics, from the highest. Any other name is a severity of its own. */
const SEVERITIES = ['critical', 'warning'] as const;

/** A topic's severity, from its display name or its name. */
export function severityOf({ displayName, name }: Pick<TopicModel, 'displayName' | 'name'>): string {
  const text = `${displayName ?? ''} ${name}`.toLowerCase();
  return SEVERITIES.find((severity) => text.includes(severity)) ?? displayName ?? name;
}

/** Whether a message of one severity is enough where another is required. A name without a severity is always enough. */
export function isAtLeast(severity: string, wanted: string): boolean {
  const [is, asked] = [severity, wanted].map((name) => SEVERITIES.indexOf(name as (typeof SEVERITIES)[number]));
  return is! < 0 || asked! < 0 || is! <= asked!;
}

/**
 * SNS sends an SMS of up to this many characters, in several parts, and refuses a longer one. [sns: sms_sending-overview.html]
 */
const LONGEST_SMS = 1600;
/** The largest message that SNS accepts, in bytes. [sns: API_Publish.html, Message] */
const LARGEST_MESSAGE = 256 * 1024;

/** Why SNS refuses a message; undefined when it accepts it. */
export function tooLarge({ payload, text }: TopicMessage): string | undefined {
  const bytes = Math.max(Buffer.byteLength(payload ?? ''), Buffer.byteLength(text));
  return bytes > LARGEST_MESSAGE ? `a message of ${bytes.toLocaleString('en-US')} bytes is larger than the ${LARGEST_MESSAGE.toLocaleString('en-US')} that SNS accepts` : undefined;
}

/** Why a message does not fit the protocol of a subscriber; undefined when it does. */
export function tooLongFor(protocol: string, message: TopicMessage): string | undefined {
  const { length } = textForPhones(message);
  return protocol === 'sms' && length > LONGEST_SMS ? `an SMS of ${length.toLocaleString('en-US')} characters is longer than the ${LONGEST_SMS.toLocaleString('en-US')} that SNS sends` : undefined;
}

/**
 * What a phone receives. CloudWatch sends phones the subject of an alarm (observed, not documented); other publishers send
 * their whole text.
 */
function textForPhones({ sms, payload, subject, text }: TopicMessage): string {
  return sms ?? (payload === undefined ? text : subject);
}

/** A message as SNS delivers it. */
export interface Notification {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly at: Instant;
  /** Identifies the message; the same message has the same id in all places. */
  readonly id: string;
}

/** What a subscribed function receives. (Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications") */
export function functionEvent(notification: Notification, subscriptionArn: string): string {
  return JSON.stringify({
    Records: [{ EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, EventSource: 'aws:sns', Sns: { ...envelope(notification), MessageAttributes: {} } }],
  });
}

/** What a subscription's dead-letter queue contains. (SNS developer guide, "Dead-letter queues") */
export function undelivered(notification: Notification): string {
  return JSON.stringify(envelope(notification));
}

function envelope({ topicArn, subject, message, at, id }: Notification): object {
  return { Type: 'Notification', MessageId: id, TopicArn: topicArn, Subject: subject, Message: message, Timestamp: new Date(at).toISOString() };
}

/** The subject that SNS gives an e-mail without one. */
const NO_SUBJECT = 'AWS Notification Message';
/** The JSON text of an alarm's message is inside a notification, which is inside a record. */
const DEEPEST = 8;

/** A message that no code of the library has written: the record of a failure, with the event that it is about. */
export function unformattedMessage(text: string): TopicMessage {
  const { by, state } = alarmIn(text, 0) ?? { by: 'something that is not an alarm', state: 'ALARM' };
  return { by, state, subject: NO_SUBJECT, text, kind: 'raw' };
}

/** The alarm whose message is somewhere inside a text or an object. */
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
