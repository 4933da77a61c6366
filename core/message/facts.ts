import type { Diagnosis, Link } from '../diagnosis/diagnosis';
import type { Notification } from '../incident/record';
import type { Question, SeverityName } from '../signals';
import type { Instant } from '../time';
import type { DigestState, SlotVerdict, Verdict } from '../verdict/verdict';

/** Where the observatory is, for links and for people who have several accounts. */
export interface ObservatoryAddress {
  readonly observatory: string;
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` …: decides the console's address. */
  readonly partition: string;
}

/**
 * Everything that a message about one pipeline's incident says. What is not known is absent: the message then says less,
 * but never something wrong.
 */
export interface IncidentFacts {
  readonly address: ObservatoryAddress;
  /** The pipeline's name; absent if the incident is the observatory's own. */
  readonly pipeline?: string;
  readonly notification: Notification;
  readonly now: Instant;
  /** The zone in which the owner reads times. */
  readonly timeZone: string;
  /** When runs are due, in a phrase; or why none are expected. */
  readonly expectation?: string;
  /** The slot that went wrong; for a recovery, the slot that is good again. */
  readonly slot?: SlotVerdict;
  /** How many seconds after its due time a run must start. */
  readonly startWithinSeconds?: number;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  readonly owner?: string;
  readonly runbookUrl?: string;
  readonly diagnosis: Diagnosis;
  /** Pages of the pipeline: its stages, the dashboard. */
  readonly links: readonly Link[];
  /** Pipelines whose messages are suppressed because they depend on this one. */
  readonly downstream: readonly string[];
  /** What could not be read, one clause each: "profile not readable: access denied". */
  readonly problems: readonly string[];
  /** Whether the checker could not verify the pipeline: nobody knows whether it ran. */
  readonly unverified?: boolean;
}

/** One pipeline of a group message. */
export interface GroupItem {
  readonly pipeline: string;
  readonly question: Question;
  readonly severity: SeverityName;
  readonly since: Instant;
  readonly kind: Notification['kind'];
  /** What follows the name: what happened, and the likeliest reason if one is known (see `groupItem`). */
  readonly text: string;
}

/** What a message about many pipelines says. */
export interface GroupFacts {
  readonly address: ObservatoryAddress;
  readonly now: Instant;
  readonly timeZone: string;
  /** Broken, or recovered. */
  readonly kind: 'opened' | 'recovered';
  readonly severity: SeverityName;
  readonly items: readonly GroupItem[];
  /** How many pipelines the observatory has, if that could be read. */
  readonly pipelines?: number;
  /** What they share, one clause each: "all depend on Landing". */
  readonly shared: readonly string[];
  /**
   * What could not be read, one clause each.
   * @default nothing
   */
  readonly problems?: readonly string[];
  readonly links: readonly Link[];
}

/** A message as it is sent: by e-mail, by SMS, and as an event. */
export interface Message {
  /** Printable ASCII, 1 to 99 characters; begins with a letter. */
  readonly subject: string;
  readonly email: string;
  /** One part of at most 160 GSM characters, without the topic's display name (which takes 10 of them). */
  readonly sms: string;
  /** The same content for machines. */
  readonly event: MachineEvent;
}

/** The detail of the event on the default bus. Instants are ISO 8601. What is not known is absent. */
export interface MachineEvent {
  readonly version: 1;
  readonly kind: Notification['kind'] | 'massOpened' | 'massRecovered';
  /** If a message comes twice, both have the same key. */
  readonly key?: string;
  readonly observatory: string;
  readonly severity: SeverityName;
  readonly at?: string;
  readonly subject: string;
  /** The first paragraph of the e-mail. */
  readonly summary?: string;
  /** The whole e-mail. */
  readonly text: string;
  readonly pipeline?: string;
  readonly pipelines?: readonly string[];
  readonly incident?: { readonly id: string; readonly since?: string; readonly question: Question; readonly failures: number; readonly open: boolean };
  readonly recovery?: { readonly at?: string; readonly by: string; readonly unwatched?: boolean; readonly failures: number };
  /** The run that went wrong, or that succeeded again. */
  readonly run?: { readonly due?: string; readonly verdict: Verdict; readonly stage: string };
  readonly alarm?: { readonly name: string; readonly arn: string };
  /** What happened since the last message. */
  readonly changed?: readonly string[];
  /** For a digest: how many pipelines are in each state. */
  readonly digest?: Readonly<Record<DigestState, number>>;
  readonly reasons?: readonly { readonly id: string; readonly text: string; readonly next: string }[];
  readonly nextStep?: string;
  /** What could not be read. */
  readonly notKnown?: readonly string[];
  readonly lastSuccess?: string;
  readonly nextDue?: string;
  /** This is the last message until then. */
  readonly lastUntil?: string;
  /** Pipelines whose messages are suppressed because they depend on this one. */
  readonly inhibited?: readonly string[];
  readonly links?: readonly Link[];
  readonly owner?: string;
  readonly runbookUrl?: string;
}
