import type { Diagnosis, Link } from '../diagnosis/diagnosis';
import type { Notification } from '../incident/record';
import type { Question, SeverityName } from '../signals';
import type { Instant } from '../time';
import type { DigestState, SlotVerdict, Verdict } from '../verdict/verdict';

/** Where the observatory lives, for links and for whoever has several accounts. */
export interface ObservatoryAddress {
  readonly observatory: string;
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` …: decides the console's address. */
  readonly partition: string;
}

/** All that a message about one pipeline's incident says. Whatever is not known is absent; the text then says less, never something wrong. */
export interface IncidentFacts {
  readonly address: ObservatoryAddress;
  /** The pipeline's name; absent when it is the observatory itself. */
  readonly pipeline?: string;
  readonly notification: Notification;
  readonly now: Instant;
  /** The zone in which the owner reads times. */
  readonly timeZone: string;
  /** When runs are due, in a phrase; or why nothing is expected. */
  readonly expectation?: string;
  /** The slot that went wrong, or, of a recovery, that was good again. */
  readonly slot?: SlotVerdict;
  /** By when a run had to have started, in seconds after it was due. */
  readonly startWithinSeconds?: number;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  readonly owner?: string;
  readonly runbookUrl?: string;
  readonly diagnosis: Diagnosis;
  /** Pages of the pipeline: its stages, the dashboard. */
  readonly links: readonly Link[];
  /** Pipelines that are held back because they depend on this one. */
  readonly downstream: readonly string[];
  /** What could not be found out, a clause each: "profile not readable: access denied". */
  readonly problems: readonly string[];
}

/** One of the pipelines of a mass message. */
export interface GroupItem {
  readonly pipeline: string;
  readonly question: Question;
  readonly severity: SeverityName;
  readonly since: Instant;
  readonly kind: Notification['kind'];
  /** What comes after the name: what happened, and the likeliest reason if one is known (see `massItem`). */
  readonly text: string;
}

/** Many pipelines at once. */
export interface GroupFacts {
  readonly address: ObservatoryAddress;
  readonly now: Instant;
  readonly timeZone: string;
  /** Broken, or well again. */
  readonly kind: 'opened' | 'recovered';
  readonly severity: SeverityName;
  readonly items: readonly GroupItem[];
  /** How many pipelines the observatory has, if that could be read. */
  readonly pipelines?: number;
  /** What they share, a clause each: "all depend on Landing", "the checker itself is not well". */
  readonly shared: readonly string[];
  /** What could not be found out, a clause each. @default nothing */
  readonly problems?: readonly string[];
  readonly links: readonly Link[];
}

/** A message as it goes out: by mail, by SMS, and for machines. */
export interface Message {
  /** Printable ASCII, 1 to 99 characters, beginning with a letter. */
  readonly subject: string;
  readonly email: string;
  /** One part of at most 160 GSM characters, the topic's display name not counted (it takes 10 of them). */
  readonly sms: string;
  /** The same content for machines. */
  readonly event: MachineEvent;
}

/** The detail of the event on the default bus. Instants are ISO 8601; what is not known is absent. */
export interface MachineEvent {
  readonly version: 1;
  readonly kind: Notification['kind'] | 'massOpened' | 'massRecovered';
  /** The same for the same message, which may come twice. */
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
  /** The run that went wrong, or that was good again. */
  readonly run?: { readonly due?: string; readonly verdict: Verdict; readonly stage: string };
  readonly alarm?: { readonly name: string; readonly arn: string };
  /** What happened since the message before. */
  readonly changed?: readonly string[];
  /** Of a digest: how many pipelines stand how. */
  readonly digest?: Readonly<Record<DigestState, number>>;
  readonly reasons?: readonly { readonly id: string; readonly text: string; readonly next: string }[];
  readonly nextStep?: string;
  /** What could not be read. */
  readonly notKnown?: readonly string[];
  readonly lastSuccess?: string;
  readonly nextDue?: string;
  /** This is the last message until then. */
  readonly lastUntil?: string;
  /** Pipelines whose messages are held back, since they depend on this one. */
  readonly inhibited?: readonly string[];
  readonly links?: readonly Link[];
  readonly owner?: string;
  readonly runbookUrl?: string;
}
