import type { Instant } from '../../../core';

/** One run as it was, for reports. */
export interface RunRecord {
  readonly resourceArn: string;
  readonly start: Instant;
  readonly slot?: Instant;
  readonly attempt: number;
  /** Absent while it runs. */
  end?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'throttled';
}
