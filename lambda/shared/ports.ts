import type { ExecutionsSource, Point } from '../../core/evidence/evidence-kind';
import type { MetricBatch } from '../../core/evidence/metric-plan';
import type { Run } from '../../core/evidence/run';
import type { Instant } from '../../core/time';
import type { LogEntry } from './log';

/** One rule broken, and CloudWatch refuses the whole call, with the metrics of all other pipelines in it. */
const DIMENSION_VALUE = /^(?=.*\S)[\x20-\x7e]{1,1024}$/;

/** What `isDimensionValue` asks for, to be put after "must be". */
export const DIMENSION_VALUE_RULE = '1 to 1024 printable ASCII characters and not blank';

/** Whether CloudWatch takes a text as the value of a dimension (CloudWatch API reference, "Dimension"). */
export function isDimensionValue(text: string): boolean {
  return DIMENSION_VALUE.test(text);
}

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

/** What judging asks of the outside: contracts and the evidence of them. Every call may throw. */
export interface EvidencePorts {
  contracts(): AsyncIterable<StoredContract>;
  readMetrics(batch: MetricBatch): Promise<MetricAnswers>;
  listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord>;
  log(entry: LogEntry): void;
  /** Milliseconds until reading must stop, well before the function's own timeout. */
  timeLeft(): number;
}
