import type { Instant } from '../time';

/** The state of a run. Everything except `running` and `succeeded` ended badly. */
export type Outcome = 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';

/** One run of a stage, or several similar ones that the evidence cannot tell apart. */
export interface Run {
  /** When it started; the earliest possible instant if the evidence is coarse. */
  readonly start: Instant;
  /**
   * The latest instant at which it can have started.
   * @default `start`
   */
  readonly latestStart?: Instant;
  /** When it ended, if it did and the evidence says so; the earliest possible instant if the evidence is coarse. */
  readonly end?: Instant;
  /** The newest outcome: a redrive or retry of the same run overrides earlier outcomes. */
  readonly outcome: Outcome;
  /**
   * How many runs this stands for.
   * @default 1
   */
  readonly count?: number;
  /** The scheduled time that the run itself carries. It overrides any guess from its start. */
  readonly slot?: Instant;
}

/** What could be read about one stage. */
export interface StageEvidence {
  /** The stage's name in the contract. */
  readonly stage: string;
  readonly runs: readonly Run[];
  /** Runs that started before this instant are not in the record. */
  readonly from: Instant;
  /** Whether this record proves that there was no success. Best-effort metrics show a success, never the absence of one. */
  readonly confirmsFailure: boolean;
  /** Why the record could not be read; absent if it was read. A success that was read still counts. */
  readonly problem?: string;
}

export function endedBadly(run: Run): boolean {
  return run.outcome !== 'running' && run.outcome !== 'succeeded';
}

export function countOf(run: Run): number {
  return run.count ?? 1;
}

/**
 * When a run that is not running had its result: at its end, or at its start if the evidence has no end. The earliest
 * possible instant.
 */
export function earliestResult(run: Run): Instant {
  return run.end ?? run.start;
}

/** The latest possible such instant if the evidence is coarse. */
export function latestResult(run: Run): Instant {
  return earliestResult(run) + (run.latestStart ?? run.start) - run.start;
}
