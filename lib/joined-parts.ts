/**
 * The texts and references that a resolved value is joined of, in order; joins within joins are flattened. A value that is
 * not an `Fn::Join` is the only part.
 */
export function joinedParts(value: unknown): unknown[] {
  const [separator, parts] = (value as { readonly 'Fn::Join'?: readonly [string, unknown] } | null | undefined)?.['Fn::Join'] ?? [];
  if (!Array.isArray(parts)) return [value];
  return parts.flatMap((part: unknown, index) => [...(index === 0 || separator === '' ? [] : [separator]), ...joinedParts(part)]);
}
