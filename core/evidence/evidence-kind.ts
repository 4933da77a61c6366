import type { Fields } from '../fields';
import type { Instant } from '../time';
import type { Run } from './run';

/** One metric that tells about a stage's runs. */
export interface MetricRow {
  readonly metric: string;
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum' | 'p50';
  /** Read only where the contract has a deadline, since every metric read costs money at every tick. */
  readonly onlyForDeadline?: boolean;
}

export interface Point {
  /** Start of the period that the point covers. */
  readonly at: Instant;
  readonly value: number;
}

/** The points of a stage's metrics; all of one period length. */
export interface MetricPoints {
  readonly periodMillis: number;
  /** The points of a row, oldest first; empty when nothing was recorded. */
  of(metric: string, statistic: MetricRow['statistic']): readonly Point[];
}

/** A machine whose executions can be listed. */
export interface ExecutionsSource {
  readonly stateMachineArn: string;
  readonly scheduledTimeField?: string;
}

/** The metrics that sum up a kind's runs over a longer time, for reports; they convict nobody. */
export interface SummaryMetrics {
  /** Their sum is the number of runs that ended. */
  readonly runs: readonly string[];
  /** Of those, the ones of runs that ended badly. */
  readonly failures: readonly string[];
  /** How long runs took, in milliseconds. */
  readonly duration: string;
}

/**
 * How the evidence of one kind of stage is read. A new kind is one file with such a table and one line in the registry.
 */
export interface EvidenceKind<S extends { readonly kind: string }> {
  readonly kind: S['kind'];
  readonly namespace: string;
  /** Reads the source out of a contract. */
  read(fields: Fields): S;
  dimensions(source: S): Readonly<Record<string, string>>;
  metrics(source: S): readonly MetricRow[];
  readonly summary: SummaryMetrics;
  /** Turns the points of those metrics into runs. */
  runs(source: S, points: MetricPoints): Run[];
  /** Whether a run can be seen while it is running; else only its end shows that there was one. */
  showsRunning(source: S): boolean;
  /** The authoritative record to ask before a conviction; absent where metrics are all there is. */
  executions(source: S): ExecutionsSource | undefined;
  /** Which moment of a run its points are stamped with. A point stamped with the start comes into sight at the end. */
  readonly stampedAt: 'start' | 'end';
}
