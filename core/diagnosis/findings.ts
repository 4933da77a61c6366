import type { LambdaFunctionSource } from '../evidence/kinds/lambda-function';
import type { StateMachineSource } from '../evidence/kinds/state-machine';
import type { TriggerProfile } from '../profile/profile';
import type { Instant } from '../time';
import type {
  ConcurrencyFacts, DeadLetter, ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts,
  LogLine, MachineFacts, TriggerFacts,
} from './facts';

/** The answer to one thing that was asked: a value, that it does not exist, or why it is not known. */
export type Finding<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  /** In words that are safe to send. */
  | { readonly kind: 'unread'; readonly problem: string }
  /** No answer yet, or it was not asked. */
  | { readonly kind: 'open' };

/** What was found of a state machine. */
export interface MachineFindings {
  readonly stage: string;
  /** Its place among the stages. */
  readonly order: number;
  readonly source: StateMachineSource;
  readonly machine: Finding<MachineFacts>;
  /** Newest first: what runs, then what ended. */
  readonly executions: Finding<readonly ExecutionFacts[]>;
  /** The execution that is looked at closer, and what it says. */
  readonly execution?: ExecutionFacts;
  readonly failure: Finding<ExecutionFailure>;
  readonly history: Finding<ExecutionHistory>;
  readonly executedMachine: Finding<ExecutedMachineFacts>;
}

/** What was found of a function. */
export interface FunctionFindings {
  readonly stage: string;
  /** Its place among the stages. */
  readonly order: number;
  readonly source: LambdaFunctionSource;
  readonly lambdaFunction: Finding<FunctionFacts>;
  readonly concurrency: Finding<ConcurrencyFacts>;
  readonly logGroupName: string;
  /** Oldest first. */
  readonly log: Finding<readonly LogLine[]>;
}

/** What was found of what starts the pipeline. */
export interface TriggerFindings {
  readonly profile: TriggerProfile;
  readonly trigger: Finding<TriggerFacts>;
  readonly deadLetters: Finding<readonly DeadLetter[]>;
}

/** A pipeline that this one depends on and whose incident is open. */
export interface UpstreamFinding {
  readonly pipeline: string;
  readonly since: Instant;
}

/** All that was gathered for one diagnosis. */
export interface Findings {
  readonly machines: readonly MachineFindings[];
  readonly functions: readonly FunctionFindings[];
  readonly trigger?: TriggerFindings;
  readonly upstream: readonly UpstreamFinding[];
  /** What could not be read, a clause each. */
  readonly unread: readonly string[];
  /** False while something that was asked has no answer. */
  readonly complete: boolean;
}

/** The value, if there is one. */
export function valueOf<T>(finding: Finding<T>): T | undefined {
  return finding.kind === 'found' ? finding.value : undefined;
}
