import { Contract, isSilence } from '../contract/contract';
import { Instant, SECOND } from '../time';
import { inOrder } from '../verdict/in-order';
import { isBad, isGood, Judgement, Verdict } from '../verdict/verdict';
import type { SeenAlarm } from './record';

/** One slot, as far as incidents are concerned. */
export interface JudgedSlot {
  readonly slot: Instant;
  /** When the next one begins. */
  readonly until: Instant;
  readonly verdict: Verdict;
  /** Its first success, if it needs no more. */
  readonly succeededAt?: Instant;
  /** Its newest success, if it is good. */
  readonly newestSuccessAt?: Instant;
  /** When it went bad, where a run did. */
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

/** Takes from a judgement what bears on an incident. */
export function judgedFacts({ expectation }: Contract, judgement: Judgement): JudgedFacts {
  const { slots, incident, problems, nextDue } = judgement;
  const early = isSilence(expectation) ? 0 : expectation.earlySeconds * SECOND;
  return {
    known: problems.length === 0,
    open: incident !== undefined,
    since: incident?.since,
    slots: slots.map(({ slot, verdict, stages, newestSuccessAt, endedBadlyAt }, index): JudgedSlot => {
      const successes = stages.flatMap(({ succeededAt }) => succeededAt ?? []);
      return {
        slot, verdict,
        // A run that starts early belongs to the next slot.
        until: (slots[index + 1]?.slot ?? nextDue ?? Infinity) - early,
        ...(successes.length === 0 ? {} : { succeededAt: Math.max(...successes) }),
        ...(newestSuccessAt === undefined ? {} : { newestSuccessAt }),
        ...(endedBadlyAt === undefined ? {} : { endedBadlyAt }),
      };
    }),
  };
}

/** The slot in whose time an instant lies; undefined when none of those known. */
export function slotAround({ slots }: JudgedFacts, instant: Instant): JudgedSlot | undefined {
  // An alarm on a run that started early comes after the slot before has ended.
  return slots.findLast(({ slot, until }, index) => instant < until && instant >= (slots[index - 1]?.until ?? slot));
}

/** The slot of whose run an alarm speaks: one that went bad when the alarm says, else that in whose time it was raised. */
export function slotOfAlarm(judged: JudgedFacts, { question, at, breach }: Pick<SeenAlarm, 'question' | 'at' | 'breach'>): JudgedSlot | undefined {
  const failed = question !== 'FAILED' || breach === undefined ? undefined : judged.slots.findLast(({ verdict, endedBadlyAt }) =>
    isBad(verdict) && endedBadlyAt !== undefined && endedBadlyAt >= breach.from && endedBadlyAt < breach.to);
  return failed ?? slotAround(judged, at);
}

/** The bad slots that no success came after, oldest first. */
export function badSlots({ slots }: JudgedFacts): JudgedSlot[] {
  const ordered = inOrder(slots);
  const lastGood = ordered.findLastIndex(({ verdict }) => isGood(verdict));
  return ordered.slice(lastGood + 1).filter(({ verdict }) => isBad(verdict)).sort((a, b) => a.slot - b.slot);
}

export function newestGood({ slots }: JudgedFacts): JudgedSlot | undefined {
  return slots.findLast(({ verdict }) => isGood(verdict));
}
