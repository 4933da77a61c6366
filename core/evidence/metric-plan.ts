import { chunks } from '../collections';
import { Contract, hasDeadline, StageContract } from '../contract/contract';
import { DAY, HOUR, Instant, MINUTE } from '../time';
import type { MetricRow } from './evidence-kind';
import { kindOf } from './kinds';

/** The metrics that are read for a stage: those of its kind, without those for deadlines if there is no deadline. */
export function metricRowsOf({ expectation }: Pick<Contract, 'expectation'>, { source }: Pick<StageContract, 'source'>): readonly MetricRow[] {
  return kindOf(source).metrics(source).filter((row) => !row.onlyForDeadline || hasDeadline(expectation));
}

/** One metric to be read. */
export interface MetricRead {
  /** The key under which the answer is found. */
  readonly key: string;
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly row: MetricRow;
  readonly from: Instant;
}

/** Reads that fit into one call: one window, one period. */
export interface MetricBatch {
  readonly from: Instant;
  readonly to: Instant;
  readonly periodSeconds: number;
  readonly reads: readonly MetricRead[];
}

/** GetMetricData takes 500 queries per call. */
const MAX_READS = 500;

/**
 * CloudWatch merges old points. Points older than 15 days are available only in periods of 5 minutes, points older than 63
 * days only in hours (GetMetricData API reference, StartTime). The margin covers rounding to whole hours and the time until
 * the call.
 */
const BANDS: readonly { readonly maxAge: number; readonly period: number }[] = [
  { maxAge: 15 * DAY - 2 * HOUR, period: MINUTE },
  { maxAge: 63 * DAY - 2 * HOUR, period: 5 * MINUTE },
  { maxAge: 455 * DAY, period: HOUR },
];

/**
 * Packs reads into as few calls as possible. Reads of similar length share a call, so that its window is hardly longer than
 * each of them needs.
 */
export function planBatches(reads: readonly MetricRead[], now: Instant): MetricBatch[] {
  let newest = now + MINUTE;
  return BANDS.flatMap(({ maxAge, period }) => {
    const oldest = now - maxAge;
    const to = newest;
    newest = Math.floor(oldest / HOUR) * HOUR;
    const inBand = reads.filter((read) => read.from < to).sort((a, b) => a.from - b.from);
    return chunks(inBand, MAX_READS).map((chunk): MetricBatch => ({
      from: Math.floor(Math.max(chunk[0].from, newest) / period) * period,
      to,
      periodSeconds: period / 1000,
      reads: chunk,
    }));
  });
}

/**
 * Packs reads into calls that are answered in whole hours, which CloudWatch keeps for 455 days.
 *
 * @param to exclusive
 */
export function hourlyBatches(reads: readonly MetricRead[], to: Instant): MetricBatch[] {
  return chunks([...reads].sort((a, b) => a.from - b.from), MAX_READS).map((chunk): MetricBatch => ({
    from: Math.floor(chunk[0].from / HOUR) * HOUR,
    to: Math.ceil(to / HOUR) * HOUR,
    periodSeconds: HOUR / 1000,
    reads: chunk,
  }));
}
