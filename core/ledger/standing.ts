import type { Instant } from '../time';
import type { Mark, Settled } from '../verdict/settled';
import type { BadVerdict, ReasonCode, Verdict } from '../verdict/verdict';

/**
 * The format of standings that this code writes. A standing in a newer format is not overwritten: that pipeline is judged from
 * evidence alone until its checker is as new as its writer.
 */
export const STANDING_FORMAT = 1;

/**
 * What the ledger remembers of one pipeline: since when its runs are owed, what its settled slots add up to, and what the last
 * look at the evidence showed. Rows of slots are the truth. A standing adds them up, so that nobody has to read them all again.
 */
export interface Standing {
  readonly format: typeof STANDING_FORMAT;
  readonly pipeline: string;
  /** When the checker that wrote it thought it was. */
  readonly writtenAt: Instant;
  /** When the standing was first written, or written again after it had been lost. */
  readonly startedAt: Instant;
  /** The contract that it belongs to, in its canonical form: see `canonicalContract`. */
  readonly contract: string;
  /** When the checker first saw that text. */
  readonly changedAt: Instant;
  /** When what is owed was last changed. Nothing is owed before then, except what `before` says. */
  readonly since: Instant;
  /** What was owed before, oldest first, while the last slot of it is open. */
  readonly before?: readonly OwedBefore[];
  /** What the settled slots add up to. Absent: none is settled. */
  readonly settled?: Settled;
  /** When a run last succeeded, as far as any look has shown. */
  readonly lastSuccess?: Instant;
  /** What the last look at the evidence showed. Absent: nobody has looked yet. */
  readonly look?: Look;
  /** Slots that somebody declared good (`mark-ok`), until they have healed. */
  readonly marks?: readonly Mark[];
  /** Since when the pipeline cannot be verified, without a break. */
  readonly unverifiableSince?: Instant;
  /** Present while its contract is missing. */
  readonly missing?: MissingContract;
  /** When the pipeline was found to have been removed with its alarms. */
  readonly retiredAt?: Instant;
}

/** A contract that is not there, although its pipeline was not seen to be removed. */
export interface MissingContract {
  readonly since: Instant;
  /** When somebody last looked whether the pipeline still has its alarm. */
  readonly checkedAt?: Instant;
}

/** The last expectation before what is owed was changed. */
export interface OwedBefore {
  /** Its contract, in its canonical form. */
  readonly contract: string;
  readonly since: Instant;
  /** The newest slot that is still owed under it: its window had begun when the contract was changed. */
  readonly through: Instant;
}

/** What one look at the evidence showed. Between two looks, it is what the checker knows. */
export interface Look {
  readonly at: Instant;
  /** When the evidence must be looked at again. It is a hint: see `isDue`. */
  readonly nextAt: Instant;
  readonly proofOfLife?: 0 | 1;
  /** Since when `proofOfLife` is 1, without a break. */
  readonly aliveSince?: Instant;
  readonly deadlineMissed?: boolean;
  /** The newest slot that was due. */
  readonly newest?: NewestSlot;
  readonly nextDue?: Instant;
  readonly incident?: RememberedIncident;
  /** Why something could not be verified, a clause each. */
  readonly problems: readonly string[];
}

/** The newest slot that was due when somebody looked. */
export interface NewestSlot {
  readonly slot: Instant;
  readonly dueAt: Instant;
  readonly verdict: Verdict;
  /** When a look first showed that nothing about the slot was open any more. Absent: it is open. */
  readonly decidedAt?: Instant;
}

/** The open incident, as far as a reader without the evidence needs it. */
export interface RememberedIncident {
  readonly since: Instant;
  readonly badSlots: number;
  readonly verdict: BadVerdict;
  readonly stage: string;
  readonly code: ReasonCode;
  readonly reason: string;
}

/** One settled slot. It is written once. Only `unknown` may be replaced, once. */
export interface SlotRow {
  readonly pipeline: string;
  /** The scheduled time. */
  readonly slot: Instant;
  readonly dueAt: Instant;
  readonly verdict: Verdict;
  /** The stage that decided the verdict. */
  readonly stage: string;
  readonly code: ReasonCode;
  readonly reason: string;
  /** When the first run of the slot started, and when its last one ended. Absent where the evidence does not say it. */
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** How many runs the slot had, over all stages. */
  readonly runs: number;
  readonly endedBadlyAt?: Instant;
  readonly newestSuccessAt?: Instant;
  /** When a run of this slot succeeded after the slot was settled: it changes no verdict. */
  readonly rerunAt?: Instant;
  /** Who declared the slot good, if somebody did (`mark-ok`). */
  readonly markedBy?: string;
  /** How many slots the row stands for. Slots that are closer than an hour share a row an hour. @default 1 */
  readonly slots?: number;
}
