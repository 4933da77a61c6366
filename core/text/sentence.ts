/** A text whose first letter is a capital. */
export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A text with its full stop. The first letter stays as it is, because it may belong to a name. */
export function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** One of our own clauses as a sentence. */
export function sentence(clause: string): string {
  return ended(capitalized(clause));
}
