import { functionUrl } from '../../console/pages';
import { valueOf } from '../findings';
import { changedInWords, isSuspicious } from '../look-back';
import type { FunctionView } from '../views';
import type { Rule } from './rule';

/** The function is not what it was when it last succeeded. */
export const functionChanged: Rule<FunctionView> = {
  id: 'functionChanged',
  family: 'change',
  seen: 'the function\'s code or configuration was changed after the last success and before it went wrong',
  calls: ['lambdaFunction', 'logLines'],
  find: ({ lambdaFunction, records, name, source }, context) => {
    const changedAt = valueOf(lambdaFunction)?.changedAt;
    // What was deployed after the error may be the repair.
    const wentWrongAt = records.findLast(({ kind }) => kind !== 'report')?.at;
    if (!isSuspicious(changedAt, wentWrongAt, context)) return undefined;
    return {
      text: `Function ${name} ${changedInWords(changedAt, context)}.`,
      at: changedAt,
      short: 'function changed',
      next: `Compare function ${name} with the version that last worked.`,
      link: { title: `Function ${name}`, url: functionUrl(context.region, source.functionName) },
    };
  },
};
