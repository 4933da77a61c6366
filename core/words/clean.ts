/** Line ends and other control characters, halves of characters, and code points that mean nothing to anybody. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
/** Invisible: they change the direction of what follows, join or hide characters (Unicode's category "format"). */
const INVISIBLE = /\p{Cf}/gu;

/**
 * A text from outside as one line that cannot pretend to be more: no line ends, no control characters, nothing that
 * turns the direction of reading or hides. Longer ones are cut.
 *
 * @param longest at least 4, in characters as Unicode counts them
 */
export function cleanText(text: string, longest: number): string {
  // Nobody reads to the end of a megabyte, so it is not cleaned to the end either.
  const begin = text.slice(0, 8 * longest);
  const line = begin.replace(INVISIBLE, '').replace(BREAKING, ' ').replace(/\s+/gu, ' ').trim();
  return cut(begin.length < text.length ? `${line}...` : line, longest);
}

/** Shortens a text without parting a character. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 3).join('').trimEnd()}...`;
}
