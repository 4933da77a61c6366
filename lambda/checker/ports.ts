import type { ExecutionsSource, Instant, MetricBatch, Point, Run, TopicAttributes } from '../../core';

/** A contract as the store has it: its text is not validated yet. */
export interface StoredContract {
  /** The parameter's name, to be named when the text is broken. */
  readonly name: string;
  /** Empty when the store has none. */
  readonly text: string;
  /** NaN when the store does not say. */
  readonly lastChanged: Instant;
}

/** The answer to a batch of metric reads. A key that is in neither map was not answered. */
export interface MetricAnswers {
  readonly points: ReadonlyMap<string, readonly Point[]>;
  /** Keys that could not be read (completely), with the reason. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The executions of a machine, newest outcome of each. */
export interface ExecutionRecord {
  readonly runs: readonly Run[];
  /** The record is complete from here on: a listing is bounded, and closed executions are kept for 90 days. */
  readonly from: Instant;
}

/** One value to publish in the observatory's namespace. */
export interface Datum {
  readonly metric: string;
  /** The pipeline it is about; absent for the observatory's own metrics. */
  readonly pipeline?: string;
  readonly value: number;
}

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One structured log line. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/**
 * All that the checker does to the outside. In Lambda the adapters are AWS SDK calls; in a drill they are a simulated
 * account. Every one of them may throw.
 */
export interface CheckerPorts {
  /** ARNs of the topics that somebody has to hear. */
  readonly topics: readonly string[];
  contracts(): AsyncIterable<StoredContract>;
  readMetrics(batch: MetricBatch): Promise<MetricAnswers>;
  listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord>;
  /** Must not take all the time there is: the tick waits for it. */
  readTopic(arn: string): Promise<TopicAttributes>;
  publish(data: readonly Datum[], now: Instant): Promise<void>;
  log(entry: LogEntry): void;
  /** Milliseconds until the tick must stop, well before the function's own timeout. */
  timeLeft(): number;
}
