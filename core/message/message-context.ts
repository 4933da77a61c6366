import { own } from '../collections';
import type { NotificationKind, OpenIncident, SeenAlarm } from '../incident/record';
import { isDeadline, type Question, type SignalIdAbout } from '../signals';
import { durationText } from '../text/count-and-duration';
import { OwnerClock } from '../text/owner-clock';
import { type Instant, SECOND } from '../time';
import { type BadVerdict, isBad, type SlotVerdict } from '../verdict/verdict';
import type { IncidentFacts } from './facts';

/** What a signal says about a pipeline, to follow its name. */
const OF_PIPELINES: Readonly<Record<SignalIdAbout<'pipeline' | 'trigger' | 'stage'>, string>> = {
  ProofOfLife: 'shows no proof of life',
  Failed: 'failed',
  TriggerUndeliverable: 'could not be started',
  TriggerRetries: 'is not accepted by its target',
  Deadline: 'missed its deadline',
  NearTimeout: 'nearly timed out',
  SlowerThanUsual: 'was slower than usual',
  StreamLag: 'falls behind its stream',
};

/** What a signal says about the checker. Alarms about the delivery of notifications do not go through the notifier. */
const OF_THE_CHECKER: Readonly<Record<SignalIdAbout<'checker'>, string>> = {
  CheckerSilent: 'is silent',
  CheckerFailing: 'fails',
  ScheduleUndeliverable: 'could not be started',
  PipelinesUnverifiable: 'cannot verify every pipeline',
  LedgerUnavailable: 'cannot use its ledger',
};

/** For signals that this version does not know. */
const BY_QUESTION: Readonly<Record<Question, string>> = { ALIVE: 'shows no proof of life', FAILED: 'failed', SLOW: 'is slow' };

/** What a pipeline did, according to the alarm. */
export function pipelineDid(question: Question, alarm: SeenAlarm | undefined): string {
  return (alarm === undefined ? undefined : own(OF_PIPELINES, alarm.signal)) ?? BY_QUESTION[question];
}

/** What is wrong with an observatory, according to the alarm. */
export function observatoryDid(alarm: SeenAlarm | undefined): { readonly who: 'The checker' | 'The observatory'; readonly did: string } {
  const did = alarm === undefined ? undefined : own(OF_THE_CHECKER, alarm.signal);
  return did === undefined ? { who: 'The observatory', did: 'has a problem' } : { who: 'The checker', did };
}

/** What went wrong, for a sentence: `${who} ${did}`. */
interface Summary {
  readonly who: string;
  readonly did: string;
  /** A sentence that says more if the evidence does not. */
  readonly means?: string;
}

/** What to do is the same as for the observatory's alarm on it: the checker's log has the reason. */
const UNVERIFIED = 'Its contract or its run data cannot be read, so nobody knows whether it ran. The checker\'s log says what and why';

const BY_VERDICT: Readonly<Record<BadVerdict, string>> = { missed: 'did not start', stuck: 'hangs', failed: 'failed' };

/** What went wrong, as precisely as it is known: what the evidence says, else what the alarm says. */
function summaryOf(facts: IncidentFacts): Summary {
  const { pipeline, notification } = facts;
  const { alarm, incident } = notification;
  const question = alarm?.question ?? incident?.question ?? 'ALIVE';
  if (pipeline === undefined) {
    const { who, did } = observatoryDid(alarm);
    const { observatory } = facts.address;
    return { who: who === 'The checker' ? `${who} of observatory ${observatory}` : `Observatory ${observatory}`, did, means: alarm?.means ?? incident?.thread.at(-1)?.text };
  }

  if (facts.unverified === true) return { who: pipeline, did: 'cannot be verified', means: UNVERIFIED };
  const slot = badSlot(facts);
  if (slot !== undefined) {
    const { verdict, decidedBy, stages } = slot;
    // If the first stage did not start, the whole pipeline did not.
    const isWhole = stages.length < 2 || (verdict === 'missed' && stages[0]?.stage === decidedBy.stage);
    return { who: isWhole ? pipeline : `${pipeline} / ${decidedBy.stage}`, did: verdict === 'stuck' ? BY_VERDICT.stuck : decidedBy.reason };
  }
  // What was known when the message was decided. An alarm about a failure may be about another run.
  if (incident?.verdict !== undefined && (alarm === undefined ? question !== 'SLOW' : question === 'ALIVE')) return { who: pipeline, did: BY_VERDICT[incident.verdict] };
  const isOnlyStage = facts.slot?.stages.length === 1;
  const stage = isOnlyStage ? undefined : alarm?.stage;
  return {
    who: stage === undefined ? pipeline : `${pipeline} / ${stage}`,
    did: pipelineDid(question, alarm),
    means: missedDeadline(facts) === undefined ? alarm?.means : undefined,
  };
}

