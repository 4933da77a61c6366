/** A text in printable ASCII. */
export function asciiText(text: string): string {
  return transliterate(text, (character) => character >= ' ' && character <= '~');
}

/** Line ends and other control characters, halves of characters, and code points without a meaning. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
/**
 * Invisible characters: they change the direction of the text, or join or hide characters (Unicode's category "format").
 */
const INVISIBLE = /\p{Cf}/gu;

/**
 * A text from outside as one line that cannot pretend to be more: without line ends, control characters, and everything
 * that reverses or hides text. Longer texts are cut.
 *
 * @param longest at least 4, in characters as Unicode counts them
 */
export function cleanText(text: string, longest: number): string {
  // Nobody reads a megabyte, so the rest is not cleaned.
  const begin = text.slice(0, 8 * longest);
  const line = begin.replace(INVISIBLE, '').replace(BREAKING, ' ').replace(/\s+/gu, ' ').trim();
  return shortenTo(begin.length < text.length ? `${line}...` : line, longest);
}

/** Shortens a text without splitting a character. */
function shortenTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 3).join('').trimEnd()}...`;
}

/** What replaces a character that an alphabet lacks, if its parts are missing too. */
const INSTEAD: Readonly<Record<string, string>> = {
  '‘': '\'', '’': '\'', '‚': '\'', '‛': '\'', '′': '\'', '`': '\'', '´': '\'',
  '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '″': '"',
  '‐': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '•': '-', '·': '.',
  '→': '->', '←': '<-', '×': 'x', '÷': '/', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '°': 'deg', 'µ': 'u',
  '[': '(', ']': ')', '{': '(', '}': ')', '|': '/', '\\': '/', '~': '-', '^': '\'',
  'ä': 'ae', 'ö': 'oe', 'ü': 'ue', 'Ä': 'Ae', 'Ö': 'Oe', 'Ü': 'Ue', 'ß': 'ss', 'ẞ': 'SS',
  'æ': 'ae', 'Æ': 'Ae', 'œ': 'oe', 'Œ': 'Oe', 'ø': 'o', 'Ø': 'O', 'đ': 'd', 'Đ': 'D', 'ð': 'd', 'Ð': 'D',
  'þ': 'th', 'Þ': 'Th', 'ł': 'l', 'Ł': 'L', 'ı': 'i',
};
const UNKNOWN = '?';

/**
 * A text in an alphabet. A character that the alphabet lacks is replaced by the nearest one, and any number of unknown
 * characters by one question mark.
 */
function transliterate(text: string, has: (character: string) => boolean): string {
  const spelled = (character: string): string => {
    if (has(character)) return character;
    const parts = Array.from(INSTEAD[character] ?? character.normalize('NFKD')).filter((part) => !/\p{M}/u.test(part));
    const known = parts.map((part) => (has(part) ? part : INSTEAD[part] ?? UNKNOWN)).join('');
    return Array.from(known).map((part) => (has(part) ? part : UNKNOWN)).join('');
  };
  // Composed first: "ü" may come as two code points.
  return Array.from(text.normalize('NFC'), spelled).join('').replace(/\?{2,}/g, UNKNOWN);
}

/** How many bytes a text has in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0)!);
  return bytes;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/**
 * The first of some texts, as many as fit into a number and into a number of bytes, each with a line end. A last text
 * counts what was left out.
 *
 * @param rest says how many were left out
 */
export function fitting(texts: readonly string[], { most, bytes }: { readonly most: number; readonly bytes: number }, rest: (left: number) => string): string[] {
  let room = bytes - utf8Bytes(rest(texts.length)) - 1;
  const kept: string[] = [];
  for (const text of texts.slice(0, most)) {
    room -= utf8Bytes(text) + 1;
    if (room < 0) break;
    kept.push(text);
  }
  return kept.length === texts.length ? kept : [...kept, rest(texts.length - kept.length)];
}

/**
 * The GSM 7-bit default alphabet (3GPP TS 23.038, section 6.2.1) without its line ends and the escape. A text message in
 * this alphabet has 160 characters; with any other character it has 70.
 */
const BASIC = new Set('@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** The extension table of the alphabet: each character takes two places. */
const EXTENSION = new Set('^{}\\[~]|€');

/** A text in the GSM 7-bit default alphabet. */
export function gsmText(text: string): string {
  return transliterate(text, (character) => BASIC.has(character) || EXTENSION.has(character));
}

/** How many places a text in this alphabet takes. */
export function septets(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (EXTENSION.has(character) ? 2 : 1), 0);
}

/** Shortens a text in this alphabet to a number of places, at least 3. */
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
