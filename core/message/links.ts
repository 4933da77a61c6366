import type { Link } from '../diagnosis/diagnosis';

/** An address that a mail program makes a link of, and nothing else. */
const ADDRESS = /^https?:\/\/[!-~]+$/;

export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Each page once, under the title that it had first; what is no address is left out. */
export function usableLinks(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ url }) => isAddress(url) && !seen.has(url) && seen.add(url) !== undefined);
}
