import type { ExecutionsSource, Point } from '../../core/evidence/evidence-kind';
import type { MetricBatch } from '../../core/evidence/metric-plan';
import type { Run } from '../../core/evidence/run';
import type { Checkup } from '../../core/ledger/checkup';
import type { SlotRow, Standing } from '../../core/ledger/standing';
import type { Instant } from '../../core/time';
import type { LogEntry } from './log';

/** When one value breaks the rule, CloudWatch refuses the whole call, with the metrics of all other pipelines. */
const DIMENSION_VALUE = /^(?=.*\S)[\x20-\x7e]{1,1024}$/;

/** The rule of `isDimensionValue`, as the end of a sentence with "must be". */
export const DIMENSION_VALUE_RULE = '1 to 1024 printable ASCII characters and not blank';

/** Whether CloudWatch accepts a text as the value of a dimension (CloudWatch API reference, "Dimension"). */
export function isDimensionValue(text: string): boolean {
  return DIMENSION_VALUE.test(text);
}

/** A contract or profile as it is stored. Its text is not validated yet. */
export interface StoredContract {
  /** The parameter's name, which errors name. */
  readonly name: string;
  /** Empty when the store returns none. */
  readonly text: string;
  /** NaN when the store does not say it. */
  readonly lastChanged: Instant;
}

/** The answer to a batch of metric reads. A key that is in neither map was not answered. */
export interface MetricAnswers {
  readonly points: ReadonlyMap<string, readonly Point[]>;
  /** Keys that could not be read (completely), with the reason. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The executions of a machine, each with its newest outcome. */
export interface ExecutionRecord {
  readonly runs: readonly Run[];
  /** The record is complete since this instant. A listing is bounded, and closed executions are kept for 90 days. */
  readonly from: Instant;
}

/** A standing as the ledger has it. */
export interface StoredStanding {
  readonly pipeline: string;
  /** Absent: it cannot be read, or a newer checker wrote it. `problem` says which. */
  readonly standing?: Standing;
  /** Written when nobody has written since. 0: there is none. */
  readonly revision: number;
  /** Why it cannot be used, one clause. */
  readonly problem?: string;
  /** Whether a newer checker wrote it. It must not be overwritten. */
  readonly isNewer?: boolean;
}

/** What the ledger remembers. Every call may throw. */
export interface LedgerReads {
  /** The standings of all pipelines. One that cannot be read is listed with its problem and stops no other. */
  standings(): Promise<readonly StoredStanding[]>;
  /** Settled slots with from <= slot <= to. */
  slots(pipeline: string, from: Instant, to: Instant): Promise<SlotRows>;
}

/** Rows of a pipeline. */
export interface SlotRows {
  /** Oldest first. */
  readonly rows: readonly SlotRow[];
  /** How many rows cannot be read. The log names them. */
  readonly broken: number;
}

/** The ledger as the checker uses it. Every call may throw, and LedgerUnavailable then fires. */
export interface Ledger extends LedgerReads {
  /**
   * Adds rows of settled slots, each only if it is not there. Only a settled `unknown` is replaced, once.
   * @returns the rows that are there now, in the same order: a row that existed is the truth
   */
  addSlots(rows: readonly SlotRow[]): Promise<readonly SlotRow[]>;
  /**
   * Writes a standing on the condition that its revision has not changed.
   * @returns whether it was written; false if another tick has written since
   */
  saveStanding(standing: Standing, revision: number): Promise<boolean>;
  /** What the checker remembers about its own ticks; undefined if it remembers nothing. @throws LedgerError if that cannot be read */
  checkup(): Promise<Checkup | undefined>;
  /** Of two ticks at once, the last one wins. */
  saveCheckup(checkup: Checkup): Promise<void>;
}

/** What a judgement reads: contracts and their evidence. Every call may throw. */
export interface EvidencePorts {
  contracts(): AsyncIterable<StoredContract>;
  readMetrics(batch: MetricBatch): Promise<MetricAnswers>;
  listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord>;
  log(entry: LogEntry): void;
  /** Milliseconds until reading must stop, well before the function's own timeout. */
  timeLeft(): number;
}
