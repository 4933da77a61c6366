import { ExecutionsSource, Point } from '../../../core/evidence/evidence-kind';
import { MetricBatch, MetricRead } from '../../../core/evidence/metric-plan';
import { Run } from '../../../core/evidence/run';
import { Instant } from '../../../core/time';
import { statistic } from '../../../drill/cloudwatch/statistic';
import type { LogEntry } from '../../../lambda/shared/log';
import type { EvidencePorts, ExecutionRecord, MetricAnswers, StoredContract } from '../../../lambda/shared/ports';

/** Thrown where a test lets a call fail. Its name says what happened. */
export class FakeError extends Error {
  public constructor(name: string, message = 'said the fake') {
    super(message);
    this.name = name;
  }
}

/** What a test may do to a call: throw, wait, or let it go on. */
export type Disturbance<T extends unknown[] = []> = (...args: T) => void | Promise<void>;

/** Called before each call that reads evidence, with its arguments. */
export interface EvidenceDisturbances {
  /** Called before the contract with that index, and before the end of the listing with the number of contracts. */
  contract?: Disturbance<[index: number]>;
  metrics?: Disturbance<[batch: MetricBatch]>;
  executions?: Disturbance<[source: ExecutionsSource]>;
}

/**
 * The part of an account in memory that every handler reads: contracts, metrics and executions. It answers like the services,
 * records every call, and fails where a test says so.
 */
export class FakeEvidencePorts implements EvidencePorts {
  public contractsStored: StoredContract[];
  /** Executions by the machine's ARN. Other machines have none. */
  public readonly machines = new Map<string, ExecutionRecord>();
  /** The calls, in order. */
  public readonly asked = { metrics: [] as MetricBatch[], executions: [] as { arn: string; from: Instant }[] };
  /** The most calls of GetMetricData and ListExecutions that were under way at once. */
  public mostAtOnce = 0;
  public readonly lines: LogEntry[] = [];
  /** The remaining milliseconds. A test may change them, or give a list of answers. */
  public millisLeft: number[] = [60_000];
  public disturb: EvidenceDisturbances = {};
  /** Metrics that get this problem instead of points, or neither with 'no answer'. */
  public readonly unreadable = new Map<string, string>();

  /** Points that begin later are not visible yet. @default everything is visible */
  public visibleUntil = Infinity;

  readonly #points = new Map<string, Point[]>();
  #atOnce = 0;

  public constructor(...contracts: StoredContract[]) {
    this.contractsStored = contracts;
  }

  /** Records one invocation of a function. */
  public functionRan(functionName: string, start: Instant, { failed = false, millis = 1000 } = {}): this {
    this.#record(`AWS/Lambda ${functionName} Invocations`, start, 1);
    this.#record(`AWS/Lambda ${functionName} Errors`, start, failed ? 1 : 0);
    this.#record(`AWS/Lambda ${functionName} Duration`, start, millis);
    return this;
  }

  /** Records one success of a machine in the metrics. `machines` is the authoritative record. */
  public machineSucceeded(arn: string, start: Instant, end: Instant): this {
    this.#record(`AWS/States ${arn} ExecutionsSucceeded`, end, 1);
    this.#record(`AWS/States ${arn} ExecutionTime`, end, end - start);
    return this;
  }

  /** Sets the executions that a machine's listing returns. */
  public machineRan(arn: string, ...runs: Run[]): this {
    this.machines.set(arn, { runs, from: 0 });
    return this;
  }

  public async* contracts(): AsyncGenerator<StoredContract> {
    for (const [index, contract] of this.contractsStored.entries()) {
      await this.disturb.contract?.(index);
      yield contract;
    }
    await this.disturb.contract?.(this.contractsStored.length);
  }

  public async readMetrics(batch: MetricBatch): Promise<MetricAnswers> {
    this.asked.metrics.push(batch);
    return this.#counted(async () => {
      await this.disturb.metrics?.(batch);
      const points = new Map<string, readonly Point[]>();
      const problems = new Map<string, string>();
      for (const read of batch.reads) {
        const problem = this.unreadable.get(nameOf(read));
        if (problem === undefined) points.set(read.key, this.#read(read, batch));
        else if (problem !== 'no answer') problems.set(read.key, problem);
      }
      return { points, problems };
    });
  }

  public async listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord> {
    this.asked.executions.push({ arn: source.stateMachineArn, from });
    return this.#counted(async () => {
      await this.disturb.executions?.(source);
      return this.machines.get(source.stateMachineArn) ?? { runs: [], from: 0 };
    });
  }

  public log(entry: LogEntry): void {
    // A reader of the log does not see undefined fields.
    this.lines.push(JSON.parse(JSON.stringify(entry)) as LogEntry);
  }

  public timeLeft(): number {
    return this.millisLeft.length > 1 ? this.millisLeft.shift()! : this.millisLeft[0];
  }

  /** The same account as it is seen at an instant: a point is visible two minutes after its time. */
  public until(now: Instant): this {
    this.visibleUntil = now - 2 * 60_000;
    return this;
  }

  /** The log's lines of one event. */
  public linesOf(event: string): LogEntry[] {
    return this.lines.filter((line) => line.event === event);
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      await Promise.resolve();
      return await work();
    } finally {
      this.#atOnce -= 1;
    }
  }

  #record(series: string, instant: Instant, value: number): void {
    this.#points.set(series, [...(this.#points.get(series) ?? []), { at: instant, value }]);
  }

  /** The points of the batch's window, merged into its periods by the read's statistic. */
  #read(read: MetricRead, { from, to, periodSeconds }: MetricBatch): Point[] {
    const period = periodSeconds * 1000;
    const byPeriod = new Map<Instant, number[]>();
    for (const { at, value } of this.#points.get(nameOf(read)) ?? []) {
      const start = Math.floor(at / period) * period;
      if (start >= from && start < to && at <= this.visibleUntil) byPeriod.set(start, [...(byPeriod.get(start) ?? []), value]);
    }
    return [...byPeriod].sort(([a], [b]) => a - b).map(([start, values]) => ({ at: start, value: statistic(read.row.statistic, values)! }));
  }
}

/** The name of a series in the fake, for example `AWS/Lambda Orders Errors`. */
function nameOf({ namespace, dimensions, row }: MetricRead): string {
  return `${namespace} ${Object.values(dimensions).join(' ')} ${row.metric}`;
}
