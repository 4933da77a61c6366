/** What is written instead where an alphabet has no such character and taking it apart gives none either. */
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

/** A text in an alphabet: characters that it lacks are replaced by what comes nearest, or by a question mark for any number of them. */
export function transliterate(text: string, has: (character: string) => boolean): string {
  const spelled = (character: string): string => {
    if (has(character)) return character;
    const parts = Array.from(INSTEAD[character] ?? character.normalize('NFKD')).filter((part) => !/\p{M}/u.test(part));
    const known = parts.map((part) => (has(part) ? part : INSTEAD[part] ?? UNKNOWN)).join('');
    return Array.from(known).map((part) => (has(part) ? part : UNKNOWN)).join('');
  };
  // Put together first: "ü" may come as two code points.
  return Array.from(text.normalize('NFC'), spelled).join('').replace(/\?{2,}/g, UNKNOWN);
}
