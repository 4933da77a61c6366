import type {
  ConcurrencyFacts, DeadLetter, ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts,
  LogLine, MachineFacts, TriggerFacts,
} from '../../../core/diagnosis/facts';
import type { Instant } from '../../../core/time';

/**
 * What a diagnosis asks. Every call may throw, is bounded in size, and ends with the signal at the latest. `undefined`
 * means that the resource does not exist.
 */
export interface DiagnosisPorts {
  /** The newest executions, newest first, at most so many. */
  executions(stateMachineArn: string, most: number, signal: AbortSignal): Promise<readonly ExecutionFacts[] | undefined>;
  /** What it says of itself. */
  executionFailure(executionArn: string, signal: AbortSignal): Promise<ExecutionFailure | undefined>;
  /** What its newest history says. */
  executionHistory(executionArn: string, signal: AbortSignal): Promise<ExecutionHistory | undefined>;
  machine(stateMachineArn: string, signal: AbortSignal): Promise<MachineFacts | undefined>;
  /** The machine as an execution saw it. */
  executedMachine(executionArn: string, signal: AbortSignal): Promise<ExecutedMachineFacts | undefined>;
  lambdaFunction(functionName: string, signal: AbortSignal): Promise<FunctionFacts | undefined>;
  concurrency(functionName: string, signal: AbortSignal): Promise<ConcurrencyFacts | undefined>;
  /** The newest lines of a log group since an instant that tell of errors, or report a run; oldest first, at most so many. */
  logLines(logGroupName: string, since: Instant, most: number, signal: AbortSignal): Promise<readonly LogLine[] | undefined>;
  schedule(name: string, group: string, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  rule(name: string, bus: string | undefined, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  /** Looks at the newest messages of a queue and leaves them there. */
  deadLetters(queueArn: string, most: number, signal: AbortSignal): Promise<readonly DeadLetter[] | undefined>;
}
