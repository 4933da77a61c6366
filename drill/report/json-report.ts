import type { DrillReport } from '../result';
import { summarize } from './summary';
import { verdictText } from './verdict-text';

/** Raised when a field changes its meaning or goes away; new fields leave it as it is. */
const FORMAT = 1;

/** A report for programs: every result, with the verdict and the numbers that a person reads first. */
export function jsonReport(report: DrillReport): string {
  const summary = summarize(report);
  return `${JSON.stringify({ format: FORMAT, verdict: verdictText(summary), summary, ...report }, null, 1)}\n`;
}
