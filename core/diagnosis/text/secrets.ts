/** What looks like a secret, wherever it stands, and what is written instead. */
const MASKS: readonly (readonly [secret: RegExp, mask: string])[] = [
  // AWS access keys (IAM user guide, "Unique identifiers"), and what is signed with one.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '***'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  // Name and password in an address.
  [/:\/\/[^\s/@:]*:[^\s/@]*@/g, '://***@'],
];

/** `password=…`, `"apiKey": "…"`: a name that says so, and its value. */
const NAMED = /((?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|credential|signature|authorization)[\w-]*["']?\s*)([=:])(\s*["']?)([^\s"',;&]+)/gi;
/** After a colon a short word without a digit is more often a sentence than a secret: "invalid token: unexpected end". */
const MORE_THAN_A_WORD = /\d|.{14}/;

/** A text without what looks like secrets. No promise, since a secret can look like anything: payloads are not quoted at all. */
export function withoutSecrets(text: string): string {
  const masked = MASKS.reduce((rest, [secret, mask]) => rest.replace(secret, mask), text);
  return masked.replace(NAMED, (all: string, name: string, sign: string, space: string, value: string) =>
    sign === '=' || MORE_THAN_A_WORD.test(value) ? `${name}${sign}${space}***` : all);
}
