import { counted } from '../../text/count-and-duration';
import { ended } from '../../text/sentence';
import { errorInShort, errorName, errorText } from '../error-text';
import type { FunctionView, UpstreamFinding } from '../findings';
import type { ErrorRecord } from '../log';
import { comesBeforeTheHandler, isAboutMemory } from './function';
import { adviceOn, logLink, type Rule } from './rule';

/** An upstream pipeline has an incident. */
export const upstreamOpen: Rule<UpstreamFinding> = {
  id: 'upstreamOpen',
  family: 'upstream',
  seen: 'a pipeline that it depends on has an open incident',
  calls: [],
  find: ({ pipeline, since }, context) => ({
    text: `${errorName(context.pipeline)} depends on ${errorName(pipeline)}, which has had an open incident since ${context.time(since)}.`,
    at: since,
    short: `upstream ${errorName(pipeline)} has an incident`,
    next: `Look at ${errorName(pipeline)} first.`,
  }),
};

/** What the function itself logged last. */
export const lastError: Rule<FunctionView> = {
  id: 'lastError',
  family: 'failure',
  seen: 'the log has an error, as text or as JSON: the newest that ended a run, else the newest that was logged, and how often it came',
  calls: ['logLines'],
  find: (view, { time, region, includeExecutionData }) => {
    const { name, records } = view;
    const errors = records.filter((record): record is ErrorRecord => record.kind === 'error' && !comesBeforeTheHandler(record.type) && !isAboutMemory(record));
    const error = errors.findLast(({ fatal }) => fatal) ?? errors.at(-1);
    const said = error === undefined ? undefined : errorText(error, includeExecutionData);
    if (error === undefined || said === undefined) return undefined;
    const alike = errors.filter(({ type, message }) => type === error.type && message === error.message);
    const often = alike.length < 2 ? '' : ` (${counted(alike.length, 'time')} since ${time(alike[0]!.at)})`;
    return {
      text: ended(`Function ${name} ${error.fatal ? 'failed' : 'logged an error'} ${time(error.at)}${often}: ${said}`),
      at: error.at,
      short: errorInShort(error, includeExecutionData) ?? 'error in the log',
      next: adviceOn(error, `function ${name}`, `Look at the log of function ${name} around that error.`),
      link: logLink(view, error.at, region),
    };
  },
};

/** There is no log to read. */
export const noLog: Rule<FunctionView> = {
  id: 'noLog',
  family: 'change',
  seen: 'the function exists, but its log group does not',
  calls: ['logLines', 'lambdaFunction'],
  find: ({ log, lambdaFunction, logGroupName, name }) => log.kind !== 'missing' || lambdaFunction.kind !== 'found' ? undefined : {
    text: `Function ${name} has no log group ${errorName(logGroupName, 200)}: it never ran, or it has no permission to write its log.`,
    short: 'function has no log',
    next: `Check that the role of function ${name} can write logs.`,
  },
};
