import type { ITopic, ITopicSubscription } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  brand, CONTACT, oneOf, requireArgument, required, requireOptions, type Shapes, SUBSCRIPTION, textLike, TOPIC,
} from '../argument-shapes';
import { Severity } from '../pipeline/severity';

/**
 * Somebody who is notified. `Contact` covers the common cases. Implement this interface for your own, such as the rota of a team.
 * `bind` is called once for each pipeline and observatory that names the contact.
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
   * @param scope the pipeline or the observatory that names the contact; create resources for the contact in it
   */
  bind(scope: Construct): ContactConfig;
}

/** How a contact is reached: exactly one of e-mail address, phone number, topic and subscription. */
export interface ContactConfig {
  /**
   * The lowest severity that reaches the contact.
   * @default Severity.WARNING - everything reaches it
   */
  readonly minimumSeverity?: Severity;

  /**
   * The e-mail address.
   * @default - the contact is not reached by e-mail
   */
  readonly emailAddress?: string;

  /**
   * The phone number for SMS, in E.164 form.
   * @default - the contact is not reached by SMS
   */
  readonly phoneNumber?: string;

  /**
   * An existing topic.
   * @default - the contact has no topic
   */
  readonly topic?: ITopic;

  /**
   * Anything that CDK can subscribe to a topic. Return the same object each time, since CDK refuses to subscribe a resource twice.
   * @default - nothing is subscribed
   */
  readonly subscription?: ITopicSubscription;
}

/** Options that every contact takes. */
export interface ContactOptions {
  /**
   * The lowest severity that reaches this contact: `Severity.WARNING` for everything, `Severity.CRITICAL` for urgent messages only.
   * @default - Severity.WARNING, but for SMS Severity.CRITICAL
   */
  readonly minimumSeverity?: Severity;
}

const CONTACT_OPTIONS: Shapes<ContactOptions> = { minimumSeverity: oneOf('Severity', Severity) };

/**
 * Somebody who is notified. Contacts of a pipeline are subscribed to the topics of its observatory, which all its pipelines
 * share. If they must not receive the notifications of other pipelines, use a separate observatory.
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
   * Sends e-mail. SNS first sends a mail with a link for each severity. Nothing arrives until somebody clicks that link
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html).
   * @throws when the text cannot be an e-mail address
   */
  public static email(address: string, options: ContactOptions = {}): Contact {
    requireArgument('Contact.email', 'the address', address, required(EMAIL));
    requireOptions('Contact.email', options, CONTACT_OPTIONS);
    return new Contact({ ...options, emailAddress: address });
  }

  /**
   * Sends SMS to a phone number in E.164 form. New accounts are in the SMS sandbox, which reaches verified numbers only
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html).
   * @throws when the number is not in E.164 form
   */
  public static sms(phoneNumber: string, options: ContactOptions = {}): Contact {
    requireArgument('Contact.sms', 'the phone number', phoneNumber, required(PHONE_NUMBER));
    requireOptions('Contact.sms', options, CONTACT_OPTIONS);
    return new Contact({ phoneNumber, minimumSeverity: options.minimumSeverity ?? Severity.CRITICAL });
  }

  /**
   * Publishes to an existing topic, besides the observatory's topics. The notifier's role may publish to it and use its key. If
   * the topic belongs to another account, its own policy must allow that role.
   *
   * CloudWatch publishes to the topic too: alarms about the notifier itself, and all alarms with `AlarmRouting.TOPICS`. If the
   * topic and its key are in this app and their policies do not allow CloudWatch, the statement is added. For an imported topic,
   * synth warns: its policy must allow `cloudwatch.amazonaws.com` `sns:Publish`, and the policy of its key `kms:Decrypt` and
   * `kms:GenerateDataKey*`. A FIFO topic and a topic in another Region are refused. So is a topic that an AWS managed key
   * encrypts, if alarms go to it directly (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
   */
  public static topic(topic: ITopic, options: ContactOptions = {}): Contact {
    requireArgument('Contact.topic', 'the topic', topic, required(TOPIC));
    requireOptions('Contact.topic', options, CONTACT_OPTIONS);
    return new Contact({ ...options, topic });
  }

  /**
   * Subscribes anything that CDK can subscribe: a queue, a function, a URL. If several pipelines name it, pass the same Contact
   * object to all, since CDK refuses to subscribe a resource twice.
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

/** SNS accepts more. These are the addresses to which a mail server delivers. */
const EMAIL = textLike(/^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'an e-mail address', 'write it like \'data@example.com\'');
/** ITU-T E.164: a plus, then up to 15 digits of which the first is not 0. */
const PHONE_NUMBER = textLike(/^\+[1-9]\d{6,14}$/, 'a number in E.164 form', 'write it with its country code and without spaces, like \'+15550100\'');

/** What the bind of a contact returns. */
const CONTACT_CONFIG: Shapes<ContactConfig> = {
  minimumSeverity: oneOf('Severity', Severity), emailAddress: EMAIL, phoneNumber: PHONE_NUMBER, topic: TOPIC, subscription: SUBSCRIPTION,
};

/** How a contact is reached. */
export type ContactTarget =
  | { readonly kind: 'address'; readonly protocol: 'email' | 'sms'; readonly endpoint: string }
  | { readonly kind: 'topic'; readonly topic: ITopic }
  | { readonly kind: 'subscription'; readonly subscription: ITopicSubscription };

/** A contact after its bind. */
export interface BoundContact {
  readonly target: ContactTarget;
  readonly severities: readonly Severity[];
}

const WAYS = ['emailAddress', 'phoneNumber', 'topic', 'subscription'] as const;

/** Contacts that were asked already, by the construct that names them. */
const BOUND = new WeakMap<IContact, WeakMap<Construct, BoundContact>>();

/** Asks a contact how it is reached, once for each construct: a second bind would create its resources again. @throws when the answer is not exactly one way */
export function bindContact(scope: Construct, contact: IContact): BoundContact {
  requireArgument(scope.node.path, 'the contact', contact, required(CONTACT));
  const ofContact = BOUND.get(contact) ?? new WeakMap<Construct, BoundContact>();
  BOUND.set(contact, ofContact);
  const bound = ofContact.get(scope) ?? boundContact(scope.node.path, contact.bind(scope));
  ofContact.set(scope, bound);
  return bound;
}

function boundContact(where: string, config: ContactConfig): BoundContact {
  const given = WAYS.filter((way) => config?.[way] !== undefined);
  if (given.length !== 1) {
    throw new Error(`${where}: the bind of a contact must return exactly one of ${WAYS.slice(0, -1).join(', ')} and ${WAYS.at(-1)}, got ${given.length === 0 ? 'none' : given.join(' and ')}; `
      + 'a subscription of aws-sns-subscriptions is passed as Contact.subscription(…)');
  }
  for (const [option, shape] of Object.entries(CONTACT_CONFIG)) requireArgument(where, `the ${option} of a contact`, config[option as keyof ContactConfig], shape);
  return { target: targetOf(config), severities: config.minimumSeverity === Severity.CRITICAL ? [Severity.CRITICAL] : [Severity.CRITICAL, Severity.WARNING] };
}

function targetOf({ emailAddress, phoneNumber, topic, subscription }: ContactConfig): ContactTarget {
  if (emailAddress !== undefined) return { kind: 'address', protocol: 'email', endpoint: emailAddress };
  if (phoneNumber !== undefined) return { kind: 'address', protocol: 'sms', endpoint: phoneNumber };
  return topic === undefined ? { kind: 'subscription', subscription: subscription! } : { kind: 'topic', topic };
}
