import { transliterate } from './transliterate';

/** A text in printable ASCII. */
export function asciiText(text: string): string {
  return transliterate(text, (character) => character >= ' ' && character <= '~');
}
