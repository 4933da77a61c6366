import type { AlarmState } from '../alarm-configuration';
import type { Breach } from '../breach';
import type { Question, SeverityName } from '../signals';
import type { Instant } from '../time';
import { BadVerdict, isBad, type ReasonCode, Verdict } from '../verdict/verdict';

/** The last known state of an alarm. */
export interface SeenAlarm {
  readonly name: string;
  readonly arn: string;
  readonly signal: string;
  readonly question: Question;
  readonly severity: SeverityName;
  readonly lasting: boolean;
  readonly stage?: string;
  readonly state: AlarmState;
  /** When it changed to that state. */
  readonly at: Instant;
  /** The newest times at which it went into ALARM, as far as they were reported. They show which changes come twice. */
  readonly raisedAt: readonly Instant[];
  /** For an alarm in ALARM: the time span of what raised it, if that is known. */
  readonly breach?: Breach;
  /** What the alarm means and what to look at first: sentences of its description. */
  readonly means: string;
  readonly lookFirst?: string;
  /** CloudWatch's own reason. */
  readonly reason: string;
}

/** One line of an incident's thread, which grows. */
export interface ThreadLine {
  readonly at: Instant;
  readonly text: string;
  /** Whether a message has sent it. In a notification's incident: whether one before it has. */
  readonly sent: boolean;
}

/** An incident that has not recovered. */
export interface OpenIncident {
  /** Unique: the pipeline and when it opened. */
  readonly id: string;
  /** When its first event came. */
  readonly openedAt: Instant;
  /** The date of the incident: when the first run that went wrong was due, if that is known. */
  readonly since: Instant;
  /** The highest severity so far. */
  readonly severity: SeverityName;
  /** Severities whose topics received a message about it. */
  readonly notifiedSeverities: readonly SeverityName[];
  /** The most serious question it answers so far: alive before failed before slow. */
  readonly question: Question;
  /** All questions it answers so far. */
  readonly answers: readonly Question[];
  /** The last known verdict on the slot that proof of life is about. */
  readonly verdict?: BadVerdict;
  /** Failures in a row so far; each counts once. */
  readonly failures: number;
  /** The newest of them: the slot of each, or the instant of its alarm if no slot is known. */
  readonly failedAt: readonly Instant[];
  /** The time span of the newest failure of a run that an alarm reported. A success before it heals nothing. */
  readonly lastFailure?: Breach;
  /** The newest slot that an alarm reported as slow. A success before it heals nothing. */
  readonly lastSlow?: Instant;
  /** When a message about it was last decided. */
  readonly lastNotificationAt?: Instant;
  readonly reminders: number;
  readonly escalatedAt?: Instant;
  /** The upstream pipeline whose incident suppresses this one, and since when that one has recovered. */
  readonly inhibitedBy?: string;
  readonly upstreamRecoveredAt?: Instant;
  readonly thread: readonly ThreadLine[];
  /** How many lines were dropped from the thread. */
  readonly droppedLines: number;
}

/** What a message is about. */
export type NotificationKind =
  /** The first message of an incident. */
  | 'opened'
  /** It became more severe, or it answers a new question. */
  | 'raised'
  /** One more run went wrong. */
  | 'failedAgain'
  /** It is still open. */
  | 'reminder'
  /** It is still open at the end of a mute window. */
  | 'stillBroken'
  /** It goes to the escalation contacts. */
  | 'escalated'
  | 'recovered'
  /** It replaces what the rate limit suppressed. */
  | 'catchUp'
  /** Why it happened, found after the first message. */
  | 'explained'
  /** The regular report of all pipelines. */
  | 'digest';

/** A message that was decided and may not have been sent. */
export interface Notification {
  /** Unique. The same decision always has the same key. */
  readonly key: string;
  readonly kind: NotificationKind;
  readonly severity: SeverityName;
  readonly decidedAt: Instant;
  /** The incident as it was then. Absent for a digest. */
  readonly incident?: OpenIncident;
  /** The alarm that was the reason, if there was one. */
  readonly alarm?: SeenAlarm;
  readonly recovered?: Recovery;
  /** Present if this is the last message until then. */
  readonly lastUntil?: Instant;
  /** Held, to be sent together with others. */
  readonly pending: boolean;
  /** A process is sending it until then. */
  readonly claimedUntil?: Instant;
  /** The slot of a digest. */
  readonly slot?: Instant;
}

