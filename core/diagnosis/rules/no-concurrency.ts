import { functionUrl } from '../../console/pages';
import { valueOf } from '../findings';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** Somebody switched the function off by reserving nothing for it. */
export const noConcurrency: Rule<FunctionView> = {
  id: 'noConcurrency',
  family: 'existence',
  seen: 'the function\'s reserved concurrency is 0',
  calls: ['concurrency'],
  find: ({ concurrency, name, source }, { region }) => valueOf(concurrency)?.reserved !== 0 ? undefined : {
    text: `Function ${name} may not run: its reserved concurrency is 0, so every invocation is throttled.`,
    short: 'reserved concurrency 0',
    next: `Raise or remove the reserved concurrency of function ${name}.`,
    link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
  },
};
