import { cleanText } from '../words/clean';

/** Longer than any text that is worth reading in a message; an address of the console with an ARN in it is shorter. */
const LONGEST = 1000;

/**
 * The same facts with every text in them cleaned, whatever it is and however deep it lies: so no part of a message has
 * to remember which of them come from outside.
 */
export function cleaned<T>(facts: T): T {
  return clean(facts) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, LONGEST);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, clean(part)]));
}
