import type { Expectation } from '../contract/contract';
import type { Instant } from '../time';
import { BadVerdict, isBad, isGood, type SlotVerdict, type StageVerdict, Verdict } from './verdict';

/** What slots add up to, oldest to newest. */
export interface Fold {
  /** Bad slots since the last recovery. */
  readonly bad: number;
  /** Good slots in a row at the end. */
  readonly good: number;
  /** Whether an incident is open. */
  readonly open: boolean;
  /** The due time of the first bad slot since the last recovery. */
  readonly since?: Instant;
  /** The newest bad slot since the last recovery. */
  readonly newestBad?: NewestBad;
  /** When the last of those bad slots went bad. Only a later success heals. */
  readonly endedBadlyAt?: Instant;
  /** Whether any slot was good. */
  readonly alive: boolean;
  /** The newest verdict. */
  readonly newest?: Verdict;
}

/** The newest bad slot of a fold. */
export interface NewestBad {
  readonly slot: Instant;
  readonly verdict: BadVerdict;
  readonly decidedBy: StageVerdict;
}

/** The fold of no slot. */
export const NOTHING_FOLDED: Fold = { bad: 0, good: 0, open: false, alive: false };

/**
 * Adds one slot. An incident opens after `failuresToAlarm` consecutive bad slots, and closes after `successesToRecover`
 * consecutive good slots each of which succeeded after the bad ones had ended. Pending, running and unknown slots change nothing.
 */
export function foldSlot(fold: Fold, slot: Pick<SlotVerdict, 'slot' | 'verdict' | 'dueAt' | 'decidedBy' | 'newestSuccessAt' | 'endedBadlyAt'>, { failuresToAlarm, successesToRecover }: Expectation): Fold {
  const { verdict, dueAt, decidedBy, newestSuccessAt = Infinity, endedBadlyAt = -Infinity } = slot;
  if (isBad(verdict)) {
    const bad = fold.bad + 1;
    const latest = Math.max(fold.endedBadlyAt ?? -Infinity, endedBadlyAt);
    return {
      ...fold,
      bad,
      good: 0,
      open: fold.open || bad >= failuresToAlarm,
      since: Math.min(fold.since ?? Infinity, dueAt),
      newestBad: { slot: slot.slot, verdict, decidedBy },
      ...(Number.isFinite(latest) ? { endedBadlyAt: latest } : {}),
      newest: verdict,
    };
  }
  if (!isGood(verdict)) return verdict === 'unknown' ? { ...fold, newest: verdict } : fold;
  // A success before the failure heals nothing.
  if (fold.bad > 0 && newestSuccessAt < (fold.endedBadlyAt ?? -Infinity)) return { ...fold, alive: true };
  const good = fold.good + 1;
  const isOver = !fold.open || good >= successesToRecover;
  return isOver ? { bad: 0, good, open: false, alive: true, newest: verdict } : { ...fold, good, alive: true, newest: verdict };
}
