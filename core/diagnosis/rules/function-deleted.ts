import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** The function is gone. */
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
