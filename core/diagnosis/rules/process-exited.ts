import type { FunctionView } from '../views';
import { logLink } from './log-link';
import { endOfMemory } from './out-of-memory';
import type { Rule } from './rule';

/** The process of the function ended before its run did. */
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
      text: `The process of function ${name} ended before its run did, ${time(exit.at)}${how}.`,
      at: exit.at,
      short: `process ended${how}`,
      next: `See in its log what function ${name} last did.`,
      link: logLink(view, exit.at, region),
    };
  },
};
