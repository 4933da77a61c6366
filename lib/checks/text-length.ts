import { Token } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** With these an alarm's description always stays within CloudWatch's 1,024 characters. */
const LONGEST = { owner: 100, runbook: 400 } as const;

/** Texts that stand in every alarm must leave room for what it says. */
export const textLength: Check<ObservedPipeline> = {
  id: 'textLength',
  level: 'error',
  find: (pipeline) => (Object.keys(LONGEST) as (keyof typeof LONGEST)[]).flatMap((name) => {
    const text = pipeline._texts[name];
    return text === undefined || Token.isUnresolved(text) || text.length <= LONGEST[name] ? []
      : [`${name} has ${text.length} characters and stands in every alarm; shorten it to ${LONGEST[name]}`];
  }),
};
