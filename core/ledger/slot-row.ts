import { sum } from '../collections';
import { isBad, type SlotVerdict, type StageVerdict, worst } from '../verdict/verdict';
import type { SlotRow } from './standing';

/** The row of one settled slot. */
export function rowOf(pipeline: string, { slot, dueAt, verdict, decidedBy, runs, startedAt, endedAt, endedBadlyAt, newestSuccessAt }: SlotVerdict): SlotRow {
  const { stage, code, reason } = decidedBy;
  return {
    pipeline, slot, dueAt, verdict, stage, code, reason, runs,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(endedBadlyAt === undefined ? {} : { endedBadlyAt }),
    ...(newestSuccessAt === undefined ? {} : { newestSuccessAt }),
  };
}

/** The row of an hour's good slots, oldest first. */
export function hourRow(pipeline: string, slots: readonly SlotVerdict[]): SlotRow {
  const [first] = slots;
  return { ...rowOf(pipeline, worst(slots)), slot: first!.slot, dueAt: first!.dueAt, runs: sum(slots.map(({ runs }) => runs)), slots: slots.length };
}

/** The verdict that a row remembers. */
export function slotOfRow({ slot, dueAt, verdict, stage, code, reason, runs, startedAt, endedAt, endedBadlyAt, newestSuccessAt }: SlotRow): SlotVerdict {
  const decidedBy: StageVerdict = { stage, verdict, code, reason, ...(isBad(verdict) && endedBadlyAt !== undefined ? { endedBadlyAt } : {}) };
  return {
    slot, dueAt, verdict, decidedBy, stages: [decidedBy], runs, closedAt: dueAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(endedBadlyAt === undefined ? {} : { endedBadlyAt }),
    ...(newestSuccessAt === undefined ? {} : { newestSuccessAt }),
  };
}
