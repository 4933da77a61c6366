/** A text with its full stop. Its first letter is left alone: it may be a name's. */
export function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A clause of our own as a sentence. */
export function sentence(clause: string): string {
  return ended(`${clause.charAt(0).toUpperCase()}${clause.slice(1)}`);
}
