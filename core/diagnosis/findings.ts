import type { TriggerProfile } from '../contract/profile';
import type { LambdaFunctionSource, StateMachineSource } from '../evidence/kinds';
import { DAY, HOUR, Instant } from '../time';
import { type DiagnosisContext, situationOf } from './diagnosis';
import { errorName, ErrorParts, unpackError } from './error-text';
import type {
  ConcurrencyFacts, DeadLetter, ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts,
  LogLine, MachineFacts, TriggerFacts,
} from './facts';
import { type LogRecord, readLog } from './log';

/** The answer to one question: a value, that the thing does not exist, or why the answer is not known. */
export type Finding<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  /** In words that are safe to send. */
  | { readonly kind: 'unread'; readonly problem: string }
  /** There is no answer yet, or nobody asked. */
  | { readonly kind: 'open' };

/** What was found about a state machine. */
export interface MachineFindings {
  readonly stage: string;
  /** Its position among the stages. */
  readonly order: number;
  readonly source: StateMachineSource;
  readonly machine: Finding<MachineFacts>;
  /** Newest first: running executions, then those that ended. */
  readonly executions: Finding<readonly ExecutionFacts[]>;
  /** The execution that is examined more closely, and what it reports. */
  readonly execution?: ExecutionFacts;
  readonly failure: Finding<ExecutionFailure>;
  readonly history: Finding<ExecutionHistory>;
  readonly executedMachine: Finding<ExecutedMachineFacts>;
}

/** What was found about a function. */
export interface FunctionFindings {
  readonly stage: string;
  /** Its position among the stages. */
  readonly order: number;
  readonly source: LambdaFunctionSource;
  readonly lambdaFunction: Finding<FunctionFacts>;
  readonly concurrency: Finding<ConcurrencyFacts>;
  readonly logGroupName: string;
  /** Oldest first. */
  readonly log: Finding<readonly LogLine[]>;
}

/** What was found about what starts the pipeline. */
export interface TriggerFindings {
  readonly profile: TriggerProfile;
  readonly trigger: Finding<TriggerFacts>;
  readonly deadLetters: Finding<readonly DeadLetter[]>;
}

/** An upstream pipeline whose incident is open. */
export interface UpstreamFinding {
  readonly pipeline: string;
  readonly since: Instant;
}

/** Everything that was gathered for one diagnosis. */
export interface Findings {
  readonly machines: readonly MachineFindings[];
  readonly functions: readonly FunctionFindings[];
  readonly trigger?: TriggerFindings;
  readonly upstream: readonly UpstreamFinding[];
  /** What could not be read, one clause each. */
  readonly unread: readonly string[];
  /** False while a question has no answer. */
  readonly complete: boolean;
}

/** The value, if there is one. */
export function valueOf<T>(finding: Finding<T>): T | undefined {
  return finding.kind === 'found' ? finding.value : undefined;
}

/**
 * An alarm is raised some minutes after what it is about: at most the longest run and one period. A run may also start
 * early. Earlier evidence belongs to another run.
 */
const BEFORE = HOUR;

/** From when on evidence is about the run in question. */
export function lookFrom({ about }: Pick<DiagnosisContext, 'about'>): Instant {
  return about - BEFORE;
}

/** If no last success is known, an older change is no news. */
const NEWS = 7 * DAY;

/** Whether a change may be related to what happened: it was made after the last success and before the failure. */
export function isSuspicious(changedAt: Instant | undefined, wentWrongAt: Instant | undefined, { about, lastSuccess, now }: DiagnosisContext): changedAt is Instant {
  return changedAt !== undefined && changedAt > (lastSuccess ?? about - NEWS) && changedAt <= (wentWrongAt ?? now);
}

/** Says when a suspicious change was made. */
export function changesText(changedAt: Instant, { lastSuccess, time }: DiagnosisContext): string {
  return lastSuccess === undefined ? `was changed ${time(changedAt)}` : `was changed ${time(changedAt)}, after the last success`;
}

export function endedBadly({ status }: ExecutionFacts): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

export function isRunning({ status }: ExecutionFacts): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}

/**
 * The execution that is examined more closely: the newest bad one of the run in question, or the one that has been running
 * longest.
 */
export function executionToExplain(executions: readonly ExecutionFacts[], context: DiagnosisContext): ExecutionFacts | undefined {
  const from = lookFrom(context);
  const bad = executions.filter((one) => endedBadly(one) && (one.stop ?? one.start) >= from).reduce(newer, undefined);
  const running = executions.filter(isRunning).reduce((a: ExecutionFacts | undefined, b) => (a === undefined || b.start < a.start ? b : a), undefined);
  return situationOf(context) === 'stuck' || situationOf(context) === 'slow' ? running ?? bad : bad ?? running;
}

/** The execution that started last. */
export function newestExecution(executions: readonly ExecutionFacts[]): ExecutionFacts | undefined {
  return executions.reduce((a: ExecutionFacts | undefined, b) => (a === undefined || b.start > a.start ? b : a), undefined);
}

function newer(a: ExecutionFacts | undefined, b: ExecutionFacts): ExecutionFacts {
  return a === undefined || (b.stop ?? b.start) > (a.stop ?? a.start) ? b : a;
}

/** A state machine as rules see it. */
export interface MachineView extends MachineFindings {
  /** The stage's name, safe to send. */
  readonly name: string;
  /** The examined execution, if it ended badly. */
  readonly bad?: ExecutionFacts;
  /** The examined execution, if it has not ended. */
  readonly running?: ExecutionFacts;
  readonly error: ErrorParts;
  /** The state that failed or was entered last, safe to send. */
  readonly state?: string;
}

export function machineView(findings: MachineFindings): MachineView {
  const { stage, execution } = findings;
  const history = valueOf(findings.history);
  const failure = valueOf(findings.failure);
  // The error that a machine caught says more than the Fail state that it entered afterwards.
  const { error, cause } = history?.caught ?? { error: failure?.error ?? history?.error, cause: failure?.cause ?? history?.cause };
  const state = history?.caught?.state ?? history?.state;
  return {
    ...findings,
    name: errorName(stage),
    ...(execution === undefined ? {} : endedBadly(execution) ? { bad: execution } : { running: execution }),
    error: unpackError({ error, cause }),
    ...(state === undefined ? {} : { state: errorName(state) }),
  };
}

/** A function as rules see it. */
export interface FunctionView extends FunctionFindings {
  /** The stage's name, safe to send. */
  readonly name: string;
  /** What its log says, oldest first. */
  readonly records: readonly LogRecord[];
}

export function functionView(findings: FunctionFindings): FunctionView {
  const lines = valueOf(findings.log) ?? [];
  return { ...findings, name: errorName(findings.stage), records: readLog(ownLines(lines, findings)) };
}

/** A function's own log group has its name. In a shared log group, the streams do: `2026/03/10/Publish[$LATEST]…`. */
function ownLines(lines: readonly LogLine[], { logGroupName, source }: FunctionFindings): readonly LogLine[] {
  if (logGroupName === `/aws/lambda/${source.functionName}`) return lines;
  return lines.filter(({ stream }) => stream === undefined || !stream.includes('[') || /\/\[/.test(stream) || stream.includes(`/${source.functionName}[`));
}
