import { isObject } from '../../core/json';
import { property, scalarText, show } from '../intrinsics/json';

/** A property that CloudFormation would refuse. Its resource is left out and listed. */
export class MalformedProperty extends Error {
  public override readonly name = 'MalformedProperty';

  public constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
  }
}

/** The properties of a resource, or of an object in it. Intrinsics are resolved when a property is read. */
export class Properties {
  /**
   * @param lookUp returns a property by name, undefined when it is absent
   * @param path the place of these in the resource; empty at the top
   */
  public constructor(private readonly lookUp: (name: string) => unknown, private readonly path = '') {}

  /** An object in a resource. @throws MalformedProperty when it is not an object */
  public static of(value: unknown, path: string): Properties {
    if (!isObject(value)) throw new MalformedProperty(path, `must be an object, got ${show(value)}`);
    return new Properties((name) => property(value, name), path);
  }

  public has(name: string): boolean {
    return this.lookUp(name) !== undefined;
  }

  /** The property as it is. */
  public value(name: string): unknown {
    return this.lookUp(name);
  }

  public text(name: string): string {
    return scalarText(this.required(name)) ?? this.refuse(name, 'a text');
  }

  public number(name: string): number {
    const value = this.required(name);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : this.refuse(name, 'a number');
  }

  public integer(name: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
    const value = this.number(name);
    if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    return this.refuse(name, `a whole number ${range}`);
  }

  public flag(name: string): boolean {
    const text = String(this.required(name)).toLowerCase();
    return text === 'true' || (text === 'false' ? false : this.refuse(name, 'true or false'));
  }

  public oneOf<T extends string>(name: string, choices: readonly T[]): T {
    return choices.find((choice) => choice === this.required(name)) ?? this.refuse(name, choices.join(' or '));
  }

  public object(name: string): Properties {
    return Properties.of(this.required(name), this.at(name));
  }

  /** The texts of an object by their names. */
  public texts(name: string): Readonly<Record<string, string>> {
    const value = this.required(name);
    if (!isObject(value)) return this.refuse(name, 'an object');
    const texts = Properties.of(value, this.at(name));
    return Object.fromEntries(Object.keys(value).filter((key) => texts.has(key)).map((key) => [key, texts.text(key)]));
  }

  /** The objects of a list. */
  public objects(name: string): Properties[] {
    return this.list(name).map((element, index) => Properties.of(element, `${this.at(name)}[${index}]`));
  }

  /** The texts of a list; a single text is a list of one. */
  public textList(name: string): string[] {
    const value = this.required(name);
    const list = Array.isArray(value) ? value : [value];
    return list.map((element, index) => {
      const text = scalarText(element);
      if (text === undefined) throw new MalformedProperty(`${this.at(name)}[${index}]`, `must be a text, got ${show(element)}`);
      return text;
    });
  }

  /** Reads a property that may be absent; a value that is present must be valid. */
  public optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.has(name) ? read(name) : undefined;
  }

  /** The property's place in the resource. */
  public at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  private list(name: string): readonly unknown[] {
    const value = this.required(name);
    return Array.isArray(value) ? value : this.refuse(name, 'a list');
  }

  private required(name: string): unknown {
    const value = this.lookUp(name);
    if (value === undefined) throw new MalformedProperty(this.at(name), 'is missing');
    return value;
  }

  private refuse(name: string, wanted: string): never {
    throw new MalformedProperty(this.at(name), `must be ${wanted}, got ${show(this.lookUp(name))}`);
  }
}
