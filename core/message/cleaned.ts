import type { Link, Reason } from '../diagnosis/diagnosis';
import { cleanText } from '../text/plain-text';
import type { GroupFacts, IncidentFacts } from './facts';

/** Longer texts are not worth reading in a message. */
const LONGEST = 600;
/** A shortened address leads nowhere, and one of the console contains an ARN. */
const LONGEST_ADDRESS = 2000;

/**
 * The same value with every text in it cleaned, however deep it lies. So no part of a message has to remember which texts
 * come from outside.
 */
export function cleaned<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, LONGEST);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, clean(part)]));
}

/** Cleans facts about one incident. Its addresses may be longer than other texts. */
export function cleanedIncident(facts: IncidentFacts): IncidentFacts {
  const { runbookUrl, links, diagnosis } = facts;
  return {
    ...cleaned(facts),
    runbookUrl: runbookUrl === undefined ? undefined : cleanAddress(runbookUrl),
    links: links.map(cleanedLink),
    diagnosis: { ...cleaned(diagnosis), reasons: diagnosis.reasons.map(cleanedReason), links: diagnosis.links.map(cleanedLink) },
  };
}

/** Cleans facts about many incidents. */
export function cleanedGroup(facts: GroupFacts): GroupFacts {
  return { ...cleaned(facts), links: facts.links.map(cleanedLink) };
}

function cleanedReason(reason: Reason): Reason {
  return { ...cleaned(reason), ...(reason.link === undefined ? {} : { link: cleanedLink(reason.link) }) };
}

function cleanedLink({ title, url }: Link): Link {
  return { title: cleaned(title), url: cleanAddress(url) };
}

function cleanAddress(url: string): string {
  return cleanText(url, LONGEST_ADDRESS);
}
