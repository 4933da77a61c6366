import type { Expectation } from '../contract';
import { Incident, isBad, isGood, SlotVerdict } from './verdict';

/** What the fold over a pipeline's slots says. */
export interface IncidentState {
  readonly incident?: Incident;
  /** Index of the newest slot after which nothing older matters, known or not; -1 when there is none. */
  readonly settledAt: number;
}

/**
 * Folds slots, oldest to newest, into the incident state: it opens after `failuresToAlarm` consecutive bad slots and
 * closes after `successesToRecover` consecutive good ones. Pending, running and unknown change nothing.
 *
 * @param truncated whether slots owed before the first one are not in the list
 */
export function foldIncident(expectation: Expectation, slots: readonly SlotVerdict[], truncated: boolean): IncidentState {
  let bad: SlotVerdict[] = [];
  let good = 0;
  let certain = 0;
  let open = false;
  let settledAt = -1;
  slots.forEach((slot, index) => {
    if (isBad(slot.verdict)) {
      bad.push(slot);
      good = 0;
      certain = 0;
      open ||= bad.length >= expectation.failuresToAlarm;
    } else if (isGood(slot.verdict)) {
      good += 1;
      certain += 1;
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
  if (!open) return { settledAt };
  const newest = bad[bad.length - 1];
  return {
    settledAt,
    incident: {
      since: bad[0].dueAt,
      sinceAtLeast: truncated && settledAt < 0,
      badSlots: bad.length,
      verdict: newest.verdict as Incident['verdict'],
      decidedBy: newest.decidedBy,
    },
  };
}
