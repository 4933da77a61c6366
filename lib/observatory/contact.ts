import type { ITopic, ITopicSubscription } from 'aws-cdk-lib/aws-sns';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  brand, CONTACT, oneOf, requireArgument, required, requireOptions, type Shapes, SUBSCRIPTION, TEXT, TOPIC,
} from '../argument-shapes';
import { Severity } from '../pipeline/severity';

/**
 * Somebody who is notified. `Contact` makes those that most people need; implement it for your own, such as the rota of a
 * team. It may be asked once for each pipeline that names it.
 *
 * @example
 * class OnCall implements IContact {
 *   public bind(_scope: Construct): ContactConfig {
 *     return { emailAddress: 'on-call@example.com', minimumSeverity: Severity.CRITICAL };
 *   }
 * }
 */
export interface IContact {
  /**
   * Says how the contact is reached.
   * @param scope the pipeline or the observatory that names the contact; whatever has to be made for it is made there
   */
  bind(scope: Construct): ContactConfig;
}

/** How a contact is reached: exactly one of the address, the number, the topic and the subscription. */
export interface ContactConfig {
  /**
   * The lowest severity that reaches the contact.
   * @default Severity.WARNING - everything reaches it
   */
  readonly minimumSeverity?: Severity;

  /**
   * An address to which SNS mails.
   * @default - it is not reached by mail
   */
  readonly emailAddress?: string;

  /**
   * A phone number in E.164 form.
   * @default - it is not reached by SMS
   */
  readonly phoneNumber?: string;

  /**
   * An existing topic.
   * @default - it is not reached by a topic of its own
   */
  readonly topic?: ITopic;

  /**
   * What CDK can subscribe to a topic. Return the same object each time, since CDK refuses to subscribe a resource twice.
   * @default - nothing is subscribed
   */
  readonly subscription?: ITopicSubscription;
}

/** Options that every contact takes. */
export interface ContactOptions {
  /**
   * The lowest severity that reaches this contact: `Severity.WARNING` for everything, `Severity.CRITICAL` for what must not wait.
   * @default - Severity.WARNING, but for SMS Severity.CRITICAL
   */
  readonly minimumSeverity?: Severity;
}

const CONTACT_OPTIONS: Shapes<ContactOptions> = { minimumSeverity: oneOf('Severity', Severity) };

/**
 * Who is notified. Contacts of a pipeline are subscribed to the topics of its observatory, which its pipelines share. If they
 * must not receive the notifications of the other pipelines, use an observatory of their own.
 *
 * @example
 * declare const chat: sns.ITopic;
 * const contacts = [
 *   Contact.email('data@example.com'),
 *   Contact.sms('+15550100'),
 *   Contact.topic(chat, { minimumSeverity: Severity.CRITICAL }),
 * ];
 */
export class Contact implements IContact {
  /**
   * Mails an address. SNS first sends a mail for each severity, whose link must be clicked; until then nothing arrives
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html).
   * @throws when it cannot be an address
   */
  public static email(address: string, options: ContactOptions = {}): Contact {
    requireOptions('Contact.email', options, CONTACT_OPTIONS);
    return new Contact({ ...options, emailAddress: requireEmail('Contact.email', address) });
  }

  /**
   * Sends an SMS to a phone number in E.164 form. New accounts are in the SMS sandbox and reach verified numbers only
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html).
   * @throws when it is not in E.164 form
   */
  public static sms(phoneNumber: string, options: ContactOptions = {}): Contact {
    requireOptions('Contact.sms', options, CONTACT_OPTIONS);
    return new Contact({ phoneNumber: requirePhoneNumber('Contact.sms', phoneNumber), minimumSeverity: options.minimumSeverity ?? Severity.CRITICAL });
  }

