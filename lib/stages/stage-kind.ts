import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration, IResource } from 'aws-cdk-lib/core';
import type { EvidenceSource } from '../../core/evidence/kinds';
import type { Access } from '../observatory/access-policy';
import type { SignalRow } from '../signals/signal-row';

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
  readonly settle: Duration;
  /** Another attempt may follow a bad run within this time. */
  readonly retryWithin?: Duration;
  source(): EvidenceSource;
  signals(context: StageContext): SignalRow[];
  /** What cannot be watched since nothing is known of it, each with its remedy; asked when the tree is complete. */
  unknown?(): string[];
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
