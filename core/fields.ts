import { isObject, type JsonObject, show } from './json';

/** Makes the error about one place in a text. */
export type Complaint = (path: string, problem: string) => Error;

/** An object of a JSON text with its place in the text, so that every complaint names the path. */
export class Fields {
  private constructor(
    private readonly value: JsonObject,
    /** Where the object stands in the text; `$` is the whole. */
    public readonly place: string,
    private readonly complaint: Complaint,
  ) {}

  /** @throws what `complaint` makes, if the text is not JSON or not an object */
  public static parse(text: string, complaint: Complaint): Fields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw complaint('$', `is not JSON: ${show(text)}`);
    }
    return Fields.of(value, '$', complaint);
  }

  /** @throws what `complaint` makes, if the value is not an object */
  public static of(value: unknown, path: string, complaint: Complaint): Fields {
    if (!isObject(value)) throw complaint(path, `must be an object, got ${show(value)}`);
    return new Fields(value, path, complaint);
  }

  /** The same object without the fields that are `null`. */
  public withoutNulls(): Fields {
    return new Fields(Object.fromEntries(Object.entries(this.value).filter(([, value]) => value !== null)), this.place, this.complaint);
  }

  public has(name: string): boolean {
    return Object.hasOwn(this.value, name) && this.value[name] !== undefined;
  }

  public at(name: string): string {
    return this.place === '$' ? name : `${this.place}.${name}`;
  }

  /** The value of a field as it is; undefined if the field is absent. */
  public unchecked(name: string): unknown {
    return this.has(name) ? this.value[name] : undefined;
  }

  /** A text that is not blank. */
  public string(name: string): string {
    const value = this.required(name);
    if (typeof value !== 'string' || value.trim() === '') this.refuse(name, 'a non-empty string');
    return value;
  }

  /** A text that may be empty. */
  public text(name: string): string {
    const value = this.required(name);
    if (typeof value !== 'string') this.refuse(name, 'a string');
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
    return Fields.of(this.required(name), this.at(name), this.complaint);
  }

  public list<T>(name: string, read: (element: unknown, path: string) => T): T[] {
    const value = this.required(name);
    if (!Array.isArray(value)) this.refuse(name, 'a list');
    return value.map((element, index) => read(element, `${this.at(name)}[${index}]`));
  }

  /** A list of objects. */
  public objects<T>(name: string, read: (element: Fields) => T): T[] {
    return this.list(name, (element, path) => read(Fields.of(element, path, this.complaint)));
  }

  /** Reads a field that may be absent; what is there is still validated. */
  public optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.has(name) ? read(name) : undefined;
  }

  /** @throws always, what `complaint` makes @param wanted what the field must be */
  public refuse(name: string, wanted: string): never {
    throw this.complaint(this.at(name), `must be ${wanted}, got ${show(this.value[name])}`);
  }

  private required(name: string): unknown {
    if (!this.has(name)) throw this.complaint(this.at(name), 'is missing');
    return this.value[name];
  }
}
