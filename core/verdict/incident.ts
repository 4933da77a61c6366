import type { Expectation } from '../contract/contract';
import type { Instant } from '../time';
import { type Fold, foldSlot, NOTHING_FOLDED } from './fold';
import { Incident, inOrder, isBad, isGood, SlotVerdict } from './verdict';

/** The result of folding a pipeline's slots. */
export interface IncidentState {
  readonly incident?: Incident;
  /** What the slots add up to, together with those settled before them. */
  readonly fold: Fold;
  /** Whether so many slots in a row were good that nothing before them matters, known or not. */
  readonly decided: boolean;
  /** The slots that came about after those, or all slots. */
  readonly undecided: readonly SlotVerdict[];
}

/** What slots are folded onto. */
export interface FoldedBefore {
  /** What the settled slots add up to. @default NOTHING_FOLDED */
  readonly settled?: Fold;
  /** Present if slots owed before the first one are not in the list: their runs may end badly until then. */
  readonly unseenUntil?: Instant;
}

/** Folds slots, oldest to newest, into the incident state. `foldSlot` has the rules. */
export function foldIncident(expectation: Expectation, slots: readonly SlotVerdict[], { settled = NOTHING_FOLDED, unseenUntil }: FoldedBefore = {}): IncidentState {
  let fold = settled;
  let certain = 0;
  let decidedAt = -1;
  const ordered = inOrder(slots);
  ordered.forEach((slot, index) => {
    fold = foldSlot(fold, slot, expectation);
    if (isGood(slot.verdict)) {
      certain = (slot.newestSuccessAt ?? Infinity) >= (unseenUntil ?? -Infinity) ? certain + 1 : 0;
      // This many good slots in a row close whatever was open before them.
      if (certain >= expectation.successesToRecover) decidedAt = index;
    } else if (isBad(slot.verdict) || slot.verdict === 'unknown') {
      // An unknown slot may have been bad, so the slots before it and after it were not in a row.
      certain = 0;
    }
  });
  const decided = decidedAt >= 0;
  const state = { fold, decided, undecided: ordered.slice(decidedAt + 1) };
  if (!fold.open) return state;
  return {
    ...state,
    incident: {
      since: fold.since!,
      sinceAtLeast: unseenUntil !== undefined && !decided,
      badSlots: fold.bad,
      verdict: fold.newestBad!.verdict,
      decidedBy: fold.newestBad!.decidedBy,
    },
  };
}
