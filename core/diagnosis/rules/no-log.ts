import { nameOf } from '../text/quote';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** There is no log to look at. */
export const noLog: Rule<FunctionView> = {
  id: 'noLog',
  family: 'change',
  seen: 'the function exists, its log group does not',
  calls: ['logLines', 'lambdaFunction'],
  find: ({ log, lambdaFunction, logGroupName, name }) => log.kind !== 'missing' || lambdaFunction.kind !== 'found' ? undefined : {
    text: `Function ${name} has no log group ${nameOf(logGroupName, 200)}: it never ran, or may not write its log.`,
    short: 'function has no log',
    next: `Check that the role of function ${name} may write logs.`,
  },
};