/** The slot that went wrong, if the message is about it. */
export function badSlot({ slot, notification: { alarm, incident } }: IncidentFacts): (SlotVerdict & { readonly verdict: BadVerdict }) | undefined {
  if (slot === undefined || !isBad(slot.verdict)) return undefined;
  const question = alarm?.question ?? incident?.question;
  // A failure is sent when it happens; the slot that is judged bad may be the one before.
  const isAbout = question === 'FAILED' ? slot.verdict === 'failed' : question !== 'SLOW';
  return isAbout ? { ...slot, verdict: slot.verdict } : undefined;
}

/** The slot whose deadline was missed, if the message is about that. */
export function missedDeadline({ slot, now, notification: { alarm } }: IncidentFacts): (SlotVerdict & { readonly deadline: Instant }) | undefined {
  if (alarm === undefined || !isDeadline(alarm) || slot?.deadline === undefined || slot.deadline > now) return undefined;
  return { ...slot, deadline: slot.deadline };
}

/** The slot of the run that the message is about, whatever its verdict. */
export function slotInQuestion(facts: IncidentFacts): SlotVerdict | undefined {
  const { slot, notification: { kind, alarm } } = facts;
  const bad = badSlot(facts);
  if (bad !== undefined || alarm === undefined || alarm.question === 'ALIVE') return bad;
  return ABOUT_ONE_RUN.includes(kind) ? slot : undefined;
}

/** Kinds that follow an alarm about a run, which may be running or good when it is judged. */
const ABOUT_ONE_RUN: readonly NotificationKind[] = ['opened', 'raised', 'failedAgain', 'explained'];

/** When all stages of a slot had succeeded; undefined if they have not. */
export function succeededAt({ stages }: SlotVerdict): Instant | undefined {
  const times = stages.flatMap((stage) => stage.succeededAt ?? []);
  return times.length < stages.length || times.length === 0 ? undefined : Math.max(...times);
}

/** The facts and everything that all parts of their message share. */
export interface MessageContext {
  readonly facts: IncidentFacts;
  readonly clock: OwnerClock;
  readonly what: Summary;
  readonly incident: OpenIncident | undefined;
  /** The pipeline, or the observatory. */
  readonly name: string;
  /** How long the incident has been open, or was open. */
  readonly lasted: string;
}

/** @param facts cleaned facts */
export function messageContextOf(facts: IncidentFacts): MessageContext {
  const { notification, pipeline, address, now, timeZone } = facts;
  const { incident, recovered } = notification;
  return {
    facts,
    clock: new OwnerClock(timeZone, now),
    what: summaryOf(facts),
    incident,
    name: pipeline ?? `Observatory ${address.observatory}`,
    lasted: lastedFor((recovered?.at ?? now) - (incident?.since ?? notification.decidedAt)),
  };
}

function lastedFor(millis: number): string {
  return Number.isFinite(millis) ? durationText(millis / SECOND) : 'an unknown time';
}

/** Whether the message reports a recovery. */
export function isRecovery({ facts: { notification } }: MessageContext): boolean {
  return notification.recovered !== undefined;
}

/** A sentence: when the run was due and what was seen of it, or since when it is wrong. */
export function whenSentence({ facts, clock, incident }: MessageContext): string {
  const late = missedDeadline(facts);
  if (late !== undefined) {
    const done = succeededAt(late);
    const end = done === undefined ? `had not finished by ${clock.after(late.deadline, facts.now)}` : `finished at ${clock.after(late.deadline, done)}`;
    return `It had to finish by ${clock.momentInZone(late.deadline)} and ${end}.`;
  }
  const slot = slotInQuestion(facts);
  if (slot === undefined) return `Since ${clock.momentInZone(incident?.since ?? facts.notification.decidedAt)}.`;
  const due = clock.momentInZone(slot.dueAt);
  const now = clock.after(slot.dueAt, facts.now);
  if (slot.verdict === 'stuck') return `Due ${due}; it started but had not ended by ${now}.`;
  switch (slot.decidedBy.code) {
    case 'notStarted':
      return `Due ${due}; no run seen by ${now}.`;
    // If only the silence is limited, nothing is due except a success.
    case 'noSuccess':
      return `A success was due by ${due}; none seen by ${now}.`;
    default:
      return `Due ${due}.`;
  }
}

/** When the run in question was due, short enough for a subject and an SMS. */
export function shortWhen({ facts, clock, incident }: MessageContext): string {
  const late = missedDeadline(facts);
  if (late !== undefined) return `due by ${clock.shortMomentInZone(late.deadline)}`;
  const slot = slotInQuestion(facts);
  return slot === undefined ? `since ${clock.shortMomentInZone(incident?.since ?? facts.notification.decidedAt)}` : `due ${clock.shortMomentInZone(slot.dueAt)}`;
}
