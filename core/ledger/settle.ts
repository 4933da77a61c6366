import { own } from '../collections';
import { type Contract, isSilence } from '../contract/contract';
import { mostSlots } from '../schedule/parse';
import { DAY, HOUR, type Instant } from '../time';
import { type Fold, foldSlot, NOTHING_FOLDED } from '../verdict/fold';
import type { Settled } from '../verdict/settled';
import { inOrder, isBad, isGood, type Judgement, type SlotVerdict } from '../verdict/verdict';
import { hourRow, rowOf, slotOfRow } from './slot-row';
import type { SlotRow } from './standing';

/** A slot that stays unreadable for this long after it was closed is settled as unknown (ledger rule 6). */
const UNREADABLE_FOR = 7 * DAY;

/** The slots that a look at the evidence settles. */
export interface Settling {
  /** Oldest first. */
  readonly slots: readonly SlotVerdict[];
  /** Their rows. Slots that are closer than an hour share a row an hour, apart from the bad ones. */
  readonly rows: readonly SlotRow[];
}

/**
 * The slots that are closed. They settle in order, each once. A look at the evidence after a slot was closed is its closing read,
 * because every look covers all that is not settled.
 */
export function closedSlots(contract: Contract, { slots, pipeline }: Judgement, now: Instant): Settling {
  const { expectation } = contract;
  const firstOpen = slots.findIndex((slot) => !isClosed(slot, now));
  const closed = firstOpen < 0 ? slots : slots.slice(0, firstOpen);
  if (isSilence(expectation)) {
    // The last slot is the one to come. What is not known stops the others, since the span of silence goes on from there.
    const isKnown = firstOpen < 0 || firstOpen >= slots.length - 1;
    return isKnown ? { slots: closed, rows: closed.map((slot) => rowOf(pipeline, slot)) } : { slots: [], rows: [] };
  }
  if (mostSlots(expectation.schedule, HOUR) <= 2) return { slots: closed, rows: closed.map((slot) => rowOf(pipeline, slot)) };
  const open = hourOf(Math.min(slots[closed.length]?.slot ?? Infinity, now));
  const whole = closed.filter(({ slot }) => hourOf(slot) < open);
  return { slots: whole, rows: rowsByHour(pipeline, whole) };
}

function isClosed({ verdict, closedAt }: SlotVerdict, now: Instant): boolean {
  if (isGood(verdict) || isBad(verdict)) return now > closedAt;
  return verdict === 'unknown' && now > closedAt + UNREADABLE_FOR;
}

function hourOf(instant: Instant): number {
  return Math.floor(instant / HOUR);
}

function rowsByHour(pipeline: string, slots: readonly SlotVerdict[]): SlotRow[] {
  const good = new Map<number, SlotVerdict[]>();
  for (const slot of slots.filter(({ verdict }) => isGood(verdict))) good.set(hourOf(slot.slot), [...good.get(hourOf(slot.slot)) ?? [], slot]);
  const others = slots.filter(({ verdict }) => !isGood(verdict)).map((slot) => rowOf(pipeline, slot));
  return [...[...good.values()].map((hour) => hourRow(pipeline, hour)), ...others].sort((a, b) => a.slot - b.slot);
}

/**
 * What is settled after the rows were written. A row that was there before is the truth, whatever the evidence says now.
 *
 * @param truths the rows as they are in the ledger
 */
export function settledWith(contract: Contract, judgement: Judgement, before: Settled | undefined, { slots, truths }: { readonly slots: readonly SlotVerdict[]; readonly truths: readonly SlotRow[] }): Settled | undefined {
  const { expectation } = contract;
  const { rerun } = judgement;
  if (slots.length === 0 && rerun === undefined) return before;
  const rows = Object.fromEntries(truths.filter((row) => row.slots === undefined).map((row) => [row.slot, row]));
  const known = slots.map((slot) => {
    const row = own(rows, String(slot.slot));
    return row === undefined || row.verdict === slot.verdict ? slot : slotOfRow(row);
  });
  let fold = before?.fold ?? NOTHING_FOLDED;
  if (rerun !== undefined) fold = countedOnce(foldSlot(fold, rerun, expectation), rerun);
  for (const slot of inOrder(known)) fold = foldSlot(fold, slot, expectation);
  const through = slots.at(-1)?.slot ?? before?.through ?? -Infinity;
  return {
    fold,
    through,
    ...(judgement.starts === undefined ? {} : { starts: judgement.starts }),
    ...(isSilence(expectation) && judgement.silence !== undefined ? judgement.silence : {}),
  };
}

/** A success that heals is counted once: the next one must come after it. */
function countedOnce(fold: Fold, { newestSuccessAt }: SlotVerdict): Fold {
  return fold.open && newestSuccessAt !== undefined ? { ...fold, endedBadlyAt: newestSuccessAt } : fold;
}
