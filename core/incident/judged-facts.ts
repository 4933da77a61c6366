import { Contract, isSilence } from '../contract/contract';
import { Instant, MINUTE, SECOND } from '../time';
import { inOrder, isBad, isGood, Judgement, type ReasonCode, Verdict } from '../verdict/verdict';
import { type IncidentRecord, keepsOpen, type OpenIncident, type SeenAlarm } from './record';

/** One slot, reduced to what matters for incidents. */
export interface JudgedSlot {
  readonly slot: Instant;
  /** When the next one begins. */
  readonly until: Instant;
  readonly verdict: Verdict;
  /** Why it has its verdict. */
  readonly code?: ReasonCode;
  /** When all of its stages had succeeded for the first time. */
  readonly succeededAt?: Instant;
  /** Its newest success, if it is good. */
  readonly newestSuccessAt?: Instant;
  /** When it went bad, if a run did. */
  readonly endedBadlyAt?: Instant;
}

/** What a judgement says about an incident. */
export interface JudgedFacts {
  /** Whether everything that matters could be read. */
  readonly known: boolean;
  /** Whether the checker would say the same: an incident is open. */
  readonly open: boolean;
  /** The due time of the first bad slot. */
  readonly since?: Instant;
  /** Oldest first. */
  readonly slots: readonly JudgedSlot[];
}

/** Takes from a judgement what matters for an incident. */
export function judgedFacts({ expectation }: Contract, judgement: Judgement): JudgedFacts {
  const { slots, incident, problems, nextDue } = judgement;
  const early = isSilence(expectation) ? 0 : expectation.startEarlyBySeconds * SECOND;
  return {
    known: problems.length === 0,
    open: incident !== undefined,
    since: incident?.since,
    slots: slots.map(({ slot, verdict, decidedBy: { code }, stages, newestSuccessAt, endedBadlyAt }, index): JudgedSlot => {
      const successes = stages.flatMap(({ succeededAt }) => succeededAt ?? []);
      return {
        slot, verdict, code,
        // A run that starts early belongs to the next slot.
        until: (slots[index + 1]?.slot ?? nextDue ?? Infinity) - early,
        ...(successes.length === 0 ? {} : { succeededAt: Math.max(...successes) }),
        ...(newestSuccessAt === undefined ? {} : { newestSuccessAt }),
        ...(endedBadlyAt === undefined ? {} : { endedBadlyAt }),
      };
    }),
  };
}

/** The slot in whose time an instant lies; undefined if it lies in none of them. */
export function slotAround({ slots }: JudgedFacts, instant: Instant): JudgedSlot | undefined {
  // An alarm about a run that started early comes after the previous slot has ended.
  return slots.findLast(({ slot, until }, index) => instant < until && instant >= (slots[index - 1]?.until ?? slot));
}

/**
 * The slot of the run that an alarm is about: one that went bad when the alarm says, else the slot in whose time it was
 * raised.
 */
export function slotOfAlarm(judged: JudgedFacts, { question, at, breach }: Pick<SeenAlarm, 'question' | 'at' | 'breach'>): JudgedSlot | undefined {
  const failed = question !== 'FAILED' || breach === undefined ? undefined : judged.slots.findLast(({ verdict, endedBadlyAt }) =>
    isBad(verdict) && endedBadlyAt !== undefined && endedBadlyAt >= breach.from && endedBadlyAt < breach.to);
  return failed ?? slotAround(judged, at);
}

/** The bad slots that no success followed, oldest first. */
export function badSlots({ slots }: JudgedFacts): JudgedSlot[] {
  const ordered = inOrder(slots);
  const lastGood = ordered.findLastIndex(({ verdict }) => isGood(verdict));
  return ordered.slice(lastGood + 1).filter(({ verdict }) => isBad(verdict)).sort((a, b) => a.slot - b.slot);
}

export function newestGood({ slots }: JudgedFacts): JudgedSlot | undefined {
  return slots.findLast(({ verdict }) => isGood(verdict));
}

/** An alarm without its points and its window is about this much time before it. No function runs longer. */
const UNKNOWN_WINDOW = 15 * MINUTE;

/** The time span in which a run failed, according to an alarm; undefined if the alarm reports no failed run. */
export function failureOf({ question, at, breach }: SeenAlarm): OpenIncident['lastFailure'] {
  if (question !== 'FAILED') return undefined;
  return breach ?? { from: at - UNKNOWN_WINDOW, to: at };
}

/** The later of two failures. */
export function laterFailure(a: OpenIncident['lastFailure'], b: OpenIncident['lastFailure']): OpenIncident['lastFailure'] {
  if (a === undefined || b === undefined) return a ?? b;
  return b.from >= a.from ? b : a;
}

/**
 * Whether a good slot succeeded after the newest failure that an alarm reported: an earlier success heals nothing. Within
 * the time span of the alarm the newest outcome of the slot decides, and that is good.
 */
export function heals(good: JudgedSlot, { lastFailure }: OpenIncident): boolean {
  return lastFailure === undefined || newestSuccess(good) >= lastFailure.from;
}

/**
 * Whether the evidence must be examined more closely before a recovery is sent: the metrics do not show whether the success
 * came before or after the failure.
 */
export function isHealingInDoubt({ incident, alarms }: IncidentRecord, judged: JudgedFacts): boolean {
  const good = newestGood(judged);
  if (incident?.lastFailure === undefined || good === undefined || judged.open) return false;
  const raised = Object.values(alarms).filter(({ state }) => state === 'ALARM');
  if (raised.some((alarm) => keepsOpen(alarm, incident)) || !heals(good, incident)) return false;
  // An alarm that stays up reports no further failure.
  return newestSuccess(good) < incident.lastFailure.to || raised.some(({ question }) => question === 'FAILED');
}

/** When a run succeeded that ended an incident: the first success of the slot after the incident began, else its newest. */
export function recoveredAt(good: JudgedSlot, { openedAt, lastFailure }: OpenIncident): Instant | undefined {
  const began = Math.max(openedAt, lastFailure?.from ?? -Infinity);
  return good.succeededAt !== undefined && good.succeededAt >= began ? good.succeededAt : good.newestSuccessAt ?? good.succeededAt;
}

function newestSuccess({ newestSuccessAt, succeededAt }: JudgedSlot): Instant {
  return newestSuccessAt ?? succeededAt ?? -Infinity;
}
