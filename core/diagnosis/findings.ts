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

/**
 * An alarm speaks some minutes after what it is about, at most the longest run and a period; a run may start early. What
 * was before that belongs to another run.
 */
const BEFORE = HOUR;

/** From when on evidence is about the run in question. */
export function lookFrom({ about }: Pick<DiagnosisContext, 'about'>): Instant {
  return about - BEFORE;
}

/** Where no last success is known, a change longer ago is no news. */
const NEWS = 7 * DAY;

/** Whether a change may have to do with what is to be explained: made after the last success, and before it went wrong. */
export function isSuspicious(changedAt: Instant | undefined, wentWrongAt: Instant | undefined, { about, lastSuccess, now }: DiagnosisContext): changedAt is Instant {
  return changedAt !== undefined && changedAt > (lastSuccess ?? about - NEWS) && changedAt <= (wentWrongAt ?? now);
}

/** Says since when a change is suspicious. */
export function changesText(changedAt: Instant, { lastSuccess, time }: DiagnosisContext): string {
  return lastSuccess === undefined ? `was changed ${time(changedAt)}` : `was changed ${time(changedAt)}, after the last success`;
}

export function endedBadly({ status }: ExecutionFacts): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

export function isRunning({ status }: ExecutionFacts): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}

/** The execution that is looked at closer: the newest bad one of the run in question, or the one that runs for the longest time. */
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

/** A state machine as rules look at it. */
export interface MachineView extends MachineFindings {
  /** The stage's name, as it may be sent. */
  readonly name: string;
  /** The execution that is looked at, if it ended badly. */
  readonly bad?: ExecutionFacts;
  /** The execution that is looked at, if it has not ended. */
  readonly running?: ExecutionFacts;
  readonly error: ErrorParts;
  /** The state that failed or was entered last, as it may be sent. */
  readonly state?: string;
}

export function machineView(findings: MachineFindings): MachineView {
  const { stage, execution } = findings;
  const history = valueOf(findings.history);
  const failure = valueOf(findings.failure);
  // What a machine caught says more than the Fail state into which it then went.
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

/** A function as rules look at it. */
export interface FunctionView extends FunctionFindings {
  /** The stage's name, as it may be sent. */
  readonly name: string;
  /** What its log says, oldest first. */
  readonly records: readonly LogRecord[];
}

export function functionView(findings: FunctionFindings): FunctionView {
  const lines = valueOf(findings.log) ?? [];
  return { ...findings, name: errorName(findings.stage), records: readLog(ownLines(lines, findings)) };
}

/** A log group of its own is named after the function; in one that it shares, its streams are: `2026/03/10/Publish[$LATEST]…`. */
function ownLines(lines: readonly LogLine[], { logGroupName, source }: FunctionFindings): readonly LogLine[] {
  if (logGroupName === `/aws/lambda/${source.functionName}`) return lines;
  return lines.filter(({ stream }) => stream === undefined || !stream.includes('[') || /\/\[/.test(stream) || stream.includes(`/${source.functionName}[`));
}
