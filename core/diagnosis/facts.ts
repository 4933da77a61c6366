import type { Instant } from '../time';

/** What Step Functions says of one execution. */
export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly start: Instant;
  readonly stop?: Instant;
}

/** An error as a service gives it: not yet safe to send. */
export interface ReportedError {
  readonly error?: string;
  readonly cause?: string;
}

/** What an execution says of itself. Texts are as the service gives them, not yet safe to send. */
export interface ExecutionFailure extends ReportedError {
  readonly input?: string;
}

/** What an execution's history says, newest first: how it ended, or where it is if it runs. Not yet safe to send. */
export interface ExecutionHistory extends ReportedError {
  /** The state that failed, or that was entered last. */
  readonly state?: string;
  /** When that state was entered. */
  readonly stateSince?: Instant;
  /** Of a machine that caught an error and then ended in a Fail state: the state and error that it caught. */
  readonly caught?: ReportedError & { readonly state?: string };
}

/** A state machine as it is deployed. */
export interface MachineFacts {
  /** `ACTIVE`, or `DELETING` until its last execution has ended. */
  readonly status: string;
  /** When it was created or, where that is known, last changed. */
  readonly changedAt?: Instant;
  /** Tells one revision of its definition from another. */
  readonly revision?: string;
}

/** The state machine as one execution saw it. */
export interface ExecutedMachineFacts {
  /** When the machine had last been changed before the execution; when it was created if it never was. */
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
  /** Absent: none is reserved, and it shares what the account has. */
  readonly reserved?: number;
}

/** One line of a log. */
export interface LogLine {
  readonly at: Instant;
  readonly text: string;
  /** The stream it is from. */
  readonly stream?: string;
}

/** What starts a pipeline, as it is deployed. */
export interface TriggerFacts {
  readonly enabled: boolean;
  readonly changedAt?: Instant;
  /** It fires at no time before, or after. */
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
  /** When it was put there. */
  readonly at?: Instant;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** The ARN of the schedule or rule that could not deliver it. */
  readonly source?: string;
  /** For when the delivery was scheduled. */
  readonly scheduledAt?: Instant;
}
