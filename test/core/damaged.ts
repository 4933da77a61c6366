/** All paths to values inside a JSON value. */
export function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, child]) => pathsOf(child).map((path) => [key, ...path]))];
}

/** A copy with something else at one place. */
export function damaged(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  if (path.length === 0) return put;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[path[0]] = damaged(copy[path[0]], path.slice(1), put);
  return copy;
}
