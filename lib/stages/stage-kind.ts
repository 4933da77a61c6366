import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, type IResource } from 'aws-cdk-lib/core';
import type { EvidenceSource } from '../../core/evidence/kinds';
import type { Access } from '../observatory/access-policies';
import type { SignalRow } from '../signals/signal-row';

/**
 * How long evidence may be under way before its absence counts. Metrics have been seen to come minutes late and are
 * all there is for Lambda functions and express machines; ListExecutions is only eventually consistent.
 */
export const PUBLICATION_DELAY = {
  metrics: Duration.minutes(12),
  executions: Duration.minutes(2),
} as const;

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
   * @default - the expectation's `minSuccessfulRuns`
   */
  readonly minSuccessfulRuns?: number;

  /**
   * The stage runs only now and then (a repair, a backfill): its failures are told, its absence is not.
   * @default false
   */
  readonly optional?: boolean;

  /**
   * The publication delay allowed for the evidence before its absence counts.
   * @default - 12 minutes where metrics are all there is (functions, express machines), 2 minutes for standard machines
   */
  readonly publicationDelay?: Duration;
}

/** What the expectation says about a stage by the time its signals are made. */
export interface StageContext {
  /** The longest that a run may take. */
  readonly maxDuration: Duration;
  /** Whether somebody declared that (a timeout, `maxDuration`), or it was only derived from the schedule. */
  readonly maxDurationDeclared: boolean;
}

/** A page of the AWS console that helps to answer "why". */
export interface ConsoleLink {
  readonly title: string;
  readonly url: string;
}

/**
 * One kind of stage: everything that the library needs to know about it. A new kind is a file with such an object, its
 * evidence kind in core, and a factory method on PipelineStage.
 */
export interface StageKind {
  readonly resource: IResource;
  /** What a person calls it in a sentence. */
  readonly noun: string;
  /** The resource's own limit for a run, if it can be known; evaluated at synth. */
  timeout(): Duration | undefined;
  /** The longest run that the service allows for this kind of resource, where that is short enough to be an expectation. */
  readonly serviceLimit?: Duration;
  /** Whether a run always belongs to the limit of the resource rather than to that of the whole pipeline. */
  readonly ownLimitOnly: boolean;
  /** The publication delay that must be allowed before missing evidence counts. */
  readonly publicationDelay: Duration;
  /** Another attempt may follow a failed run within this time; evaluated at synth. @default - none follows */
  retryWithin?(): Duration | undefined;
  source(): EvidenceSource;
  signals(context: StageContext): SignalRow[];
  /** What cannot be watched since nothing is known of it, each with its remedy; asked when the tree is complete. */
  unknownLimits?(): string[];
  /** How often its runs had to wait, for the dashboard: no failure, since they go on. */
  waiting?(period: Duration): Metric;
  /** The longest that a run may take by the limits of its steps, where it has none of its own. */
  limitOfSteps?(): Duration | undefined;
  /** What is needed to ask the resource's own record of runs. */
  readonly evidenceAccess: readonly Access[];
  /** What is needed to find out why a run went wrong. */
  readonly diagnosisAccess: readonly Access[];
  /** How long runs took, for the dashboard. */
  duration(period: Duration): Metric;
  links(): ConsoleLink[];
}
