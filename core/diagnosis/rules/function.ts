import { functionUrl } from '../../console';
import { counted, durationText } from '../../text/count-and-duration';
import { ended } from '../../text/sentence';
import type { Instant } from '../../time';
import { errorInShort, type ErrorParts, errorText, quote } from '../error-text';
import { type FunctionView, valueOf } from '../findings';
import type { ReportRecord } from '../log';
import { logLink, type Rule } from './rule';

/** The function is deleted. */
export const functionDeleted: Rule<FunctionView> = {
  id: 'functionDeleted',
  family: 'existence',
  seen: 'the function does not exist',
  calls: ['lambdaFunction'],
  find: ({ lambdaFunction, name }) => lambdaFunction.kind !== 'missing' ? undefined : {
    text: `Function ${name} does not exist.`,
    short: 'function deleted',
    next: `Deploy the stack of function ${name} again.`,
  },
};

/** Lambda cannot start the function, whatever its code: for example an image or a key is deleted, or a subnet is full. */
export const functionUnusable: Rule<FunctionView> = {
  id: 'functionUnusable',
  family: 'existence',
  seen: 'the function\'s State is Failed',
  calls: ['lambdaFunction'],
  find: ({ lambdaFunction, name, source }, { region, includeExecutionData }) => {
    const facts = valueOf(lambdaFunction);
    if (facts?.state !== 'Failed') return undefined;
    return {
      text: `Function ${name} cannot be started${facts.stateReason === undefined ? '' : `: ${quote(facts.stateReason, { includeExecutionData }).replace(/\.$/, '')}`}.`,
      short: 'function cannot be started',
      next: `Restore what function ${name} needs, then deploy it again.`,
      link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
    };
  },
};

/** Errors that Lambda's runtimes raise before they reach the handler. */
const BEFORE_THE_HANDLER: readonly { readonly type: RegExp; readonly next: (who: string) => string }[] = [
  { type: /ImportModuleError|ImportError|ModuleNotFound|ClassNotFound|NoClassDefFound/, next: (who) => `Deploy function ${who} with the module that the error names.` },
  { type: /UserCodeSyntaxError|SyntaxError/, next: (who) => `Correct the syntax of function ${who} and deploy it again.` },
  { type: /HandlerNotFound|MalformedHandlerName|InvalidHandler/, next: (who) => `Correct the handler in the configuration of function ${who}.` },
  { type: /Runtime\.(?:InvalidEntrypoint|InvalidWorkingDir|InvalidTaskConfig|Init)|Extension\.(?:Crash|InitError|LaunchError)/, next: (who) => `Run the image or the layers of function ${who} locally to see why they do not start.` },
];

/** What a failed start consists of: the error with its type, and Lambda's own report of the start. */
interface FailedStart extends ErrorParts {
  readonly at: Instant;
}

/** The function did not reach its handler. */
export const initFailed: Rule<FunctionView> = {
  id: 'initFailed',
  family: 'failure',
  seen: 'the log has a failed start: INIT_REPORT with a bad status, or an error that comes before the handler (ImportModuleError, UserCodeSyntaxError, HandlerNotFound …)',
  calls: ['logLines'],
  find: (view, { time, region, includeExecutionData }) => {
    const { name, records } = view;
    const start = failedStart(view);
    if (start === undefined) return undefined;
    const timeout = records.findLast((record) => record.kind === 'init' && record.status === 'timeout');
    const slow = timeout?.kind === 'init' && start.type === undefined ? timeout : undefined;
    const took = slow?.durationMillis === undefined ? '' : ` within ${durationText(slow.durationMillis / 1000)}`;
    const said = slow === undefined ? errorText(start, includeExecutionData) : undefined;
    return {
      text: ended(`Function ${name} did not reach its handler${took} ${time(start.at)}${said === undefined ? '' : `: ${said}`}`),
      at: start.at,
      short: (slow === undefined ? errorInShort(start, includeExecutionData) : undefined) ?? 'start of the function failed',
      next: BEFORE_THE_HANDLER.find(({ type }) => type.test(start.type ?? ''))?.next(name) ?? `Check the log of function ${name} for what it does before its handler.`,
      link: logLink(view, start.at, region),
    };
  },
};

function failedStart({ records }: FunctionView): FailedStart | undefined {
  const named = records.findLast((record) => record.kind === 'error' && comesBeforeTheHandler(record.type));
  if (named?.kind === 'error') return named;
  const report = records.findLast((record) => record.kind === 'init');
  if (report?.kind !== 'init') return undefined;
  const error = records.findLast((record) => record.kind === 'error' && record.fatal && record.request === undefined && Math.abs(record.at - report.at) < 1000);
  return error?.kind === 'error' ? error : { at: report.at, type: report.errorType };
}

/** Whether an error is one of those that occur before the handler. */
export function comesBeforeTheHandler(type: string | undefined): boolean {
  return type !== undefined && type.startsWith('Runtime.') && BEFORE_THE_HANDLER.some((known) => known.type.test(type));
}

