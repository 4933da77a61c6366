import type {
  ConcurrencyFacts, DeadLetter, ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts,
  LogLine, MachineFacts, TriggerFacts,
} from '../../../core/diagnosis/facts';
import type { Instant } from '../../../core/time';

/**
 * What a diagnosis reads. Every call may throw, returns a bounded amount, and ends with the signal at the latest. `undefined`
 * means that the resource does not exist.
 */
export interface DiagnosisPorts {
  /** The newest executions, newest first, at most `most` of them. */
  executions(stateMachineArn: string, most: number, signal: AbortSignal): Promise<readonly ExecutionFacts[] | undefined>;
  /** The error that the execution itself reports. */
  executionFailure(executionArn: string, signal: AbortSignal): Promise<ExecutionFailure | undefined>;
  /** The error, the state and its start, from the newest events of the execution. */
  executionHistory(executionArn: string, signal: AbortSignal): Promise<ExecutionHistory | undefined>;
  machine(stateMachineArn: string, signal: AbortSignal): Promise<MachineFacts | undefined>;
  /** The state machine as it was when the execution started. */
  executedMachine(executionArn: string, signal: AbortSignal): Promise<ExecutedMachineFacts | undefined>;
  lambdaFunction(functionName: string, signal: AbortSignal): Promise<FunctionFacts | undefined>;
  concurrency(functionName: string, signal: AbortSignal): Promise<ConcurrencyFacts | undefined>;
  /** The newest lines of a log group about errors or runs since an instant, oldest first, at most `most` of them. */
  logLines(logGroupName: string, since: Instant, most: number, signal: AbortSignal): Promise<readonly LogLine[] | undefined>;
  schedule(name: string, group: string, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  rule(name: string, bus: string | undefined, signal: AbortSignal): Promise<TriggerFacts | undefined>;
  /** Reads the newest messages of a queue and leaves them there. */
  deadLetters(queueArn: string, most: number, signal: AbortSignal): Promise<readonly DeadLetter[] | undefined>;
}
