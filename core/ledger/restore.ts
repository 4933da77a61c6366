import type { Contract } from '../contract/contract';
import type { Instant } from '../time';
import { foldSlot, NOTHING_FOLDED } from '../verdict/fold';
import { inOrder } from '../verdict/verdict';
import { newStanding } from './adopt';
import { slotOfRow } from './slot-row';
import type { SlotRow, Standing } from './standing';

/**
 * The standing of a pipeline whose standing is lost, or that is new. Rows are the truth, so what was settled is added up again.
 * What was owed before is not known any more.
 *
 * @param rows the pipeline's rows, oldest first
 */
export function restoredStanding(contract: Contract, rows: readonly SlotRow[], now: Instant): Standing {
  const standing = newStanding(contract, now);
  const newest = rows.at(-1);
  if (newest === undefined) return standing;
  let fold = NOTHING_FOLDED;
  for (const row of inOrder(rows)) {
    const slot = slotOfRow(row);
    for (let count = row.slots ?? 1; count > 0; count -= 1) fold = foldSlot(fold, slot, contract.expectation);
  }
  // A row of an hour stands for all of its slots.
  const through = newest.slots === undefined ? newest.slot : Math.max(newest.slot, newest.endedAt ?? newest.slot);
  const lastSuccess = Math.max(...rows.map(({ newestSuccessAt = -Infinity }) => newestSuccessAt));
  return { ...standing, settled: { through, fold }, ...(Number.isFinite(lastSuccess) ? { lastSuccess } : {}) };
}
