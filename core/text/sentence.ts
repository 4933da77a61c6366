/** A text whose first letter is a capital. */
export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A text with its full stop. Its first letter stays: it may belong to a name. */
export function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A clause of our own as a sentence. */
export function sentence(clause: string): string {
  return ended(capitalized(clause));
}
