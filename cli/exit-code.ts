import { summarize } from '../drill/report/summary';
import type { DrillReport } from '../drill/result';

/** The exit codes of the program. Scripts and CI jobs rely on these numbers. */
export const EXIT = {
  /** Every breakdown was detected in time and there was no false alarm; or every pipeline is well. */
  passed: 0,
  /** A breakdown was undetected or detected late, or there was a false alarm; or a pipeline is not well. */
  found: 1,
  /** Bad usage, input that cannot be read, or nothing to simulate, which proves nothing. */
  usage: 2,
  /** A defect of this program. */
  defect: 3,
} as const;

/** How strict a drill is. */
export interface Strictness {
  /** Whether known gaps do not count, as long as none of them is detected. @default false */
  readonly acceptKnownGaps?: boolean;
}

/** A late detection fails a drill like an undetected breakdown, because people rely on the promised time. */
export function exitCodeOf(report: Pick<DrillReport, 'results' | 'years'>, { acceptKnownGaps = false }: Strictness = {}): number {
  const summary = summarize(report);
  if (!summary.played) return EXIT.usage;
  return (acceptKnownGaps ? summary.passedButForKnownGaps : summary.passed) ? EXIT.passed : EXIT.found;
}
