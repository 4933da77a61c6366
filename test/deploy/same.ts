import { isDeepStrictEqual } from 'node:util';

/** Compares by value. @throws with what is missing and what is too much, where lists are compared */
export function same(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  if (!Array.isArray(actual) || !Array.isArray(expected)) throw new Error(`expected ${show(expected)}\ngot      ${show(actual)}`);
  const [got, wanted] = [actual.map(show), expected.map(show)];
  const missing = wanted.filter((one) => !got.includes(one));
  const surplus = got.filter((one) => !wanted.includes(one));
  if (missing.length + surplus.length === 0) throw new Error(`expected ${show(expected)}\ngot      ${show(actual)}`);
  throw new Error([...missing.map((one) => `missing  ${one}`), ...surplus.map((one) => `too much ${one}`)].join('\n'));
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
}
