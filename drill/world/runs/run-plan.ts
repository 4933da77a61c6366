import type { Instant } from '../../../core/time';
import type { ScheduleModel } from '../../account/model';

/** What a run is going to do, before its resource's own limits apply. Conditions change plans. */
export interface RunPlan {
  readonly resourceArn: string;
  readonly kind: 'function' | 'stateMachine';
  readonly start: Instant;
  /** The slot that it serves, of a run that a schedule started. */
  readonly slot?: Instant;
  /** What set it off, itself or by way of the stages before it; absent for what nothing in the templates started. */
  readonly trigger?: ScheduleModel;
  /** 1 for the first attempt; later ones are Lambda's or the state machine's retries. */
  readonly attempt: number;
  /** Infinite for a run that hangs. */
  readonly durationMillis: number;
  readonly outcome: 'succeeded' | 'failed' | 'aborted';
  /** It gets no capacity: a function does not start, a state machine waits for it. */
  readonly throttled?: boolean;
  /** How long a state machine waits for it. @default 3 minutes */
  readonly throttledMillis?: number;
  /** It is accepted and never started: no attempt, no metric. */
  readonly vanishes?: boolean;
  /** Of a state machine: so many attempts of its last function fail and are retried by the machine. */
  readonly failedTries?: number;
}
