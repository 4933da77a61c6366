import { functionUrl } from '../../console/pages';
import { valueOf } from '../findings';
import { quote } from '../text/quote';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** Lambda cannot start the function, whatever its code: an image or key is gone, a subnet is full. */
export const functionUnusable: Rule<FunctionView> = {
  id: 'functionUnusable',
  family: 'existence',
  seen: 'the function\'s State is Failed',
  calls: ['lambdaFunction'],
  find: ({ lambdaFunction, name, source }, { region, quotePayloads }) => {
    const facts = valueOf(lambdaFunction);
    if (facts?.state !== 'Failed') return undefined;
    return {
      text: `Function ${name} cannot be started${facts.stateReason === undefined ? '' : `: ${quote(facts.stateReason, quotePayloads).replace(/\.$/, '')}`}.`,
      short: 'function cannot be started',
      next: `Repair what function ${name} lacks and deploy it again.`,
      link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
    };
  },
};
