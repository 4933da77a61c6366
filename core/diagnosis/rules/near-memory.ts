import type { ReportRecord } from '../log/log-record';
import type { FunctionView } from '../views';
import { logLink } from './log-link';
import { endOfMemory } from './out-of-memory';
import type { Rule } from './rule';

/** Above it garbage collection makes a run slow, and the next larger input ends it. */
const NEARLY = 0.9;

/** A run used nearly all its memory. */
export const nearMemory: Rule<FunctionView> = {
  id: 'nearMemory',
  family: 'capacity',
  seen: `a REPORT says that ${NEARLY * 100} % of the memory or more was used, and no run is known to have ended by it`,
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
