import type { ExecutionFacts, LogLine } from './facts';
import { FunctionFindings, MachineFindings, valueOf } from './findings';
import type { LogRecord } from './log/log-record';
import { readLog } from './log/read-log';
import { endedBadly } from './look-back';
import { ErrorParts, unpackError } from './text/error-text';
import { nameOf } from './text/quote';

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
    name: nameOf(stage),
    ...(execution === undefined ? {} : endedBadly(execution) ? { bad: execution } : { running: execution }),
    error: unpackError({ error, cause }),
    ...(state === undefined ? {} : { state: nameOf(state) }),
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
  return { ...findings, name: nameOf(findings.stage), records: readLog(ownLines(lines, findings)) };
}

/** A log group of its own is named after the function; in one that it shares, its streams are: `2026/03/10/Publish[$LATEST]…`. */
function ownLines(lines: readonly LogLine[], { logGroupName, source }: FunctionFindings): readonly LogLine[] {
  if (logGroupName === `/aws/lambda/${source.functionName}`) return lines;
  return lines.filter(({ stream }) => stream === undefined || !stream.includes('[') || /\/\[/.test(stream) || stream.includes(`/${source.functionName}[`));
}
