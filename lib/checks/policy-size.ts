import type { Need, Observatory } from '../observatory';
import type { Check } from './check';

/** So many names are read; the rest are counted. */
const MOST_NAMES = 3;

/** What there is no room for in the role of checker or notifier, and what comes of it. */
const CONSEQUENCES: Readonly<Record<Need, { readonly role: string; readonly consequence: (names: string) => string }>> = {
  evidence: { role: 'checker', consequence: (names) => `it could not see whether runs of ${names} happened` },
  topics: { role: 'notifier', consequence: (names) => `it could not tell the topics of ${names}` },
  causes: { role: 'notifier', consequence: (names) => `messages about ${names} say what happened, but not why` },
};

/** Without that a pipeline would not be observed, or somebody would not be told. */
export const policySize: Check<Observatory> = {
  id: 'policySize',
  level: 'error',
  find: (observatory) => (['evidence', 'topics'] as const).flatMap((need) => found(observatory, need)),
};

/** Without that a message says what was not readable. */
export const causesUnread: Check<Observatory> = {
  id: 'causesUnread',
  level: 'warning',
  find: (observatory) => found(observatory, 'causes'),
};

function found({ _roomless }: Observatory, need: Need): string[] {
  const names = [...new Set(_roomless.filter((one) => one.need === need).map(({ pipelineName }) => pipelineName))];
  if (names.length === 0) return [];
  const { role, consequence } = CONSEQUENCES[need];
  const some = names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
  return [`the role of its ${role} can hold no more permissions: ${consequence(some)}; spread the pipelines over several observatories, or over fewer stacks`];
}
