import type { Duration } from 'aws-cdk-lib/core';

/** What can be said of any stage. */
export interface StageOptions {
  /**
   * What a person calls this stage: unique within its pipeline, known at synth, at most 64 characters.
   * @default - the construct id of the resource
   */
  readonly stageName?: string;

  /**
   * A run must start this long after it is due.
   * @default - for the first stage the expectation's `startWithin`; for a later one that and, since it waits for those
   * before it, what they may take (the expectation's `maxDuration`, else theirs), at most the time between two slots
   */
  readonly startWithin?: Duration;

  /**
   * A run that takes longer is stuck.
   * @default - for a function its timeout; for a state machine the expectation's `maxDuration`, else its own timeout,
   * else the sum of its tasks' timeouts where it is a plain chain of them, else the shortest time between two slots, at
   * most a day
   */
  readonly maxDuration?: Duration;

  /**
   * Successful runs that each slot needs of this stage.
   * @default - the expectation's `minSuccesses`
   */
  readonly minSuccesses?: number;

  /**
   * The stage runs only now and then (a repair, a backfill): its failures are told, its absence is not.
   * @default false
   */
  readonly onDemand?: boolean;

  /**
   * The publication delay allowed for the evidence before its absence counts.
   * @default - 12 minutes where metrics are all there is (functions, express machines), 2 minutes for standard machines
   */
  readonly settle?: Duration;
}
