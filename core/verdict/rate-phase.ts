import { ScheduledExpectation, scheduleOf } from '../contract/contract';
import type { Run } from '../evidence/run';
import type { Schedule } from '../schedule/schedule';
import { Instant, MINUTE } from '../time';
import type { DueSlot } from './due-slots';

/** Runs of a rate start within this many minutes of their time: EventBridge fires within one minute, and starts vary. */
const SPREAD = 3;

/** Where the phase of a rate comes from. */
interface PhaseEvidence {
  readonly since: Instant;
  readonly runs: readonly Run[];
  /** When earlier runs started that are not among these. */
  readonly starts?: readonly Instant[];
}

/** Whether the slots of an expectation count from a phase that only its runs show. */
export function readsPhase(expectation: ScheduledExpectation): boolean {
  return expectation.anchor === undefined && scheduleOf(expectation, 0).kind === 'rate';
}

/** The schedule of an expectation. The phase of a `rate` without an anchor is read from the runs. */
export function phasedSchedule(expectation: ScheduledExpectation, { since, runs, starts = [] }: PhaseEvidence): Schedule {
  // EventBridge starts a rate when the schedule is created, which is about when the contract was first written.
  const assumed = scheduleOf(expectation, since);
  const known = [...starts, ...runs.map(startOf)];
  if (assumed.kind !== 'rate' || expectation.anchor !== undefined || known.length === 0) return assumed;
  const interval = intervalOf(assumed, since);
  return scheduleOf(expectation, since + mod(phaseOf(known, interval) - since, interval));
}

function intervalOf(rate: Schedule, since: Instant): number {
  return rate.next(since)!.at - since;
}

/**
 * The minute of the interval at which the few minutes begin in which most runs start. It is the first of them, so that no
 * run seems to belong to the slot before. If several are equal, it is that of the oldest run, so that it does not move.
 */
function phaseOf(known: readonly Instant[], interval: number): Instant {
  const starts = [...known].sort((a, b) => a - b);
  const counts = new Map<Instant, number>();
  for (const start of starts) {
    const minute = minuteOf(start, interval);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  const near = (minute: Instant): number => Array.from({ length: SPREAD }, (_, later) =>
    counts.get(mod(minute + later * MINUTE, interval)) ?? 0).reduce((sum, count) => sum + count);
  return [...counts.keys()].reduce((a, b) => (near(b) > near(a) ? b : a));
}

/**
 * A schedule that was replaced starts its rate anew, so its phase moves. A slot of the old phase is not missed then: its run is
 * due one interval after the last one, whenever that was.
 */
export function dueAfterLastRun(slots: readonly DueSlot[], { runs, starts = [] }: PhaseEvidence, rate: Schedule): DueSlot[] {
  if (slots.length === 0) return [];
  const interval = intervalOf(rate, slots[0].at);
  const known = [...starts, ...runs.map(startOf)].sort((a, b) => a - b);
  let seen = 0;
  return slots.map((slot) => {
    while (seen < known.length && known[seen] < slot.at) seen += 1;
    const later = (known[seen - 1] ?? -Infinity) + interval - slot.at;
    if (later <= SPREAD * MINUTE) return slot;
    return { ...slot, dueAt: slot.dueAt + later, ...(slot.deadline === undefined ? {} : { deadline: slot.deadline + later }) };
  });
}

function startOf({ slot, start }: Run): Instant {
  return slot ?? start;
}

function minuteOf(instant: Instant, interval: number): Instant {
  return Math.floor(mod(instant, interval) / MINUTE) * MINUTE;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
