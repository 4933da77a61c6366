import type { Contract, ScheduledExpectation } from '../contract/contract';
import { scheduleOf } from '../contract/contract-schedule';
import type { Run } from '../evidence/run';
import type { Schedule } from '../schedule/schedule';
import { Instant, MINUTE } from '../time';

/** Runs of one rate start within so many minutes of their interval: EventBridge fires within one, and others jitter. */
const SPREAD = 3;

/** The schedule of a contract, with the phase of a `rate` that has no anchor read from the runs. */
export function phasedSchedule({ since }: Contract, expectation: ScheduledExpectation, runs: readonly Run[]): Schedule {
  // EventBridge starts a rate when the schedule is created, which is about when the contract was first written.
  const assumed = scheduleOf(expectation, since);
  if (assumed.kind !== 'rate' || expectation.anchor !== undefined || runs.length === 0) return assumed;
  const interval = assumed.next(since)!.at - since;
  return scheduleOf(expectation, since + mod(phaseOf(runs, interval) - since, interval));
}

/**
 * The minute of the interval with which the few minutes begin in which most runs start. Their first, so that no run
 * seems to belong to the slot before; of equals the oldest run's, so that it stays put.
 */
function phaseOf(runs: readonly Run[], interval: number): Instant {
  const starts = runs.map((run) => run.slot ?? run.start).sort((a, b) => a - b);
  const counts = new Map<Instant, number>();
  for (const start of starts) {
    const minute = minuteOf(start, interval);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  const near = (minute: Instant): number => Array.from({ length: SPREAD }, (_, later) =>
    counts.get(mod(minute + later * MINUTE, interval)) ?? 0).reduce((sum, count) => sum + count);
  return [...counts.keys()].reduce((a, b) => (near(b) > near(a) ? b : a));
}

function minuteOf(instant: Instant, interval: number): Instant {
  return Math.floor(mod(instant, interval) / MINUTE) * MINUTE;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
