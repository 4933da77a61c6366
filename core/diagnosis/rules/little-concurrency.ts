import { functionUrl } from '../../console/pages';
import { situationOf } from '../context';
import { valueOf } from '../findings';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** Of a batch job so few are soon taken by a run that hangs, a retry, or somebody's test. */
const LITTLE = 5;

/** Invocations beyond the few that are reserved are throttled. */
export const littleConcurrency: Rule<FunctionView> = {
  id: 'littleConcurrency',
  family: 'capacity',
  seen: `the function's reserved concurrency is ${LITTLE} or less, and its log tells of no error`,
  calls: ['concurrency', 'logLines'],
  find: ({ concurrency, records, log, name, source }, context) => {
    const reserved = valueOf(concurrency)?.reserved;
    // An error of its own explains more, and slowness is not throttling.
    if (reserved === undefined || reserved < 1 || reserved > LITTLE || situationOf(context) === 'slow') return undefined;
    if (log.kind !== 'found' || records.some(({ kind }) => kind !== 'report')) return undefined;
    return {
      text: `Function ${name} may run only ${reserved} at a time (reserved concurrency) and logged no error, so it may have been throttled.`,
      short: `reserved concurrency ${reserved}`,
      next: `Look at the Throttles of function ${name}.`,
      link: { title: `Function ${name}`, url: functionUrl(context.region, source.functionName) },
    };
  },
};
