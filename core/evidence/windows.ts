import {
  Contract, isSilence, optionalRule, ScheduledExpectation, scheduleOf, SilenceExpectation, type StageContract,
} from '../contract/contract';
import { HISTORY_SILENCES, HISTORY_SLOTS, spareSlots } from '../contract/read-contract';
import { mostSlots } from '../schedule/parse';
import type { Schedule, Slot } from '../schedule/schedule';
import { DAY, Instant, MINUTE, SECOND } from '../time';
import { readsPhase } from '../verdict/rate-phase';
import type { Settled } from '../verdict/settled';
import { undecidedMillis } from '../verdict/slot-bounds';
import { kindOf } from './kinds';

/**
 * How long after its date a success may still be invisible, in milliseconds: the publication delay, and the run itself if a
 * success is dated by its start.
 */
export function successDelay({ source, publicationDelaySeconds, maxDurationSeconds }: StageContract): number {
  return (publicationDelaySeconds + (kindOf(source).stampedAt === 'start' ? maxDurationSeconds : 0)) * SECOND;
}

/** How far back evidence is read: just enough for a healthy pipeline, or everything that an open incident may need. */
export type Lookback = 'recent' | 'history';

/** The length of a history if that is more than the slots it needs, and no more than can be judged at once. */
const HISTORY_DAYS = 14;
/** CloudWatch keeps hourly points for 455 days (CloudWatch user guide, "Metrics retention"). */
const RETENTION_DAYS = 455;

/**
 * From when on the evidence of a contract must be read at `now`. Nothing older than the contract is owed, so nothing older
 * is read. Undefined if no slot is owed yet: then nothing has to be read.
 */
export function evidenceFrom(contract: Contract, reach: Lookback, now: Instant): Instant | undefined {
  const { expectation, since } = contract;
  const forgotten = now - RETENTION_DAYS * DAY;
  if (isSilence(expectation)) return Math.max(silenceFrom(contract, expectation, reach, now), since, forgotten);
  const wanted = slotsFrom(contract, expectation, reach, now);
  // The run of the first slot owed may have started early, just before the contract was stored.
  return wanted === undefined ? undefined : Math.max(wanted, since - expectation.startEarlyBySeconds * SECOND, forgotten);
}

/**
 * From when on the evidence must be read at `now` so that every slot decided at an instant or later can be judged.
 * Undefined if there are no slots, or none is owed yet.
 */
export function evidenceSince(contract: Contract, decided: Instant, now: Instant): Instant | undefined {
  const { expectation, since } = contract;
  if (isSilence(expectation)) return undefined;
  const newest = scheduleOf(expectation, since).prev(now + 1);
  if (newest === undefined || newest.at <= since) return undefined;
  const early = expectation.startEarlyBySeconds * SECOND;
  return Math.max(decided - undecidedMillis(contract.stages, expectation) - early - MINUTE, since - early, now - RETENTION_DAYS * DAY);
}

/** The earliest instant at which anything that is not settled can have happened. */
export function unsettledFrom({ expectation, since, stages }: Contract, { through, fold }: Settled): Instant {
  const longest = Math.max(...stages.map(({ maxDurationSeconds }) => maxDurationSeconds)) * SECOND;
  // A run that is in progress may have started before the current span of silence.
  if (isSilence(expectation)) return through - longest;
  const early = expectation.startEarlyBySeconds * SECOND;
  // The slot that is to be healed may be run again.
  if (fold.open && fold.newestBad !== undefined) return fold.newestBad.slot - early;
  const after = Math.max(since, through);
  // The phase of a rate is not known before its runs are.
  if (readsPhase(expectation)) return after - early;
  return (scheduleOf(expectation, since).next(after)?.at ?? Infinity) - early;
}

/**
 * From when on the evidence must be read for what is not settled; undefined if nothing is open. No further back than can be
 * judged at once: when nobody has looked for very long, older slots stay without a verdict.
 */
export function openFrom(contract: Contract, settled: Settled, now: Instant): Instant | undefined {
  const from = unsettledFrom(contract, settled);
  if (from >= now) return undefined;
  const { expectation } = contract;
  const open = isSilence(expectation) ? (now - from) / (expectation.maxSilenceSeconds * SECOND) : mostSlots(expectation.schedule, now - from);
  if (open <= spareSlots(contract) && from > now - RETENTION_DAYS * DAY) return from;
  return Math.max(from, evidenceFrom({ ...contract, since: Math.min(contract.since, from) }, 'history', now) ?? now - RETENTION_DAYS * DAY);
}

function silenceFrom(contract: Contract, expectation: SilenceExpectation, reach: Lookback, now: Instant): Instant {
  const allowed = expectation.maxSilenceSeconds * SECOND;
  // A healthy pipeline has a success in each of these windows, before anything that may still be invisible.
  const recent = now - expectation.successesToRecover * allowed - Math.max(...contract.stages.map(successDelay)) - MINUTE;
  if (reach === 'recent') return recent;
  const needed = Math.max(HISTORY_SILENCES, 2 * expectation.failuresToAlarm) * allowed;
  return Math.min(recent, now - Math.max(needed, historyMillis(contract, (millis) => millis / allowed)));
}

function slotsFrom(contract: Contract, expectation: ScheduledExpectation, reach: Lookback, now: Instant): Instant | undefined {
  const { since } = contract;
  const schedule = scheduleOf(expectation, since);
  const newest = schedule.prev(now + 1);
  if (newest === undefined || newest.at <= since) return undefined;
  const oldest = Math.max(since, now - RETENTION_DAYS * DAY);
  const back = (before: Instant, count: number): Instant =>
    slotBack(schedule, expectation, { oldest, before, count, spare: spareSlots(contract) }) - expectation.startEarlyBySeconds * SECOND - MINUTE;
  // Slots that may still be pending or running decide nothing yet, so they do not count.
  const recent = back(now - undecidedMillis(contract.stages, expectation), expectation.successesToRecover + 1);
  if (reach === 'recent') return recent;
  const days = historyMillis(contract, (millis) => mostSlots(expectation.schedule, millis));
  return Math.min(recent, back(now, Math.max(HISTORY_SLOTS, 2 * expectation.failuresToAlarm)), now - days);
}

/** The length of a history; for a schedule with very many slots in that time, a part of it. */
function historyMillis(contract: Contract, slotsIn: (millis: number) => number): number {
  let millis = HISTORY_DAYS * DAY;
  while (slotsIn(millis) > spareSlots(contract)) millis /= 2;
  return millis;
}

/** How far a search for an earlier slot goes. */
interface SlotSearch {
  readonly oldest: Instant;
  readonly before: Instant;
  /** How many slots back. */
  readonly count: number;
  /** How many slots that are not owed may be passed. */
  readonly spare: number;
}

/**
 * The `count`-th last owed slot at or before an instant, but after `oldest`, and after at most `spare` slots that are not
 * owed.
 */
function slotBack(schedule: Schedule, expectation: ScheduledExpectation, { oldest, before, count, spare }: SlotSearch): Instant {
  let slot: Slot | undefined = schedule.prev(before + 1);
  const isWelcome = optionalRule(expectation);
  for (let left = count, unowed = 0; slot !== undefined && slot.at > oldest; slot = schedule.prev(slot.at)) {
    if (isWelcome(slot)) unowed += 1;
    else left -= 1;
    if (left === 0 || unowed > spare) return slot.at;
  }
  return oldest;
}
