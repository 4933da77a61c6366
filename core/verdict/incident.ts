import type { Expectation } from '../contract/contract';
import type { Instant } from '../time';
import { Incident, inOrder, isBad, isGood, SlotVerdict } from './verdict';

/** What the fold over a pipeline's slots says. */
export interface IncidentState {
  readonly incident?: Incident;
  /** Whether so many slots in a row were good that nothing before them matters, known or not. */
  readonly settled: boolean;
  /** The slots that came about after those, or all. */
  readonly unsettled: readonly SlotVerdict[];
}

/**
 * Folds slots, oldest to newest, into the incident state: it opens after `failuresToAlarm` consecutive bad slots and
 * closes after `successesToRecover` consecutive good ones that succeeded after those had ended badly. Pending, running and
 * unknown change nothing.
 *
 * @param unseenUntil present when slots owed before the first one are not in the list: their runs may end badly until then
 */
export function foldIncident(expectation: Expectation, slots: readonly SlotVerdict[], unseenUntil?: Instant): IncidentState {
  let bad: SlotVerdict[] = [];
  let good = 0;
  let certain = 0;
  let open = false;
  let settledAt = -1;
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
      // So many good slots in a row close whatever was open before them.
      if (certain >= expectation.successesToRecover) settledAt = index;
    } else if (slot.verdict === 'unknown') {
      // It may have been bad, and then those before it were not in a row with those after it.
      certain = 0;
    }
  });
  const state = { settled: settledAt >= 0, unsettled: ordered.slice(settledAt + 1) };
  if (!open) return state;
  const newest = bad[bad.length - 1];
  return {
    ...state,
    incident: {
      since: Math.min(...bad.map(({ dueAt }) => dueAt)),
      sinceAtLeast: unseenUntil !== undefined && !state.settled,
      badSlots: bad.length,
      verdict: newest.verdict as Incident['verdict'],
      decidedBy: newest.decidedBy,
    },
  };
}
