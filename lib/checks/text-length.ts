import { Token } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** With these an alarm's description always stays within CloudWatch's 1,024 characters, its mark included. */
export const LONGEST_TEXTS = { owner: 100, runbook: 300, stageName: 64 } as const;

/** Texts that stand in every alarm must leave room for what it says. */
export const textLength: Check<ObservedPipeline> = {
  id: 'textLength',
  level: 'error',
  find: ({ _texts, _stages }) => [
    ...tooLong('owner', _texts.owner),
    ...tooLong('runbook', _texts.runbook),
    ..._stages.flatMap(({ stageName }) => tooLong('stageName', stageName)),
  ],
};

function tooLong(name: keyof typeof LONGEST_TEXTS, text: string | undefined): string[] {
  return text === undefined || Token.isUnresolved(text) || text.length <= LONGEST_TEXTS[name] ? []
    : [`${name} has ${text.length} characters and stands in every alarm; shorten it to ${LONGEST_TEXTS[name]}`];
}
