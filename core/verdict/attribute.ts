import type { Run, StageEvidence } from '../evidence/run';
import type { Instant } from '../time';
import type { DueSlot } from './due-slots';

/** A slot takes the runs that start in its window; a run that carries its slot goes there, whenever it started. */
export function attribute(slots: readonly DueSlot[], evidence: StageEvidence): Map<DueSlot, Run[]> {
  const bySlot = new Map<DueSlot, Run[]>(slots.map((slot) => [slot, []]));
  const indexOf = new Map(slots.map((slot, index) => [slot.at, index]));
  for (const run of evidence.runs) {
    // A carried time may be a little off the slot, as where the phase of a rate is known by the minute.
    const carried = run.slot === undefined ? undefined : indexOf.get(run.slot) ?? indexAt(slots, run.slot);
    const first = carried ?? indexAt(slots, run.start);
    const last = carried ?? indexAt(slots, run.latestStart ?? run.start);
    if (first < last && !countsInDoubt(run, evidence)) continue;
    for (const slot of slots.slice(Math.max(first, 0), last + 1)) bySlot.get(slot)!.push(run);
  }
  return bySlot;
}

/**
 * Whether a run counts for each slot to which it may belong, where the evidence is too coarse to say to which it does;
 * else it counts for none. Where an authoritative record can be asked, doubt proves nothing. Where there is none, doubt
 * must not convict: a success may have been any slot's, but a failure may have been another's.
 */
function countsInDoubt(run: Run, evidence: StageEvidence): boolean {
  return evidence.convicts && run.outcome === 'succeeded';
}

/**
 * Index of the slot in whose window an instant lies: -1 before the first window, the number of slots after the last.
 * Windows follow each other without a gap, so a binary search finds it.
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
