import type { Expectation } from '../contract/contract';
import type { Instant } from '../time';
import { Incident, inOrder, isBad, isGood, SlotVerdict } from './verdict';

/** The result of folding a pipeline's slots. */
export interface IncidentState {
  readonly incident?: Incident;
  /** Whether so many slots in a row were good that nothing before them matters, known or not. */
  readonly decided: boolean;
  /** The slots that came about after those, or all slots. */
  readonly undecided: readonly SlotVerdict[];
}

/**
 * Folds slots, oldest to newest, into the incident state. An incident opens after `failuresToAlarm` consecutive bad slots.
 * It closes after `successesToRecover` consecutive good slots that succeeded after the bad ones had ended. Pending, running
 * and unknown slots change nothing.
 *
 * @param unseenUntil present if slots owed before the first one are not in the list: their runs may end badly until then
 */
export function foldIncident(expectation: Expectation, slots: readonly SlotVerdict[], unseenUntil?: Instant): IncidentState {
  let bad: SlotVerdict[] = [];
  let good = 0;
  let certain = 0;
  let open = false;
  let decidedAt = -1;
  const ordered = inOrder(slots);
  ordered.forEach((slot, index) => {
    if (isBad(slot.verdict)) {
      bad.push(slot);
      good = 0;
      certain = 0;
      open ||= bad.length >= expectation.failuresToAlarm;
    } else if (isGood(slot.verdict)) {
      good += 1;
      certain = (slot.newestSuccessAt ?? Infinity) >= (unseenUntil ?? -Infinity) ? certain + 1 : 0;
      if (!open || good >= expectation.successesToRecover) {
        bad = [];
        open = false;
      }
      // This many good slots in a row close whatever was open before them.
      if (certain >= expectation.successesToRecover) decidedAt = index;
    } else if (slot.verdict === 'unknown') {
      // It may have been bad, so the slots before it and after it were not in a row.
      certain = 0;
    }
  });
  const state = { decided: decidedAt >= 0, undecided: ordered.slice(decidedAt + 1) };
  if (!open) return state;
  const newest = bad[bad.length - 1];
  return {
    ...state,
    incident: {
      since: Math.min(...bad.map(({ dueAt }) => dueAt)),
      sinceAtLeast: unseenUntil !== undefined && !state.decided,
      badSlots: bad.length,
      verdict: newest.verdict as Incident['verdict'],
      decidedBy: newest.decidedBy,
    },
  };
}
