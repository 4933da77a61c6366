import type { Instant } from '../time';

/** How a run stands. Everything but `running` and `succeeded` ended badly. */
export type Outcome = 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';

/** One run of a stage, or several alike that the evidence cannot tell apart. */
export interface Run {
  /** When it started; the earliest possible instant where the evidence is coarse. */
  readonly start: Instant;
  /** The latest instant at which it can have started. Defaults to `start`. */
  readonly latestStart?: Instant;
  /** When it ended, if it did and the evidence tells; the earliest possible instant where it is coarse. */
  readonly end?: Instant;
  /** The newest outcome: a redrive or retry of the same run overrides what it said before. */
  readonly outcome: Outcome;
  /** How many runs this stands for. Defaults to 1. */
  readonly count?: number;
  /** The scheduled time that the run itself carries; it wins over any guess by its start. */
  readonly slot?: Instant;
}

/** What could be read about one stage. */
export interface StageEvidence {
  /** The stage's name in the contract. */
  readonly stage: string;
  readonly runs: readonly Run[];
  /** Runs that started before this instant are not in the record. */
  readonly from: Instant;
  /** Whether the absence of a success in this record proves anything. Best-effort metrics prove life, never its absence. */
  readonly confirmsFailure: boolean;
  /** Why the record could not be read; absent when it was. A success that was read all the same still counts. */
  readonly problem?: string;
}

export function endedBadly(run: Run): boolean {
  return run.outcome !== 'running' && run.outcome !== 'succeeded';
}

export function countOf(run: Run): number {
  return run.count ?? 1;
}

/** When a run that is not running had its result: at its end, or its start where the evidence knows no end; the earliest possible instant. */
export function earliestResult(run: Run): Instant {
  return run.end ?? run.start;
}

/** The latest possible such instant where the evidence is coarse. */
export function latestResult(run: Run): Instant {
  return earliestResult(run) + (run.latestStart ?? run.start) - run.start;
}
