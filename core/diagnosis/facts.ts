import type { Instant } from '../time';

/** What Step Functions reports about one execution. */
export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly start: Instant;
  readonly stop?: Instant;
}

/** An error as a service reports it: not yet safe to send. */
export interface ReportedError {
  readonly error?: string;
  readonly cause?: string;
}

/** What an execution reports about itself. The texts come from the service and are not yet safe to send. */
export interface ExecutionFailure extends ReportedError {
  readonly input?: string;
}

/** What an execution's history shows: how it ended, or where it is if it is running. Not yet safe to send. */
export interface ExecutionHistory extends ReportedError {
  /** The state that failed, or the last one that was entered. */
  readonly state?: string;
  /** When that state was entered. */
  readonly stateSince?: Instant;
  /** If a machine caught an error and then ended in a Fail state: the state and the error that it caught. */
  readonly caught?: ReportedError & { readonly state?: string };
}

/** A state machine as it is deployed. */
export interface MachineFacts {
  /** `ACTIVE`, or `DELETING` until its last execution has ended. */
  readonly status: string;
  /** When it was last changed, if that is known; else when it was created. */
  readonly changedAt?: Instant;
  /** Distinguishes one revision of its definition from another. */
  readonly revision?: string;
}

/** The state machine as one execution saw it. */
export interface ExecutedMachineFacts {
  /** When the machine had last been changed before the execution, or created if it never was. */
  readonly changedAt?: Instant;
  readonly revision?: string;
}

/** A function as it is deployed. */
export interface FunctionFacts {
  readonly changedAt?: Instant;
  readonly state?: string;
  readonly stateReason?: string;
  readonly lastUpdateStatus?: string;
  readonly lastUpdateReason?: string;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  readonly logGroupName?: string;
}

/** How many invocations of a function may run at once. */
export interface ConcurrencyFacts {
  /** Absent: nothing is reserved, and the function shares the account's concurrency. */
  readonly reserved?: number;
}

/** One line of a log. */
export interface LogLine {
  readonly at: Instant;
  readonly text: string;
  /** The stream that it comes from. */
  readonly stream?: string;
}

/** What starts a pipeline, as it is deployed. */
export interface TriggerFacts {
  readonly enabled: boolean;
  readonly changedAt?: Instant;
  /** It does not fire before the first or after the second. */
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
  /** When the message arrived there. */
  readonly at?: Instant;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** The ARN of the schedule or rule that could not deliver the message. */
  readonly source?: string;
  /** The time for which the delivery was scheduled. */
  readonly scheduledAt?: Instant;
}
