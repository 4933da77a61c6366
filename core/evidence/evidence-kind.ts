import type { Fields } from '../fields';
import type { Instant } from '../time';
import type { Run } from './run';

/** One metric about a stage's runs. */
export interface MetricRow {
  readonly metric: string;
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum' | 'p50';
  /** Read only if the contract has a deadline: every metric costs money at every tick. */
  readonly onlyForDeadline?: boolean;
}

export interface Point {
  /** The start of the period that the point covers. */
  readonly at: Instant;
  readonly value: number;
}

/** The points of a stage's metrics, all with the same period. */
export interface MetricPoints {
  readonly periodMillis: number;
  /** The points of a row, oldest first; empty if nothing was recorded. */
  of(metric: string, statistic: MetricRow['statistic']): readonly Point[];
}

/** A machine whose executions can be listed. */
export interface ExecutionsSource {
  readonly stateMachineArn: string;
  readonly scheduledTimeField?: string;
}

/** The metrics that sum up a kind's runs over a longer time, for reports. They confirm no failure. */
export interface SummaryMetrics {
  /** Their sum is the number of runs that ended. */
  readonly runs: readonly string[];
  /** Their sum is the number of those runs that ended badly. */
  readonly failures: readonly string[];
  /** How long runs took, in milliseconds. */
  readonly duration: string;
}

/** How the evidence of one kind of stage is read. A new kind needs such a table and one line in the registry. */
export interface EvidenceKind<S extends { readonly kind: string }> {
  readonly kind: S['kind'];
  readonly namespace: string;
  /** Reads the source from a contract. */
  read(fields: Fields): S;
  dimensions(source: S): Readonly<Record<string, string>>;
  metrics(source: S): readonly MetricRow[];
  readonly summary: SummaryMetrics;
  /** Turns the points of those metrics into runs. */
  runs(source: S, points: MetricPoints): Run[];
  /** Whether a run is visible while it is running. Otherwise only its end shows that there was one. */
  showsRunning(source: S): boolean;
  /** The authoritative record that must confirm a failure; undefined if metrics are all there is. */
  executions(source: S): ExecutionsSource | undefined;
  /** Which moment of a run its points are stamped with. A point stamped with the start becomes visible at the end. */
  readonly stampedAt: 'start' | 'end';
}