  /**
   * Publishes to an existing topic, beside the observatory's. The notifier's role is allowed to publish to it and to use
   * its key; where the topic is another account's, its own policy must allow that role. CloudWatch publishes to it as well:
   * the observatory's alarms about the notifier itself, and all alarms where they go to people directly. Where the
   * topic and its key are of this app and their policies leave CloudWatch out, the statement is added. An imported one is a
   * warning at synth: its policy must allow `cloudwatch.amazonaws.com` `sns:Publish`, and its key's `kms:Decrypt` and
   * `kms:GenerateDataKey*`. A FIFO topic and one of another Region are refused, and so is one that a key of AWS encrypts
   * where alarms go to it directly (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
   */
  public static topic(topic: ITopic, options: ContactOptions = {}): Contact {
    requireArgument('Contact.topic', 'the topic', topic, required(TOPIC));
    requireOptions('Contact.topic', options, CONTACT_OPTIONS);
    return new Contact({ ...options, topic });
  }

  /**
   * Subscribes anything that CDK can subscribe: a queue, a function, a URL. Where several pipelines notify it, pass them the
   * same Contact object; CDK refuses to subscribe a resource twice.
   */
  public static subscription(subscription: ITopicSubscription, options: ContactOptions = {}): Contact {
    requireArgument('Contact.subscription', 'the subscription', subscription, required(SUBSCRIPTION));
    requireOptions('Contact.subscription', options, CONTACT_OPTIONS);
    return new Contact({ ...options, subscription });
  }

  private constructor(private readonly config: ContactConfig) {
    brand(this, 'Contact');
  }

  /** Says how the contact is reached. */
  public bind(_scope: Construct): ContactConfig {
    return this.config;
  }
}

/** What SNS accepts is wider; what no mail server would deliver to is refused here. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
/** ITU-T E.164: a plus, then up to 15 digits of which the first is not 0. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Refuses an e-mail address that cannot be right. Tokens pass. */
function requireEmail(where: string, address: string): string {
  requireArgument(where, 'the address', address, required(TEXT));
  if (!Token.isUnresolved(address) && !EMAIL.test(address)) {
    throw new Error(`${where}: '${address}' is not an e-mail address; write it like 'data@example.com'`);
  }
  return address;
}

/** Refuses a phone number that is not in E.164 form. Tokens pass. */
function requirePhoneNumber(where: string, number: string): string {
  requireArgument(where, 'the phone number', number, required(TEXT));
  if (!Token.isUnresolved(number) && !E164.test(number)) {
    throw new Error(`${where}: '${number}' is not a phone number in E.164 form; write it with its country code and without spaces, like '+15550100'`);
  }
  return number;
}

/** How a contact is reached. */
export type ContactTarget =
  | { readonly kind: 'address'; readonly protocol: 'email' | 'sms'; readonly endpoint: string }
  | { readonly kind: 'topic'; readonly topic: ITopic }
  | { readonly kind: 'subscription'; readonly subscription: ITopicSubscription };

/** A contact as it was bound. */
export interface BoundContact {
  readonly target: ContactTarget;
  readonly severities: readonly Severity[];
}

const WAYS = ['emailAddress', 'phoneNumber', 'topic', 'subscription'] as const;

/** Asks a contact how it is reached. @throws when the answer is not exactly one way */
export function bindContact(scope: Construct, contact: IContact): BoundContact {
  const where = scope.node.path;
  requireArgument(where, 'the contact', contact, required(CONTACT));
  const config = contact.bind(scope);
  const given = WAYS.filter((way) => config?.[way] !== undefined);
  if (given.length !== 1) {
    throw new Error(`${where}: the bind of a contact must return exactly one of ${WAYS.slice(0, -1).join(', ')} and ${WAYS.at(-1)}, got ${given.length === 0 ? 'none' : given.join(' and ')}; `
      + 'a subscription of aws-sns-subscriptions is passed as Contact.subscription(…)');
  }
  return { target: targetOf(where, config), severities: config.minimumSeverity === Severity.CRITICAL ? [Severity.CRITICAL] : [Severity.CRITICAL, Severity.WARNING] };
}

function targetOf(where: string, { emailAddress, phoneNumber, topic, subscription }: ContactConfig): ContactTarget {
  if (emailAddress !== undefined) return { kind: 'address', protocol: 'email', endpoint: requireEmail(where, emailAddress) };
  if (phoneNumber !== undefined) return { kind: 'address', protocol: 'sms', endpoint: requirePhoneNumber(where, phoneNumber) };
  return topic === undefined ? { kind: 'subscription', subscription: subscription! } : { kind: 'topic', topic };
}
