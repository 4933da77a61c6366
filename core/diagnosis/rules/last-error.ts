import { counted } from '../../words/count';
import type { ErrorRecord } from '../log/log-record';
import { errorInShort, errorInWords } from '../text/error-text';
import { sentence } from '../text/sentence';
import type { FunctionView } from '../views';
import { adviceOn } from './advice';
import { comesBeforeTheHandler } from './init-failed';
import { logLink } from './log-link';
import { isAboutMemory } from './out-of-memory';
import type { Rule } from './rule';

/** What the function itself said last. */
export const lastError: Rule<FunctionView> = {
  id: 'lastError',
  family: 'failure',
  seen: 'the log has an error, as text or as JSON: the newest that ended a run, else the newest that was logged, and how often it came',
  calls: ['logLines'],
  find: (view, { time, region, quotePayloads }) => {
    const { name, records } = view;
    const errors = records.filter((record): record is ErrorRecord => record.kind === 'error' && !comesBeforeTheHandler(record.type) && !isAboutMemory(record));
    const error = errors.findLast(({ fatal }) => fatal) ?? errors.at(-1);
    const said = error === undefined ? undefined : errorInWords(error, quotePayloads);
    if (error === undefined || said === undefined) return undefined;
    const alike = errors.filter(({ type, message }) => type === error.type && message === error.message);
    const often = alike.length < 2 ? '' : ` (${counted(alike.length, 'time')} since ${time(alike[0]!.at)})`;
    return {
      text: sentence(`Function ${name} ${error.fatal ? 'failed' : 'logged an error'} ${time(error.at)}${often}: ${said}`),
      at: error.at,
      short: errorInShort(error, quotePayloads) ?? 'error in the log',
      next: adviceOn(error, `function ${name}`, `Look at the log of function ${name} around that error.`),
      link: logLink(view, error.at, region),
    };
  },
};