/** How an incident ended. */
export interface Recovery {
  readonly at: Instant;
  /** A clause: "a run succeeded". */
  readonly by: string;
  /** The slot that is good again, if there is one. */
  readonly slot?: Instant;
  /** Nobody has seen it recover: it ended because it is no longer watched. */
  readonly unwatched?: boolean;
  /** Runs that went wrong while it was open. */
  readonly failures: number;
}

/** What the table keeps for one pipeline, or for the observatory itself. */
export interface IncidentRecord {
  /** Its name, or OBSERVATORY_ITSELF. */
  readonly pipeline: string;
  /** By alarm name. */
  readonly alarms: Readonly<Record<string, SeenAlarm>>;
  readonly incident?: OpenIncident;
  /** The last incident that ended, and how. */
  readonly closed?: { readonly incident: OpenIncident; readonly recovery: Recovery };
  readonly outbox: readonly Notification[];
  /** Keys of notifications that were sent lately, so that nothing is sent twice. */
  readonly sentKeys: readonly string[];
  /** When messages were sent in the last 24 hours. */
  readonly sentAt: readonly Instant[];
  /** No message before then, unless it must not wait. */
  readonly rateLimitedUntil?: Instant;
  /** How many messages the rate limit suppressed. */
  readonly suppressed: number;
  /** For the observatory: the newest slot whose digest was decided. */
  readonly digestFor?: Instant;
  /** For the observatory: when a group message was last sent. */
  readonly groupSentAt?: { readonly opened?: Instant; readonly recovered?: Instant };
}

/** The record of a pipeline about which no message was ever sent. */
export function emptyRecord(pipeline: string): IncidentRecord {
  return { pipeline, alarms: {}, outbox: [], sentKeys: [], sentAt: [], suppressed: 0 };
}

/** What happened to the run that was due, as a line of a thread. */
const BECAME: Readonly<Record<BadVerdict, string>> = {
  missed: 'The run that was due did not start.',
  stuck: 'The run that was due hangs.',
  failed: 'The run that was due failed for good.',
};

/** A missed slot whose runs did start, or that no run had to start for. */
const BECAME_FOR: Partial<Readonly<Record<ReasonCode, string>>> = {
  noSuccess: 'No run has succeeded in the time allowed.',
  tooFewSuccesses: 'The run that was due did not succeed often enough.',
};

/** What a line of a thread says about a slot. */
interface SlotOutcome {
  readonly verdict: Verdict;
  readonly code?: ReasonCode;
}

/** The line of a thread about a slot that went wrong. */
export function lineOfSlot({ verdict, code }: SlotOutcome): string {
  if (!isBad(verdict)) return `The run that was due is ${verdict}.`;
  return (code === undefined ? undefined : BECAME_FOR[code]) ?? BECAME[verdict];
}

/** The line of a thread about an alarm: what is known of its run, else what the alarm means in general. */
export function lineOfAlarm({ question, means, stage }: SeenAlarm, slot: SlotOutcome | undefined): string {
  if (question === 'ALIVE' && slot !== undefined && isBad(slot.verdict)) return lineOfSlot(slot);
  return stage === undefined ? means : `${stage}: ${means}`;
}

/**
 * Whether an alarm shows that an incident is still open. A deadline alarm stays up until the next deadline is met, hours
 * after the work was done. So it keeps an incident of slowness open, but not one of failures.
 */
export function keepsOpen({ state, lasting, question }: SeenAlarm, incident: Pick<OpenIncident, 'question'>): boolean {
  return state === 'ALARM' && lasting && (question !== 'SLOW' || incident.question === 'SLOW');
}

/** How many failures are remembered one by one. The total is counted separately. */
const MOST_FAILURES = 40;

/** Counts a failure: the slot that went wrong, or the instant of its alarm if no slot is known. */
export function addFailure(incident: OpenIncident, at: Instant): OpenIncident {
  return {
    ...incident,
    failures: incident.failures + 1,
    failedAt: [...incident.failedAt, at].sort((a, b) => a - b).slice(-MOST_FAILURES),
  };
}

/**
 * Whether a failure has been counted already. A failure of which only the instant was known belongs to the slot in whose
 * time it was.
 *
 * @param until when the next slot begins, if `at` is a slot
 */
export function isCounted({ failedAt }: OpenIncident, at: Instant, until: Instant = at + 1): boolean {
  const isForgotten = failedAt.length >= MOST_FAILURES && at < failedAt[0]!;
  return isForgotten || failedAt.some((failed) => failed >= at && failed < until);
}
