import type { DrillReport } from '../result';
import { summarize } from './summary';
import { verdictText } from './verdict-text';

/** Increased when a field changes its meaning or is removed; a new field does not change it. */
const FORMAT = 1;

/** A report for programs: every result, with the verdict and numbers that a person reads first. */
export function jsonReport(report: DrillReport): string {
  const summary = summarize(report);
  return `${JSON.stringify({ format: FORMAT, verdict: verdictText(summary), summary, ...report }, null, 1)}\n`;
}
