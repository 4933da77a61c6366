import { functionUrl } from '../../console/pages';
import { valueOf } from '../findings';
import { quote } from '../text/quote';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** A deployment did not get through, and the version before is still there. */
export const updateFailed: Rule<FunctionView> = {
  id: 'updateFailed',
  family: 'change',
  seen: 'the function\'s LastUpdateStatus is Failed',
  calls: ['lambdaFunction'],
  find: ({ lambdaFunction, name, source }, { region, quotePayloads }) => {
    const facts = valueOf(lambdaFunction);
    if (facts?.lastUpdateStatus !== 'Failed') return undefined;
    const why = facts.lastUpdateReason === undefined ? '' : ` (${quote(facts.lastUpdateReason, quotePayloads).replace(/\.$/, '')})`;
    return {
      text: `The last update of function ${name} failed${why}, so it is still the version before.`,
      short: 'update of the function failed',
      next: `Deploy function ${name} again.`,
      link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
    };
  },
};
