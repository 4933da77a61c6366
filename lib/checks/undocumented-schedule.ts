import { Token } from 'aws-cdk-lib/core';
import { undocumentedParts } from '../../core/schedule/dialect';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** What EventBridge may take and does not document is no reason to refuse it here. */
export const undocumentedSchedule: Check<ObservedPipeline> = {
  id: 'undocumentedSchedule',
  level: 'warning',
  find: ({ _spec: { expression } }) => (expression === undefined || Token.isUnresolved(expression) ? [] : undocumentedParts(expression))
    .map((part) => `'${part}' in ${expression} is not documented by EventBridge, which may refuse it at deployment; if it does, use L, LW or a day from 1 to 31`),
};
