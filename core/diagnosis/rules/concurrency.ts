import { functionUrl } from '../../console';
import { situationOf } from '../diagnosis';
import { type FunctionView, valueOf } from '../findings';
import type { Rule } from './rule';

/** Somebody disabled the function by reserving no concurrency for it. */
export const noConcurrency: Rule<FunctionView> = {
  id: 'noConcurrency',
  family: 'existence',
  seen: 'the function\'s reserved concurrency is 0',
  calls: ['concurrency'],
  find: ({ concurrency, name, source }, { region }) => valueOf(concurrency)?.reserved !== 0 ? undefined : {
    text: `Function ${name} cannot run: its reserved concurrency is 0, so every invocation is throttled.`,
    short: 'reserved concurrency 0',
    next: `Raise or remove the reserved concurrency of function ${name}.`,
    link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
  },
};

/** A hanging run, a retry or a test soon uses up this little concurrency. */
const LITTLE = 5;

/** Invocations beyond the reserved concurrency are throttled. */
export const littleConcurrency: Rule<FunctionView> = {
  id: 'littleConcurrency',
  family: 'capacity',
  seen: `the function's reserved concurrency is ${LITTLE} or less, and its log has no error`,
  calls: ['concurrency', 'logLines'],
  find: ({ concurrency, records, log, name, source }, context) => {
    const reserved = valueOf(concurrency)?.reserved;
    // An error of its own explains more, and slowness is not throttling.
    if (reserved === undefined || reserved < 1 || reserved > LITTLE || situationOf(context) === 'slow') return undefined;
    if (log.kind !== 'found' || records.some(({ kind }) => kind !== 'report')) return undefined;
    return {
      text: `Function ${name} can run only ${reserved} at a time (reserved concurrency). It logged no error, so it may have been throttled.`,
      short: `reserved concurrency ${reserved}`,
      next: `Check the Throttles metric of function ${name}.`,
      link: { title: `Function ${name}`, url: functionUrl(context.region, source.functionName) },
    };
  },
};
