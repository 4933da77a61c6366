/**
 * Whether a text fits a pattern with `*` (any characters) and `?` (one character). The time is proportional to the product
 * of their lengths.
 */
export function fits(pattern: string, text: string): boolean {
  let [p, t] = [0, 0];
  // Where to continue if the rest after the last * does not fit: that * takes one more character.
  let [star, taken] = [-1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      [star, taken] = [p, t];
      p++;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      taken++;
      [p, t] = [star + 1, taken];
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether an ARN fits a pattern part by part. A wildcard does not reach beyond its colons, except in the last part. */
export function fitsArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => fits(part, parts[index] ?? ''));
}

const ARN_PARTS = 6;

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), ...(parts.length < ARN_PARTS ? [] : [parts.slice(ARN_PARTS - 1).join(':')])];
}
