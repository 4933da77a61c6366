/** Paragraphs of lines, those left out that have none. */
export function paragraphs(parts: readonly (readonly string[])[]): string {
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Lines under a title; without lines no title. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}
