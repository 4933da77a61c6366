import { Contract, isSilence, ScheduledExpectation, SilenceExpectation } from '../contract';
import { isOptional, scheduleOf } from '../contract/contract-schedule';
import type { Schedule, Slot } from '../schedule';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../time';
import { successDelay } from './sight';

/** How far back evidence is read: just enough for a healthy pipeline, or all that an open incident may need. */
export type Reach = 'recent' | 'history';

/** A history reaches back so many slots or so long, whichever is more, and always twice what opens an incident. */
const HISTORY_SLOTS = 60;
const HISTORY_SILENCES = 10;
const HISTORY_DAYS = 14;
/** CloudWatch keeps hourly points for 455 days (CloudWatch user guide, "Metrics retention"). */
const RETENTION_DAYS = 455;

/**
 * From when on the evidence of a contract must be read at `now`. Nothing older than the contract is owed, so nothing
 * older is read; when no slot is owed yet this is undefined and nothing needs to be read.
 */
export function evidenceFrom(contract: Contract, reach: Reach, now: Instant): Instant | undefined {
  const { expectation, since } = contract;
  const forgotten = now - RETENTION_DAYS * DAY;
  if (isSilence(expectation)) return Math.max(silenceFrom(contract, expectation, reach, now), since, forgotten);
  const wanted = slotsFrom(contract, expectation, reach, now);
  // The run of the first slot owed may have started early, just before the contract was stored.
  return wanted === undefined ? undefined : Math.max(wanted, since - expectation.earlySeconds * SECOND, forgotten);
}

/**
 * From when on the evidence must be read at `now` so that every slot can be judged that was decided at an instant or later.
 * Undefined where there are no slots or none is owed yet.
 */
export function evidenceSince(contract: Contract, decided: Instant, now: Instant): Instant | undefined {
  const { expectation, since } = contract;
  if (isSilence(expectation)) return undefined;
  const newest = scheduleOf(expectation, since).prev(now + 1);
  if (newest === undefined || newest.at <= since) return undefined;
  const early = expectation.earlySeconds * SECOND;
  return Math.max(decided - undecided(contract, expectation) - early - MINUTE, since - early, now - RETENTION_DAYS * DAY);
}

function silenceFrom({ stages }: Contract, expectation: SilenceExpectation, reach: Reach, now: Instant): Instant {
  const allowed = expectation.maxSilenceSeconds * SECOND;
  if (reach === 'history') {
    return now - Math.max(Math.max(HISTORY_SILENCES, 2 * expectation.failuresToAlarm) * allowed, HISTORY_DAYS * DAY);
  }
  // A healthy pipeline has a success in each of so many windows before what may still be out of sight.
  return now - expectation.successesToRecover * allowed - Math.max(...stages.map(successDelay)) - MINUTE;
}

function slotsFrom(contract: Contract, expectation: ScheduledExpectation, reach: Reach, now: Instant): Instant | undefined {
  const { since } = contract;
  const schedule = scheduleOf(expectation, since);
  const newest = schedule.prev(now + 1);
  if (newest === undefined || newest.at <= since) return undefined;
  const oldest = Math.max(since, now - RETENTION_DAYS * DAY);
  const back = (before: Instant, count: number): Instant =>
    slotBack(schedule, expectation, oldest, before, count) - expectation.earlySeconds * SECOND - MINUTE;
  if (reach === 'history') {
    return Math.min(back(now, Math.max(HISTORY_SLOTS, 2 * expectation.failuresToAlarm)), now - HISTORY_DAYS * DAY);
  }
  // Slots that may still be pending or running decide nothing yet, so they do not count towards what is needed.
  return back(now - undecided(contract, expectation), expectation.successesToRecover + 1);
}

/** The `count`-th last owed slot at or before an instant, but none at or before `oldest`. */
function slotBack(schedule: Schedule, expectation: ScheduledExpectation, oldest: Instant, before: Instant, count: number): Instant {
  let slot: Slot | undefined = schedule.prev(before + 1);
  for (let left = count; slot !== undefined && slot.at > oldest; slot = schedule.prev(slot.at)) {
    if (!isOptional(expectation, slot)) left -= 1;
    if (left === 0) return slot.at;
  }
  return oldest;
}

/** How long after a slot its verdict may still be open. */
function undecided({ stages }: Contract, expectation: ScheduledExpectation): number {
  const { flexibleWindowSeconds, deadlineSeconds, deadlineTime } = expectation;
  const deadline = deadlineTime === undefined ? (deadlineSeconds ?? 0) * SECOND : DAY + HOUR;
  return deadline + flexibleWindowSeconds * SECOND + Math.max(...stages.map((stage) =>
    ((stage.startWithinSeconds ?? 0) + stage.maxDurationSeconds + stage.retryWithinSeconds + stage.settleSeconds) * SECOND));
}
