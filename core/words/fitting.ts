/** How many bytes a text takes in UTF-8. */
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
 * The first of some texts, as far as they go into so many bytes and are no more than so many, each with a line end; what
 * is left out is counted by a last one.
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
