import { unique } from '../../core/collections';
import type { DrillResult } from '../result';
import { shortDuration } from './duration-text';
import { OUTCOMES } from './outcome-text';
import { secondsToMessage } from './summary';

/** Results as a table: a row per fault, a column per pipeline. */
export interface Matrix {
  readonly pipelines: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly fault: string;
  readonly title: string;
  readonly expected: DrillResult['expected'];
  /** One result for each pipeline, in order; undefined where the fault was not played against it. */
  readonly cells: readonly (DrillResult | undefined)[];
}

/** Faults and pipelines are in the order in which they first occur. */
export function matrixOf(results: readonly DrillResult[]): Matrix {
  const pipelines = unique(results.map(({ pipeline }) => pipeline));
  const byFault = new Map<string, Map<string, DrillResult>>();
  for (const result of results) {
    const row = byFault.get(result.fault) ?? new Map<string, DrillResult>();
    byFault.set(result.fault, row.set(result.pipeline, result));
  }
  const rows = [...byFault].map(([fault, row]) => {
    const [first] = row.values();
    return { fault, title: first!.title, expected: first!.expected, cells: pipelines.map((pipeline) => row.get(pipeline)) };
  });
  return { pipelines, rows };
}

/** The text of a cell: `✓ 4m`, `LATE 3h`, `UNDETECTED`, `quiet`, `n/a`. */
export function cellText(result: DrillResult | undefined): string {
  if (result === undefined) return '';
  const { cell } = OUTCOMES[result.outcome];
  const seconds = secondsToMessage(result);
  return seconds === undefined ? cell : `${cell} ${shortDuration(seconds)}`;
}
