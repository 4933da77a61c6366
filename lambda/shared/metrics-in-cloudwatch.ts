import {
  CloudWatchClient, GetMetricDataCommand, GetMetricDataCommandOutput, MetricDataQuery, MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { unique } from '../../core/collections';
import type { Point } from '../../core/evidence/evidence-kind';
import type { MetricBatch, MetricRead } from '../../core/evidence/metric-plan';
import { untilAborted } from './async';
import { DIMENSION_VALUE_RULE, isDimensionValue, type MetricAnswers } from './ports';

/** A page has 100,800 points. 500 metrics with a point in each minute of 15 days are 108 pages. */
const MAX_PAGES = 120;

/**
 * Reads all pages of a batch of metrics by GetMetricData. If the checker cannot read it, the alarm PipelinesUnverifiable fires.
 *
 * @throws when the batch as a whole cannot be read
 */
export async function readMetrics(client: CloudWatchClient, batch: MetricBatch, signal: AbortSignal): Promise<MetricAnswers> {
  const problems = new Map<string, string>();
  const reads = batch.reads.filter((read) => {
    const problem = refusal(read);
    if (problem !== undefined) problems.set(read.key, problem);
    return problem === undefined;
  });
  if (reads.length === 0) return { points: new Map(), problems };

  const answers = new Map(reads.map(({ key }, index) => [idOf(index), new Answer(key)]));
  const general: string[] = [];
  for await (const page of pages(client, { ...batch, reads }, signal)) {
    general.push(...messages(page));
    for (const result of page.MetricDataResults ?? []) answers.get(result.Id ?? '')?.add(result);
  }
  const points = new Map<string, readonly Point[]>();
  for (const answer of answers.values()) {
    const problem = answer.problem(general);
    if (problem === undefined) points.set(answer.key, answer.points());
    else problems.set(answer.key, problem);
  }
  return { points, problems };
}

/** Why CloudWatch would refuse to read a metric. Such a metric is not asked, because CloudWatch would refuse the whole batch. */
function refusal({ dimensions }: MetricRead): string | undefined {
  const refused = Object.entries(dimensions).find(([, value]) => !isDimensionValue(value));
  if (refused === undefined) return undefined;
  const [name, value] = refused;
  return `metrics not readable: the dimension ${name} must be ${DIMENSION_VALUE_RULE}, got ${JSON.stringify(value).slice(0, 100)}`;
}

async function* pages(client: CloudWatchClient, { reads, from, to, periodSeconds }: MetricBatch, signal: AbortSignal): AsyncGenerator<GetMetricDataCommandOutput> {
  const request = {
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: reads.map((read, index) => queryOf(read, index, periodSeconds)),
  } as const;
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new GetMetricDataCommand({ ...request, NextToken: token });
    const output = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    yield output;
    if (output.NextToken === undefined || output.NextToken === '') return;
    token = output.NextToken;
  }
  throw new Error(`GetMetricData did not end within ${MAX_PAGES} pages`);
}

function queryOf({ namespace, dimensions, row }: MetricRead, index: number, periodSeconds: number): MetricDataQuery {
  return {
    Id: idOf(index),
    ReturnData: true,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: row.metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: row.statistic,
    },
  };
}

/** An id must start with a lower-case letter and have no dots, so the key of a read cannot be used. */
function idOf(index: number): string {
  return `m${index}`;
}

/** The answer to one metric, collected from all pages. */
class Answer {
  readonly #points: Point[] = [];
  #status = 'none';
  #complaints: string[] = [];
  #malformed = false;

  public constructor(public readonly key: string) {}

  public add(result: MetricDataResult): void {
    const { Timestamps: times = [], Values: values = [], StatusCode: status = 'none' } = result;
    times.forEach((time, index) => this.#points.push({ at: time?.getTime(), value: values[index] }));
    this.#malformed ||= times.length !== values.length;
    this.#complaints.push(...messages(result));
    // A later page completes partial data. An error remains: CloudWatch does not say that a later page makes up for it.
    if (this.#status === 'none' || this.#status === 'PartialData') this.#status = status;
    else if (this.#status === 'Complete' && status !== 'Complete') this.#status = status;
  }

  /** Why the points are incomplete; undefined when they are complete. */
  public problem(general: readonly string[]): string | undefined {
    const saying = unique([...this.#complaints, ...general]).join('; ');
    const because = saying === '' ? '' : ` (${saying})`;
    if (this.#status !== 'Complete') return `metrics not readable: status ${this.#status}${because}`;
    const sound = !this.#malformed && this.#points.every(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
    return sound ? undefined : `metrics not readable: points without a time or a value${because}`;
  }

  public points(): Point[] {
    return this.#points.sort((a, b) => a.at - b.at);
  }
}

function messages({ Messages: list = [] }: Pick<GetMetricDataCommandOutput | MetricDataResult, 'Messages'>): string[] {
  return list.map(({ Code: code, Value: value }) => [code, value].filter((text) => text !== undefined).join(': '));
}
