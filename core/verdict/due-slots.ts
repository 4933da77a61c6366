import { optionalRule, type ScheduledExpectation } from '../contract/contract';
import type { Run, StageEvidence } from '../evidence/run';
import { parseSchedule } from '../schedule/parse';
import type { Schedule } from '../schedule/schedule';
import { DAY, HOUR, Instant, SECOND } from '../time';

/** When the run of a slot must have succeeded. */
type DeadlineRule = (slot: Instant) => Instant | undefined;

/** The deadlines of an expectation. A rule, so that a local time is parsed once and not for each slot. */
function deadlineRule({ finishWithinSeconds, finishBy, timeZone }: ScheduledExpectation): DeadlineRule {
  if (finishWithinSeconds !== undefined) return (slot) => slot + finishWithinSeconds * SECOND;
  if (finishBy === undefined) return () => undefined;
  const [hour, minute] = finishBy.split(':').map(Number);
  const daily = parseSchedule(`cron(${minute} ${hour} * * ? *)`, { timeZone });
  let day: Day | undefined;
  return (slot) => {
    // Slots come in order, and many share a day: each day is looked up once.
    if (day === undefined || slot < day.from || slot >= (day.next ?? Infinity)) day = dayOf(daily, slot);
    return day.skipped !== undefined && day.skipped > slot ? day.skipped : day.next;
  };
}

/** The time from one local time of the deadline to the next. */
interface Day {
  readonly from: Instant;
  readonly next?: Instant;
  /** Where the deadline would have been if the clocks had not skipped its local time. */
  readonly skipped?: Instant;
}

function dayOf(daily: Schedule, slot: Instant): Day {
  const next = daily.next(slot)?.at;
  const before = next === undefined ? undefined : daily.prev(next)?.at;
  // A schedule has no slot on a day whose clocks skip its local time. The deadline stays where it would have been without
  // the skip; otherwise the whole day would have none.
  const isSkipped = before !== undefined && next! - before >= DAY + 12 * HOUR;
  return { from: before ?? slot, next, ...(isSkipped ? { skipped: before + DAY } : {}) };
}

/** One slot with everything that its expectation derives from it. */
export interface DueSlot {
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly deadline?: Instant;
  /** Runs that start in [opens, closes) belong to it. */
  readonly opens: Instant;
  readonly closes: Instant;
  /** A run in this slot is welcome, but a missing one means nothing. */
  readonly optional: boolean;
}

/** The slots with from < at <= to, oldest first. */
export function dueSlots(schedule: Schedule, expectation: ScheduledExpectation, from: Instant, to: Instant): DueSlot[] {
  const early = expectation.startEarlyBySeconds * SECOND;
  const deadlineOf = deadlineRule(expectation);
  const isOptional = optionalRule(expectation);
  const slots = schedule.slots(from + 1, to + 1);
  return slots.map((slot, index): DueSlot => {
    const next = slots[index + 1] ?? schedule.next(slot.at);
    return {
      at: slot.at,
      dueAt: slot.at + expectation.flexibleWindowSeconds * SECOND,
      deadline: deadlineOf(slot.at),
      opens: slot.at - early,
      closes: next === undefined ? Number.MAX_SAFE_INTEGER : next.at - early,
      optional: isOptional(slot),
    };
  });
}

/** The first due time after `now`, among the slots that are owed after `since`. */
export function nextDue(schedule: Schedule, expectation: ScheduledExpectation, since: Instant, now: Instant): Instant | undefined {
  const window = expectation.flexibleWindowSeconds * SECOND;
  const isOptional = optionalRule(expectation);
  let slot = schedule.next(Math.max(since, now - window));
  while (slot !== undefined && isOptional(slot)) slot = schedule.next(slot.at);
  return slot === undefined ? undefined : slot.at + window;
}

/** Assigns runs to the slots in whose window they start. A run that carries its slot belongs there, whenever it started. */
export function attribute(slots: readonly DueSlot[], evidence: StageEvidence): Map<DueSlot, Run[]> {
  const bySlot = new Map<DueSlot, Run[]>(slots.map((slot) => [slot, []]));
  const indexOf = new Map(slots.map((slot, index) => [slot.at, index]));
  for (const run of evidence.runs) {
    // A carried time may differ a little from the slot, for example when the phase of a rate is known only to the minute.
    const carried = run.slot === undefined ? undefined : indexOf.get(run.slot) ?? indexAt(slots, run.slot);
    const first = carried ?? indexAt(slots, run.start);
    const last = carried ?? indexAt(slots, run.latestStart ?? run.start);
    if (first < last && !countsInDoubt(run, evidence)) continue;
    for (const slot of slots.slice(Math.max(first, 0), last + 1)) bySlot.get(slot)!.push(run);
  }
  return bySlot;
}

/**
 * Whether a run counts for each slot that it may belong to, if the evidence is too coarse to tell. Otherwise it counts for
 * none. If an authoritative record can be asked, doubt proves nothing. If there is none, doubt must not confirm a failure:
 * a success may belong to any of the slots, but a failure may belong to another one.
 */
function countsInDoubt(run: Run, evidence: StageEvidence): boolean {
  return evidence.confirmsFailure && run.outcome === 'succeeded';
}

/**
 * The index of the slot whose window contains an instant: -1 before the first window, the number of slots after the last.
 * Windows follow each other without gaps, so a binary search finds it.
 */
function indexAt(slots: readonly DueSlot[], instant: Instant): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slots[middle].closes <= instant) low = middle + 1;
    else high = middle;
  }
  return low === 0 && slots.length > 0 && instant < slots[0].opens ? -1 : low;
}
