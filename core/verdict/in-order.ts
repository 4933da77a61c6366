import type { Instant } from '../time';
import { isBad, isGood, Verdict } from './verdict';

/** What says in which order slots came about. */
export interface Outcomes {
  readonly verdict: Verdict;
  /** The newest success of a good slot. Absent: after all that came before it. */
  readonly newestSuccessAt?: Instant;
  /** When a slot went bad, or may have at the latest. Absent: before all that came after it. */
  readonly endedBadlyAt?: Instant;
}

/**
 * Slots in the order in which they came about: one that ended badly after younger slots had succeeded comes after those.
 * A success heals only what ended badly before it.
 *
 * @param slots oldest to newest
 */
export function inOrder<T extends Outcomes>(slots: readonly T[]): T[] {
  /** Of each slot: the newest success until then. It never decreases. */
  const successes: Instant[] = [];
  for (const { verdict, newestSuccessAt = Infinity } of slots) {
    successes.push(Math.max(successes.at(-1) ?? -Infinity, isGood(verdict) ? newestSuccessAt : -Infinity));
  }
  const placed = slots.map((slot, index) => ({ slot, place: mayBeBad(slot) ? firstFrom(successes, slot.endedBadlyAt!, index) : index }));
  if (placed.every(({ place }, index) => place === index)) return [...slots];
  // What went bad comes just before the slot whose success heals it.
  return placed.map((one, index) => ({ ...one, index })).sort((a, b) => a.place - b.place || a.index - b.index)
    .map(({ slot }) => slot);
}

/** Whether it says when it went bad, or may have. */
function mayBeBad({ verdict, endedBadlyAt }: Outcomes): boolean {
  return endedBadlyAt !== undefined && (isBad(verdict) || verdict === 'unknown');
}

/** The first index whose success came at an instant or later: `from` if it stays where it is, the length if none did. */
function firstFrom(successes: readonly Instant[], instant: Instant, from: number): number {
  let low = from;
  let high = successes.length;
  // Without a younger success in between nothing has to move.
  if (successes.at(-1) === successes[from]) return from;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (successes[middle]! >= instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
