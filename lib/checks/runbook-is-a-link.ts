import { Token } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A runbook is opened from a mail on a phone at night: it has to be a link. */
export const runbookIsALink: Check<ObservedPipeline> = {
  id: 'runbookIsALink',
  level: 'warning',
  find: ({ _texts: { runbook } }) => (runbook === undefined || Token.isUnresolved(runbook) || /^https?:\/\/\S+$/.test(runbook) ? []
    : [`runbook '${runbook}' is no link that a phone can open; begin it with https://`]),
};
