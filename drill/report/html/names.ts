import { html, Html } from './markup';

/** A name that can break between its words and keeps its own writing direction. */
export function breakable(name: string): Html {
  const parts = name.split(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=[-_/.])/u);
  return html`<bdi>${parts.map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}</bdi>`;
}

/** The suffix that CDK adds to a name to make it unique. */
const HASH = /(?<=[a-z])[0-9A-F]{8}$/;

/** The part of an alarm's name that tells what it is: without its stack, its pipeline and the hash at its end. */
export function distinctName(alarm: string, ...prefixes: readonly string[]): string {
  const rest = prefixes.reduce((name, prefix) => (name.length > prefix.length && name.startsWith(prefix) ? name.slice(prefix.length) : name), alarm);
  return rest.replace(/^[-_]+(?=.)/, '').replace(HASH, '');
}

/** The common beginning of at least two names, up to and including a hyphen; usually their stack. */
export function sharedPrefix(names: readonly string[]): string {
  const [first = '', ...others] = new Set(names);
  const parts = first.split('-');
  for (let count = parts.length - 1; count > 0 && others.length > 0; count -= 1) {
    const prefix = `${parts.slice(0, count).join('-')}-`;
    if (others.every((name) => name.startsWith(prefix))) return prefix;
  }
  return '';
}
