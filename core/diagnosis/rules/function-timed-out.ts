import { counted } from '../../words/count';
import { durationInWords } from '../../words/duration';
import type { FunctionView } from '../views';
import { logLink } from './log-link';
import type { Rule } from './rule';

/** Lambda ended a run because its time was over. */
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
    const told = ends.findLast((record) => record.kind === 'timeout');
    const configured = view.lambdaFunction.kind === 'found' ? view.lambdaFunction.value.timeoutSeconds : undefined;
    const seconds = told?.kind === 'timeout' ? told.seconds : configured;
    // A run has both lines: those of one sort are counted.
    const runs = Math.max(...(['timeout', 'report'] as const).map((kind) => ends.filter((record) => record.kind === kind).length));
    const first = ends[0]!;
    const after = seconds === undefined ? '' : ` after ${durationInWords(seconds)}`;
    return {
      text: `Function ${name} timed out${after} ${time(last.at)}${runs < 2 ? '' : `, ${counted(runs, 'time')} since ${time(first.at)}`}.`,
      at: last.at,
      short: `timed out${after}`,
      next: `See in its log what function ${name} was waiting for.`,
      link: logLink(view, last.at, region),
    };
  },
};
