import type { ScheduledExpectation, StageContract } from '../contract/contract';
import { kindOf } from '../evidence/kinds';
import { DAY, HOUR, Instant, SECOND } from '../time';

/** What the bounds of a slot count from. */
interface OwedSlot {
  /** When a run is due. */
  readonly dueAt: Instant;
  /** When a run must have succeeded, if there is a deadline. */
  readonly deadline?: Instant;
}

/** The instants that decide one slot of one stage. A slot exactly at a bound is not bad yet. */
export interface SlotBounds {
  /** The run must start by then. `Infinity` if the stage has no start bound and the slot has no deadline. */
  readonly startBy: Instant;
  /** Until then a slot without a run is pending, even if the evidence cannot be read. */
  readonly pendingUntil: Instant;
  /** A run that is not visible by then did not start. */
  readonly seenBy: Instant;
  /** The verdict on a run that starts in time is final by then. Counts from the due time if `startBy` is `Infinity`. */
  readonly decidedBy: Instant;
  /** The delay allowed for the evidence, in milliseconds. */
  readonly publicationDelay: number;
  /** A run that takes longer is stuck, in milliseconds. */
  readonly maxDuration: number;
  /** How long after a bad run another attempt may become visible, in milliseconds. 0: no retry is expected. */
  readonly retryWithin: number;
}

/** The bounds of one slot of a stage. Everything that asks when a slot is decided asks here. */
export function slotBounds(stage: StageContract, { dueAt, deadline = Infinity }: OwedSlot): SlotBounds {
  const publicationDelay = stage.publicationDelaySeconds * SECOND;
  const maxDuration = stage.maxDurationSeconds * SECOND;
  const startWithin = stage.startWithinSeconds === undefined ? Infinity : stage.startWithinSeconds * SECOND;
  // A run that must succeed by the deadline must start by then.
  const startBy = Math.min(dueAt + startWithin, deadline);
  const pendingUntil = startBy + publicationDelay;
  return {
    startBy,
    pendingUntil,
    seenBy: pendingUntil + (kindOf(stage.source).showsRunning(stage.source) ? 0 : maxDuration),
    decidedBy: (Number.isFinite(startBy) ? startBy : dueAt) + longestRun(stage),
    publicationDelay,
    maxDuration,
    retryWithin: stage.retryWithinSeconds === 0 ? 0 : stage.retryWithinSeconds * SECOND + publicationDelay,
  };
}

/** From the start of a run to its final verdict, at most, in milliseconds. */
export function longestRun({ maxDurationSeconds, retryWithinSeconds, publicationDelaySeconds }: StageContract): number {
  return (maxDurationSeconds + retryWithinSeconds + publicationDelaySeconds) * SECOND;
}

/**
 * How long after its scheduled time a slot may still be open, in milliseconds. This is longer than `slotBounds` says for
 * runs that start in time: a late run keeps its slot open too, so the start bound and the deadline add up.
 */
export function undecidedMillis(stages: readonly StageContract[], expectation: ScheduledExpectation): number {
  const { flexibleWindowSeconds, finishWithinSeconds = 0, finishBy } = expectation;
  // A local time comes once a day, or after 25 hours when the clocks go back.
  const deadline = finishBy === undefined ? finishWithinSeconds * SECOND : DAY + HOUR;
  return deadline + flexibleWindowSeconds * SECOND
    + Math.max(...stages.map((stage) => (stage.startWithinSeconds ?? 0) * SECOND + longestRun(stage)));
}
