import { html, Html } from './markup';

/** A name that may be broken where its words begin, and whose direction of writing stays its own. */
export function breakable(name: string): Html {
  const parts = name.split(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=[-_/.])/u);
  return html`<bdi>${parts.map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}</bdi>`;
}
