import type { Need, Observatory } from '../observatory';

/** So many names are read; the rest are counted. */
const MOST_NAMES = 3;

/** What there is no room for in the role of checker or notifier, and what comes of it. */
const CONSEQUENCES: Readonly<Record<Need, { readonly role: string; readonly consequence: (names: string) => string }>> = {
  evidence: { role: 'checker', consequence: (names) => `it could not see whether runs of ${names} happened` },
  topics: { role: 'notifier', consequence: (names) => `it could not tell the topics of ${names}` },
  causes: { role: 'notifier', consequence: (names) => `messages about ${names} say what happened, but not why` },
};

/** What a role could not hold any more of one need, in a sentence with its consequence. */
export function roomlessFor({ _roomless }: Observatory, need: Need): string[] {
  const names = [...new Set(_roomless.filter((one) => one.need === need).map(({ pipelineName }) => pipelineName))];
  if (names.length === 0) return [];
  const { role, consequence } = CONSEQUENCES[need];
  const some = names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
  return [`the role of its ${role} can hold no more permissions: ${consequence(some)}; spread the pipelines over several observatories, or over fewer stacks`];
}
