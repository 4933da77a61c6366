import type { Instant } from '../../../core/time';
import type { ScheduleModel } from '../../account/model';

/** One run as it was, for reports. */
export interface RunRecord {
  readonly resourceArn: string;
  readonly start: Instant;
  readonly slot?: Instant;
  /** What set it off, itself or by way of the stages before it. */
  readonly trigger?: ScheduleModel;
  readonly attempt: number;
  /** Absent while it runs. */
  end?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'throttled';
}
