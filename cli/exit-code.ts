import { summarize } from '../drill/report/summary';
import type { DrillReport } from '../drill/result';

/** What the process ends with. Scripts and CI jobs rely on these numbers. */
export const EXIT = {
  /** All was told in time, and nothing else was; or every pipeline is well. */
  passed: 0,
  /** A blind spot, something told late, or a false alarm; or a pipeline that is not well. */
  found: 1,
  /** Bad usage, input that cannot be read, or nothing in it that could be played: that proves nothing. */
  usage: 2,
  /** A defect of this program. */
  defect: 3,
} as const;

/** How strict a drill is. */
export interface Strictness {
  /** Whether known gaps do not count, as long as every statement of one holds. @default false */
  readonly acceptKnownGaps?: boolean;
}

/** Told late counts like a blind spot: a promise that is not kept is not told in time for whoever relies on it. */
export function exitCodeOf(report: Pick<DrillReport, 'results' | 'years'>, { acceptKnownGaps = false }: Strictness = {}): number {
  const summary = summarize(report);
  if (!summary.played) return EXIT.usage;
  return (acceptKnownGaps ? summary.passedButForKnownGaps : summary.passed) ? EXIT.passed : EXIT.found;
}
