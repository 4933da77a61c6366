import { transliterate } from './transliterate';

/**
 * The GSM 7-bit default alphabet (3GPP TS 23.038, section 6.2.1) without its line ends and the escape: a text message
 * in it has 160 characters, with any other character in it 70.
 */
const BASIC = new Set('@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Its extension table: each takes the place of two. */
const EXTENSION = new Set('^{}\\[~]|€');

/** A text in the GSM 7-bit default alphabet. */
export function gsmText(text: string): string {
  return transliterate(text, (character) => BASIC.has(character) || EXTENSION.has(character));
}

/** How many places a text of this alphabet takes. */
export function septets(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (EXTENSION.has(character) ? 2 : 1), 0);
}

/** Shortens a text of this alphabet to so many places, at least 3. */
export function cutToSeptets(text: string, longest: number): string {
  if (septets(text) <= longest) return text;
  let room = longest - 2;
  let kept = '';
  for (const character of text) {
    room -= septets(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}..`;
}
