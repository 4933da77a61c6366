import type { DrillReport, DrillResult, Outcome } from '../result';
import { expectedName, OUTCOMES } from './outcome-words';
import { summarize } from './summary';
import { verdictText } from './verdict-text';

/** Raised when a field changes its meaning or goes away; new fields leave it as it is. */
const FORMAT = 1;

/** A report for programs: every result, with the verdict and the numbers that a person reads first. */
export function jsonReport(report: DrillReport): string {
  const summary = summarize(report);
  const cells = Object.fromEntries(Object.entries(summary.cells).map(([outcome, count]) => [OUTCOMES[outcome as Outcome].name, count]));
  return `${JSON.stringify({ format: FORMAT, verdict: verdictText(summary), summary: { ...summary, cells }, ...report, results: report.results.map(named) }, null, 1)}\n`;
}

function named(result: DrillResult): object {
  return { ...result, expected: expectedName(result.expected), outcome: OUTCOMES[result.outcome].name };
}
