import type { Situation } from './context';
import type { Family } from './rules/rule';

/** Which sort of cause comes first, by what is to be explained: what explains it alone before what may have to do with it. */
export const RANKING: Readonly<Record<Situation, readonly Family[]>> = {
  // It was not started; else it started and nobody saw it end well.
  missing: ['trigger', 'existence', 'upstream', 'running', 'failure', 'capacity', 'change'],
  undelivered: ['trigger', 'existence', 'capacity', 'upstream', 'failure', 'running', 'change'],
  stuck: ['running', 'failure', 'upstream', 'existence', 'capacity', 'change', 'trigger'],
  failed: ['existence', 'failure', 'capacity', 'upstream', 'change', 'running', 'trigger'],
  slow: ['running', 'capacity', 'failure', 'change', 'upstream', 'existence', 'trigger'],
};
