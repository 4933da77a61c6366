/** Text that is HTML already. Everything else is escaped when it goes into HTML. */
export class Html {
  public constructor(public readonly text: string) {}
}

/** What a template accepts: texts are escaped, undefined is left out. */
export type Content = Html | string | number | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
/**
 * Characters that HTML does not allow even escaped: control characters (except tab and line breaks), lone surrogates,
 * noncharacters.
 */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** HTML in which every value is escaped, in content and in quoted attributes. */
export function html(texts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(texts.map((text, index) => (index === 0 ? '' : rendered(values[index - 1])) + text).join(''));
}

/** Escapes a text for content and quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function rendered(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(rendered).join('');
}
