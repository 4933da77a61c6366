import type { Run } from '../../../core/evidence/run';
import type { Instant } from '../../../core/time';

/** An execution, with when ListExecutions shows what (it is eventually consistent). */
export interface Execution {
  readonly start: Instant;
  readonly slot?: Instant;
  readonly startVisibleAt: Instant;
  end?: Instant;
  endVisibleAt?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';
}

/** Step Functions keeps closed executions for so long. */
export const EXECUTIONS_KEPT_DAYS = 90;

/** The executions of one machine that started at or after `from`, as ListExecutions shows them at `now`. */
export function listed(executions: readonly Execution[], from: Instant, now: Instant, withSlot: boolean): Run[] {
  const runs: Run[] = [];
  for (let index = executions.length - 1; index >= 0; index -= 1) {
    const { start, startVisibleAt, end, endVisibleAt, outcome, slot } = executions[index]!;
    if (start < from) break;
    if (startVisibleAt > now) continue;
    const closed = endVisibleAt !== undefined && endVisibleAt <= now;
    runs.push({ start, end: closed ? end : undefined, outcome: closed ? outcome : 'running', ...(withSlot ? { slot } : {}) });
  }
  return runs;
}
