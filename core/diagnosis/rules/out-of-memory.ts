import type { ReportRecord } from '../log/log-record';
import type { ErrorParts } from '../text/error-text';
import type { FunctionView } from '../views';
import { logLink } from './log-link';
import type { Rule } from './rule';

/** What the runtimes call it when memory is over. */
const NO_MEMORY = /OutOfMemory|MemoryError|heap out of memory|Cannot allocate memory|NoMemoryError/i;

/** Whether an error says that memory was over. */
export function isAboutMemory({ type = '', message = '' }: ErrorParts): boolean {
  return NO_MEMORY.test(`${type} ${message.slice(0, 1000)}`);
}

/** The newest sign that a run ended because its memory was over. */
export function endOfMemory({ records }: FunctionView): { readonly at: number; readonly report?: ReportRecord } | undefined {
  const reportOf = (request: string | undefined): ReportRecord | undefined =>
    records.filter((record) => record.kind === 'report').findLast((record) => record.request === request && request !== undefined);
  const sign = records.findLast((record) => {
    switch (record.kind) {
      case 'error': return isAboutMemory(record);
      // Lambda kills a process that takes more than it has.
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

/** A run took more memory than the function has. */
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
      next: `Give function ${view.name} more memory, or smaller portions.`,
      link: logLink(view, end.at, region),
    };
  },
};
