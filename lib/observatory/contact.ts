import type { ITopic, ITopicSubscription } from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import {
  brand, listOf, oneOf, requireArgument, required, requireOptions, type Shapes, SUBSCRIPTION, TOPIC,
} from '../argument-shapes';
import { requireEmail, requirePhoneNumber } from '../checks/props';
import { Severity } from '../pipeline/severity';

/** What can be said of any contact. */
export interface ContactOptions {
  /**
   * Which severities reach this contact.
   * @default - all, but for SMS only `Severity.CRITICAL`
   */
  readonly severities?: Severity[];
}

const CONTACT_OPTIONS: Shapes<ContactOptions> = { severities: listOf(oneOf('Severity', Severity), 'write [Severity.CRITICAL]') };

/** How a contact is reached. */
export type ContactTarget =
  | { readonly kind: 'address'; readonly protocol: 'email' | 'sms'; readonly endpoint: string }
  | { readonly kind: 'topic'; readonly topic: ITopic }
  | { readonly kind: 'subscription'; readonly subscription: ITopicSubscription };

/**
 * Who is told. Contacts of a pipeline are subscribed to the topics of its observatory, which its pipelines share: for
 * other people than theirs use an observatory of its own.
 *
 * @example
 * declare const chat: sns.ITopic;
 * const notify = [
 *   Contact.email('data@example.com'),
 *   Contact.sms('+15550100'),
 *   Contact.topic(chat, { severities: [Severity.WARNING] }),
 * ];
 */
export class Contact {
  /**
   * Mails an address. SNS first sends a mail for each severity, whose link must be clicked; until then nothing arrives
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html).
   * @throws when it cannot be an address
   */
  public static email(address: string, options: ContactOptions = {}): Contact {
    requireOptions('Contact.email', options, CONTACT_OPTIONS);
    return new Contact({ kind: 'address', protocol: 'email', endpoint: requireEmail(address) }, options);
  }

  /**
   * Sends an SMS to a phone number in E.164 form. New accounts are in the SMS sandbox and reach verified numbers only
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html).
   * @throws when it is not in E.164 form
   */
  public static sms(phoneNumber: string, options: ContactOptions = {}): Contact {
    requireOptions('Contact.sms', options, CONTACT_OPTIONS);
    const endpoint = requirePhoneNumber(phoneNumber);
    return new Contact({ kind: 'address', protocol: 'sms', endpoint }, { severities: options.severities ?? [Severity.CRITICAL] });
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
    return new Contact({ kind: 'topic', topic }, options);
  }

  /**
   * Subscribes anything that CDK can subscribe: a queue, a function, a URL. To have several pipelines tell it, pass them
   * the same Notify object; CDK refuses to subscribe a resource twice.
   */
  public static subscription(subscription: ITopicSubscription, options: ContactOptions = {}): Contact {
    requireArgument('Contact.subscription', 'the subscription', subscription, required(SUBSCRIPTION));
    requireOptions('Contact.subscription', options, CONTACT_OPTIONS);
    return new Contact({ kind: 'subscription', subscription }, options);
  }

  /** @internal */
  public readonly _contact: ContactTarget;
  /** @internal */
  public readonly _severities: readonly Severity[];

  private constructor(contact: ContactTarget, options: ContactOptions) {
    brand(this, 'Contact');
    this._contact = contact;
    this._severities = [...new Set(options.severities ?? [Severity.CRITICAL, Severity.WARNING])];
    if (this._severities.length === 0) throw new Error('Notify: `severities` is empty, so nothing would ever reach this contact; leave the contact out');
  }
}

/** Who is told when an incident lasts, besides those who were told first. */
export interface Escalation {
  /** How long an incident may last before: 1 minute to 366 days, in whole seconds, known at synth. */
  readonly after: Duration;

  /**
   * Who is told then, whatever the severities of the contacts. They are subscribed to a topic of its own
   * (`observatory.escalationTopic`). An existing topic cannot be one of them: subscribe what it tells.
   */
  readonly contacts: Contact[];
}
