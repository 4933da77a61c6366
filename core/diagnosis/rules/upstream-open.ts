import type { UpstreamFinding } from '../findings';
import { nameOf } from '../text/quote';
import type { Rule } from './rule';

/** What it depends on is broken. */
export const upstreamOpen: Rule<UpstreamFinding> = {
  id: 'upstreamOpen',
  family: 'upstream',
  seen: 'a pipeline that it depends on has an open incident',
  calls: [],
  find: ({ pipeline, since }, context) => ({
    text: `${nameOf(pipeline)}, on which ${nameOf(context.pipeline)} depends, has an open incident since ${context.time(since)}.`,
    at: since,
    short: `upstream ${nameOf(pipeline)} is bad`,
    next: `Look at ${nameOf(pipeline)} first.`,
  }),
};
