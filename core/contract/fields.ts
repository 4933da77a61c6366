import { ContractError } from './contract-error';

/** An object of the contract's JSON together with its place in it, so that every complaint names the path. */
export class Fields {
  public constructor(private readonly value: Record<string, unknown>, private readonly path: string) {}

  public static of(value: unknown, path: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ContractError(path, `must be an object, got ${show(value)}`);
    }
    return new Fields(value as Record<string, unknown>, path);
  }

  public has(name: string): boolean {
    return this.value[name] !== undefined;
  }

  public at(name: string): string {
    return this.path === '$' ? name : `${this.path}.${name}`;
  }

  public string(name: string): string {
    const value = this.required(name);
    if (typeof value !== 'string' || value.trim() === '') this.refuse(name, 'a non-empty string');
    return value;
  }

  public boolean(name: string): boolean {
    const value = this.required(name);
    if (typeof value !== 'boolean') this.refuse(name, 'true or false');
    return value;
  }

  public integer(name: string, minimum: number, maximum: number): number {
    const value = this.required(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < minimum || value > maximum) {
      this.refuse(name, `a whole number from ${minimum} to ${maximum}`);
    }
    return value;
  }

  public oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.required(name);
    if (!choices.includes(value as T)) this.refuse(name, choices.map((choice) => `'${choice}'`).join(' or '));
    return value as T;
  }

  public object(name: string): Fields {
    return Fields.of(this.required(name), this.at(name));
  }

  public list<T>(name: string, read: (element: unknown, path: string) => T): T[] {
    const value = this.required(name);
    if (!Array.isArray(value)) this.refuse(name, 'a list');
    return value.map((element, index) => read(element, `${this.at(name)}[${index}]`));
  }

  /** Reads a field that may be absent; what is there is still validated. */
  public optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.has(name) ? read(name) : undefined;
  }

  private required(name: string): unknown {
    if (!this.has(name)) throw new ContractError(this.at(name), 'is missing');
    return this.value[name];
  }

  private refuse(name: string, wanted: string): never {
    throw new ContractError(this.at(name), `must be ${wanted}, got ${show(this.value[name])}`);
  }
}

/** Shows a value in an error: as JSON, cut, since a contract may be corrupted in any way. */
export function show(value: unknown): string {
  const text = jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `JSON.parse` takes what is nested deeper than `JSON.stringify` can write. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'something that is nested too deeply';
  }
}
