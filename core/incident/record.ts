import type { AlarmState } from '../alarm-configuration';
import type { Breach } from '../breach';
import type { Question, SeverityName } from '../signals';
import type { Instant } from '../time';
import { BadVerdict, isBad, Verdict } from '../verdict/verdict';

/** An alarm as it last was. */
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
  /** When it went into ALARM, of what was heard of it: the newest times, by which what comes twice is known. */
  readonly raisedAt: readonly Instant[];
  /** Of one in ALARM: where in time lies what raised it, where that is known. */
  readonly breach?: Breach;
  /** What it means when it speaks, and what to look at first: sentences of its description. */
  readonly means: string;
  readonly lookFirst?: string;
  /** CloudWatch's own words. */
  readonly reason: string;
}

/** One line of an incident's growing thread. */
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
  /** When the first event of it came. */
  readonly openedAt: Instant;
  /** From when it is dated: when the first run that went wrong was due, where that is known. */
  readonly since: Instant;
  /** The highest so far. */
  readonly severity: SeverityName;
  /** Severities whose topics were told something of it. */
  readonly notifiedSeverities: readonly SeverityName[];
  /** The gravest question it answers so far: alive before failed before slow. */
  readonly question: Question;
  /** All that it answers so far. */
  readonly answers: readonly Question[];
  /** What was last known of the slot of which proof of life spoke. */
  readonly verdict?: BadVerdict;
  /** Failures in a row so far, each counted once. */
  readonly failures: number;
  /** The newest of them: of each its slot, or where none is known the instant of its alarm. */
  readonly failedAt: readonly Instant[];
  /** In which stretch of time lies the newest failure of a run that an alarm told of. A success before it heals nothing. */
  readonly lastFailure?: Breach;
  /** The newest slot of which an alarm said that it was slow, likewise. */
  readonly lastSlow?: Instant;
  /** When a message of it was last decided. */
  readonly lastNotificationAt?: Instant;
  readonly reminders: number;
  readonly escalatedAt?: Instant;
  /** The upstream pipeline for whose incident it is held back, and since when that one is well again. */
  readonly inhibitedBy?: string;
  readonly upstreamRecoveredAt?: Instant;
  readonly thread: readonly ThreadLine[];
  /** Lines that the thread no longer has. */
  readonly droppedLines: number;
}

/** What a message is about. */
export type NotificationKind =
  /** The first message of an incident. */
  | 'opened'
  /** It became more severe, or answers a new question. */
  | 'raised'
  /** One more run went wrong. */
  | 'failedAgain'
  /** It is still open. */
  | 'reminder'
  /** It is still open at the end of a maintenance window. */
  | 'stillBroken'
  /** It goes to a second list of contacts. */
  | 'escalated'
  | 'recovered'
  /** What was held back by the cap on messages. */
  | 'catchUp'
  /** Why it happened, found out after the first message. */
  | 'explained'
  /** The regular report of all pipelines. */
  | 'digest';

/** A message that was decided and is not known to be sent. */
export interface Notification {
  /** Unique; the same decision always has the same key. */
  readonly key: string;
  readonly kind: NotificationKind;
  readonly severity: SeverityName;
  readonly decidedAt: Instant;
  /** The incident as it was then. Absent for a digest. */
  readonly incident?: OpenIncident;
  /** The alarm that was the reason, if one was. */
  readonly alarm?: SeenAlarm;
  readonly recovered?: Recovery;
  /** Present when it is the last one until then. */
  readonly lastUntil?: Instant;
  /** Held back to be told together with others. */
  readonly pending: boolean;
  /** Somebody is sending it until then. */
  readonly claimedUntil?: Instant;
  /** Of a digest: the slot that it is for. */
  readonly slot?: Instant;
}

/** How an incident ended. */
export interface Recovery {
  readonly at: Instant;
  /** A clause: "a run succeeded". */
  readonly by: string;
  /** The slot that is good again, where one is. */
  readonly slot?: Instant;
  /** Nobody has seen it recover: it ended since it is not watched any more. */
  readonly unwatched?: boolean;
  /** Runs that went wrong while it was open. */
  readonly failures: number;
}

/** What the table keeps of one pipeline, or of the observatory itself. */
export interface IncidentRecord {
  /** Its name, or OBSERVATORY_ITSELF. */
  readonly pipeline: string;
  /** By alarm name. */
  readonly alarms: Readonly<Record<string, SeenAlarm>>;
  readonly incident?: OpenIncident;
  /** The last incident that ended, and how. */
  readonly closed?: { readonly incident: OpenIncident; readonly recovery: Recovery };
  readonly outbox: readonly Notification[];
  /** Keys of what was sent lately, so that nothing is sent twice. */
  readonly sentKeys: readonly string[];
  /** When messages were sent in the last 24 hours. */
  readonly sentAt: readonly Instant[];
  /** No message before that, but what must not wait. */
  readonly rateLimitedUntil?: Instant;
  /** Messages that the cap swallowed. */
  readonly suppressed: number;
  /** Of the observatory: the newest slot whose digest was decided. */
  readonly digestFor?: Instant;
  /** Of the observatory: when many notices were last told together. */
  readonly groupSentAt?: { readonly opened?: Instant; readonly recovered?: Instant };
}

/** A pipeline of which nothing was ever told. */
export function emptyRecord(pipeline: string): IncidentRecord {
  return { pipeline, alarms: {}, outbox: [], sentKeys: [], sentAt: [], suppressed: 0 };
}

/** What became of the run that was due, for a thread. */
const BECAME: Readonly<Record<BadVerdict, string>> = {
  missed: 'The run that was due did not start.',
  stuck: 'The run that was due hangs.',
  failed: 'The run that was due failed for good.',
};

/** A thread's line on a slot that went wrong. */
export function lineOfSlot(verdict: Verdict): string {
  return isBad(verdict) ? BECAME[verdict] : `The run that was due is ${verdict}.`;
}

/** A thread's line on an alarm: what is known of the run in question, else what the alarm always means. */
export function lineOfAlarm({ question, means, stage }: SeenAlarm, verdict: Verdict | undefined): string {
  if (question === 'ALIVE' && verdict !== undefined && isBad(verdict)) return lineOfSlot(verdict);
  return stage === undefined ? means : `${stage}: ${means}`;
}

/**
 * Whether an alarm says that an incident goes on. One on a deadline stays up until the next deadline is met, hours after
 * the work was done: it says so of an incident of slowness, and nothing of failures.
 */
export function keepsOpen({ state, lasting, question }: SeenAlarm, incident: Pick<OpenIncident, 'question'>): boolean {
  return state === 'ALARM' && lasting && (question !== 'SLOW' || incident.question === 'SLOW');
}

/** So many failures are remembered one by one; how many there were is counted beside. */
const MOST_FAILURES = 40;

/** Counts a failure: the slot that went wrong, or the instant of its alarm where no slot is known. */
export function addFailure(incident: OpenIncident, at: Instant): OpenIncident {
  return {
    ...incident,
    failures: incident.failures + 1,
    failedAt: [...incident.failedAt, at].sort((a, b) => a - b).slice(-MOST_FAILURES),
  };
}

/**
 * Whether a failure is counted already. One of which only the instant was known belongs to the slot in whose time it was.
 *
 * @param until when the next slot begins, if `at` is a slot
 */
export function isCounted({ failedAt }: OpenIncident, at: Instant, until: Instant = at + 1): boolean {
  const isForgotten = failedAt.length >= MOST_FAILURES && at < failedAt[0]!;
  return isForgotten || failedAt.some((failed) => failed >= at && failed < until);
}
