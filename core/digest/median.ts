/** The value in the middle when each is repeated as often as its weight says; of an even number the mean of the middle two. */
export function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number | undefined {
  const sorted = values.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [index, { value, weight }] of sorted.entries()) {
    seen += weight;
    if (seen > half) return value;
    if (seen === half) return (value + sorted[index + 1]!.value) / 2;
  }
  return undefined;
}
