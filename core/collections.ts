/** Each value once, in the order in which it first comes. */
export function unique<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

/** Cuts a list into pieces of at most a given size. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < list.length; start += size) pieces.push(list.slice(start, start + size));
  return pieces;
}

/** The sum of some numbers; 0 without any. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * What a table has under a name that comes from outside. `table[name]` would also find what every object has, and a
 * pipeline, an alarm or a stage may be called `constructor`.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/**
 * Keeps what was computed for a key. It is for pure functions that are asked again and again with few different keys. When there
 * are too many keys, it forgets all of them.
 */
export class Computed<T> {
  readonly #values = new Map<string, T>();

  public constructor(private readonly most: number) {}

  /** What `compute` gave for the key. Nothing is kept when it throws. */
  public get(key: string, compute: () => T): T {
    let value = this.#values.get(key);
    if (value === undefined) {
      value = compute();
      if (this.#values.size >= this.most) this.#values.clear();
      this.#values.set(key, value);
    }
    return value;
  }
}
