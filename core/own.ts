/**
 * What a table has under a name that comes from outside. `table[name]` would find what every object has: a pipeline, an alarm,
 * a stage may be called `constructor`.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