/** Lambda ended a run because of its timeout. */
export const functionTimedOut: Rule<FunctionView> = {
  id: 'functionTimedOut',
  family: 'failure',
  seen: 'the log has "Task timed out after N seconds", or a REPORT with the status timeout',
  calls: ['logLines', 'lambdaFunction'],
  find: (view, { time, region }) => {
    const { name, records } = view;
    const ends = records.filter((record) => record.kind === 'timeout' || (record.kind === 'report' && record.status === 'timeout'));
    const last = ends.at(-1);
    if (last === undefined) return undefined;
    const reported = ends.findLast((record) => record.kind === 'timeout');
    const configured = view.lambdaFunction.kind === 'found' ? view.lambdaFunction.value.timeoutSeconds : undefined;
    const seconds = reported?.kind === 'timeout' ? reported.seconds : configured;
    // A run has both lines, so only lines of one kind are counted.
    const runs = Math.max(...(['timeout', 'report'] as const).map((kind) => ends.filter((record) => record.kind === kind).length));
    const first = ends[0]!;
    const after = seconds === undefined ? '' : ` after ${durationText(seconds)}`;
    return {
      text: `Function ${name} timed out${after} ${time(last.at)}${runs < 2 ? '' : `, ${counted(runs, 'time')} since ${time(first.at)}`}.`,
      at: last.at,
      short: `timed out${after}`,
      next: `Check the log of function ${name} for what it was waiting for.`,
      link: logLink(view, last.at, region),
    };
  },
};

/** What the runtimes write when memory runs out. */
const NO_MEMORY = /OutOfMemory|MemoryError|heap out of memory|Cannot allocate memory|NoMemoryError/i;

/** Whether an error reports that memory ran out. */
export function isAboutMemory({ type = '', message = '' }: ErrorParts): boolean {
  return NO_MEMORY.test(`${type} ${message.slice(0, 1000)}`);
}

/** The newest sign that a run ended because memory ran out. */
function endOfMemory({ records }: FunctionView): { readonly at: number; readonly report?: ReportRecord } | undefined {
  const reportOf = (request: string | undefined): ReportRecord | undefined =>
    records.filter((record) => record.kind === 'report').findLast((record) => record.request === request && request !== undefined);
  const sign = records.findLast((record) => {
    switch (record.kind) {
      case 'error': return isAboutMemory(record);
      // Lambda kills a process that uses more memory than it has.
      case 'exit': return record.how === 'signal: killed' || isFull(reportOf(record.request));
      case 'report': return NO_MEMORY.test(record.errorType ?? '') || (record.status === 'error' && isFull(record));
      default: return false;
    }
  });
  if (sign === undefined) return undefined;
  const report = sign.kind === 'report' ? sign : reportOf(sign.kind === 'init' ? undefined : sign.request);
  return { at: sign.at, ...(report === undefined ? {} : { report }) };
}

function isFull(report: ReportRecord | undefined): boolean {
  return report?.usedMb !== undefined && report.memoryMb !== undefined && report.usedMb >= report.memoryMb;
}

/** A run needed more memory than the function has. */
export const outOfMemory: Rule<FunctionView> = {
  id: 'outOfMemory',
  family: 'failure',
  seen: 'the log has an out-of-memory error, "signal: killed", or a REPORT of a failed run that used all its memory',
  calls: ['logLines', 'lambdaFunction'],
  find: (view, { time, region }) => {
    const end = endOfMemory(view);
    if (end === undefined) return undefined;
    const { usedMb, memoryMb } = end.report ?? {};
    const size = memoryMb ?? (view.lambdaFunction.kind === 'found' ? view.lambdaFunction.value.memoryMb : undefined);
    const used = usedMb !== undefined && memoryMb !== undefined ? `: ${usedMb} of ${memoryMb} MB were used` : size === undefined ? '' : `: it has ${size} MB`;
    return {
      text: `Function ${view.name} ran out of memory ${time(end.at)}${used}.`,
      at: end.at,
      short: `out of memory${size === undefined ? '' : ` (${size} MB)`}`,
      next: `Give function ${view.name} more memory, or smaller batches.`,
      link: logLink(view, end.at, region),
    };
  },
};

/** Above this share, garbage collection slows a run down, and the next larger input ends it. */
const NEARLY = 0.9;

/** A run used almost all its memory. */
export const nearMemory: Rule<FunctionView> = {
  id: 'nearMemory',
  family: 'capacity',
  seen: `a REPORT says that ${NEARLY * 100} % of the memory or more was used, and no run is known to have failed because of it`,
  calls: ['logLines'],
  find: (view, { time, region }) => {
    const { name, records } = view;
    const full = (record: ReportRecord): boolean => (record.usedMb ?? 0) >= NEARLY * (record.memoryMb ?? Infinity);
    const report = records.filter((record): record is ReportRecord => record.kind === 'report').findLast(full);
    if (report === undefined || endOfMemory(view) !== undefined) return undefined;
    return {
      text: `Function ${name} used ${report.usedMb} of its ${report.memoryMb} MB of memory ${time(report.at)}.`,
      at: report.at,
      short: `memory ${report.usedMb} of ${report.memoryMb} MB`,
      next: `Give function ${name} more memory.`,
      link: logLink(view, report.at, region),
    };
  },
};

/** The process of the function ended before its run was complete. */
export const processExited: Rule<FunctionView> = {
  id: 'processExited',
  family: 'failure',
  seen: 'the log has "Runtime exited" or Runtime.ExitError, and memory was not the reason',
  calls: ['logLines'],
  find: (view, { time, region }) => {
    const { name, records } = view;
    const exit = records.findLast((record) => record.kind === 'exit' || (record.kind === 'report' && record.errorType === 'Runtime.ExitError'));
    if (exit === undefined || endOfMemory(view) !== undefined) return undefined;
    const how = exit.kind === 'exit' && exit.how !== undefined ? ` (${exit.how})` : '';
    return {
      text: `The process of function ${name} ended before its run was complete, ${time(exit.at)}${how}.`,
      at: exit.at,
      short: `process ended${how}`,
      next: `Check the log of function ${name} for what it did last.`,
      link: logLink(view, exit.at, region),
    };
  },
};
