import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, type IResource } from 'aws-cdk-lib/core';
import type { EvidenceSource } from '../../core/evidence/kinds';
import { DURATION, FLAG, LENGTH, NUMBER, type Shapes, TEXT } from '../argument-shapes';
import type { Access } from '../observatory/access-policies';
import type { SignalRow } from '../signals/signal-row';

/**
 * How late evidence may arrive before its absence counts. Metrics can be minutes late, and Lambda functions and express
 * machines have nothing else. ListExecutions is eventually consistent.
 */
export const PUBLICATION_DELAY = {
  metrics: Duration.minutes(12),
  executions: Duration.minutes(2),
} as const;

/** Options of any stage. */
export interface StageOptions {
  /**
   * The name of this stage for people: unique within its pipeline, known at synth, at most 64 characters.
   * @default - the construct id of the resource
   */
  readonly stageName?: string;

  /**
   * A run must start within this time after it is due.
   * @default - for the first stage, the expectation's `startWithin`. A later stage has in addition the time that the stages
   * before it may take (the expectation's `maxDuration`, else theirs), at most the time between two due times
   */
  readonly startWithin?: Duration;

  /**
   * A run that takes longer is stuck.
   * @default - for a function, its timeout. For a state machine, the expectation's `maxDuration`, else its own timeout,
   * else the sum of its tasks' timeouts if it is a plain chain of tasks, else the shortest time between two due times, at
   * most a day
   */
  readonly maxDuration?: Duration;

  /**
   * The number of successful runs of this stage that each due time needs.
   * @default - the expectation's `minSuccessfulRuns`
   */
  readonly minSuccessfulRuns?: number;

  /**
   * The stage need not run each time (a repair, a backfill). You are notified of its failures, but not when it does not run.
   * @default false
   */
  readonly optional?: boolean;

  /**
   * How late metrics or execution records may arrive before their absence counts.
   * @default - 12 minutes for functions and express machines, which have metrics only; 2 minutes for standard machines
   */
  readonly publicationDelay?: Duration;
}

export const STAGE_OPTIONS: Shapes<StageOptions> = {
  stageName: TEXT, startWithin: DURATION, maxDuration: LENGTH, minSuccessfulRuns: NUMBER, optional: FLAG, publicationDelay: DURATION,
};

/** What the expectation says about a stage when its signals are created. */
export interface StageContext {
  /** The longest time that a run may take. */
  readonly maxDuration: Duration;
  /** Whether somebody declared it (a timeout, `maxDuration`). If not, it is derived from the schedule. */
  readonly maxDurationDeclared: boolean;
}

/** A page of the AWS console that helps to find a reason. */
export interface ConsoleLink {
  readonly title: string;
  readonly url: string;
}

/**
 * Everything that the library needs to know about one kind of stage. A new kind needs a file with such an object, its
 * evidence kind in core, and a factory method on PipelineStage.
 */
export interface StageKind {
  readonly resource: IResource;
  /** The word for it in a sentence. */
  readonly noun: string;
  /** The resource's own limit for a run, if it is known; evaluated at synth. */
  timeout(): Duration | undefined;
  /** The longest run that the service allows for this kind of resource, if that is short enough to be useful. */
  readonly serviceLimit?: Duration;
  /** Whether a run is always limited by the resource, and not by the expectation of the whole pipeline. */
  readonly ownLimitOnly: boolean;
  /** How late evidence may arrive before its absence counts. */
  readonly publicationDelay: Duration;
  /** Another attempt may follow a failed run within this time; evaluated at synth. @default - none follows */
  retryWithin?(): Duration | undefined;
  source(): EvidenceSource;
  signals(context: StageContext): SignalRow[];
  /** What cannot be watched because nothing is known about it, each with its remedy; called when the tree is complete. */
  warnings?(): string[];
  /** How often its runs had to wait, for the dashboard. They continue, so this is no failure. */
  waiting?(period: Duration): Metric;
  /** The longest time that a run may take by the limits of its steps, if it has no limit of its own. */
  limitOfSteps?(): Duration | undefined;
  /** The permissions to read the resource's own record of runs. */
  readonly evidenceAccess: readonly Access[];
  /** The permissions to find out why a run failed. */
  readonly diagnosisAccess: readonly Access[];
  /** The duration of runs, for the dashboard. */
  duration(period: Duration): Metric;
  links(): ConsoleLink[];
}
