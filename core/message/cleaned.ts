import { cleanText } from '../words/clean';

/** Longer than any text that is worth reading in a message. */
const LONGEST = 600;
/** A shortened address leads nowhere; one of the console has an ARN in it. */
const LONGEST_ADDRESS = 2000;
const ADDRESSES: readonly string[] = ['url', 'runbook'];

/**
 * The same facts with every text in them cleaned, whatever it is and however deep it lies: so no part of a message has
 * to remember which of them come from outside.
 */
export function cleaned<T>(facts: T): T {
  return clean(facts, '') as T;
}

function clean(value: unknown, key: string): unknown {
  if (typeof value === 'string') return cleanText(value, ADDRESSES.includes(key) ? LONGEST_ADDRESS : LONGEST);
  if (Array.isArray(value)) return value.map((part) => clean(part, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, clean(part, name)]));
}
