/** Step Functions quotes the input like this: "could not be found in the input '"2026-03-10"'". */
const QUOTED_INPUT = /\b(input|payload|event|body)(\s*[:=]?\s*)'[^']*'/gi;
/** What a JSON list begins with; `[ERROR]` and `[0:5]` are none. */
const LIST_BEGINS = /^\[\s*[{["]/;

/** A text in which objects and lists, which may be a run's input or output, are only hinted at. */
export function withoutPayloads(text: string): string {
  let kept = '';
  for (let at = 0; at < text.length;) {
    const isObject = text[at] === '{';
    if (isObject || (text[at] === '[' && LIST_BEGINS.test(text.slice(at, at + 20)))) {
      kept += isObject ? '{...}' : '[...]';
      at = endOfPayload(text, at);
    } else {
      kept += text[at];
      at += 1;
    }
  }
  return kept.replace(QUOTED_INPUT, '$1$2\'...\'');
}

/** Where the bracket that opens at an index is closed again; the end if it never is. Brackets in strings count too: rather too much is left out. */
function endOfPayload(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' || text[at] === '[') depth += 1;
    if (text[at] === '}' || text[at] === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
