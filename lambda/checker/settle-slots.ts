import { conclude } from '../../core/ledger/conclude';
import { closedSlots, settledWith } from '../../core/ledger/settle';
import type { Instant } from '../../core/time';
import type { Change, LedgerBook } from './ledger-book';
import type { Looked } from './look';

/**
 * Writes the rows of the slots that are closed, and what they add up to. A row that another tick has written is the truth. If the
 * rows cannot be written, nothing is settled, and a later tick does it: nobody notices, since evidence still shows those slots.
 */
export async function settleSlots(book: LedgerBook, { contract, open, inspection }: Looked, change: Change, now: Instant): Promise<Change> {
  const judgement = inspection?.judgement;
  if (judgement === undefined || !open.isKept) return change;
  const { slots, rows } = closedSlots(contract, judgement, now);
  if (slots.length === 0 && judgement.rerun === undefined) return change;
  const truths = await book.addSlots(contract.pipeline, rows);
  if (truths === undefined) return change;
  const settled = settledWith(contract, judgement, open.standing.settled, { slots, truths });
  const { unverifiableSince } = change.after;
  return { open, after: { ...conclude(contract, open.standing, { judgement, settled, closed: slots }, now), ...(unverifiableSince === undefined ? {} : { unverifiableSince }) } };
}
