import type { Instant } from '../../../core';

/** What Step Functions says of one execution. */
export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly start: Instant;
  readonly stop?: Instant;
}

/** Why an execution ended badly. Texts are as the service gives them, not yet safe to send. */
export interface ExecutionFailure {
  readonly error?: string;
  readonly cause?: string;
  /** The state in which it failed. */
  readonly state?: string;
  readonly input?: string;
}

/** A state machine as it is deployed. */
export interface MachineFacts {
  readonly status: string;
  readonly changedAt?: Instant;
}

/** A function as it is deployed. */
export interface FunctionFacts {
  readonly changedAt?: Instant;
  readonly state?: string;
  readonly lastUpdateStatus?: string;
  readonly lastUpdateReason?: string;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  readonly logGroupName?: string;
  /** Absent: none is reserved. */
  readonly reservedConcurrency?: number;
}

/** One line of a log. */
export interface LogLine {
  readonly at: Instant;
  readonly text: string;
}

/** What starts a pipeline, as it is deployed. */
export interface TriggerFacts {
  readonly enabled: boolean;
  readonly changedAt?: Instant;
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
  readonly at?: Instant;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * What a diagnosis asks. Every call may throw, is bounded in size, and ends with the signal at the latest. `undefined`
 * means that the resource does not exist.
 */
export interface DiagnosisPorts {
  /** The newest executions, newest first, at most so many. */
  executions(stateMachineArn: string, most: number, signal: AbortSignal): Promise<readonly ExecutionFacts[]>;
  executionFailure(executionArn: string, signal: AbortSignal): Promise<ExecutionFailure>;
  machine(stateMachineArn: string, signal: AbortSignal): Promise<MachineFacts | undefined>;
  lambdaFunction(functionName: string, signal: AbortSignal): Promise<FunctionFacts | undefined>;
  /** The newest lines of a log group since an instant that tell of errors, or report a run; oldest first, at most so many. */
  logLines(logGroupName: string, since: Instant, most: number, signal: AbortSignal): Promise<readonly LogLine[]>;
  schedule(name: string, group: string, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  rule(name: string, bus: string | undefined, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  /** Looks at the newest messages of a queue and leaves them there. */
  deadLetters(queueArn: string, most: number, signal: AbortSignal): Promise<readonly DeadLetter[]>;
}
