import type { Complaint } from './fields';
import { isObject, type JsonObject, show } from './json';

/** Looks at a value that was read. @throws what its `Shapes` complain with, if the value is not what it must be */
export type Check = (value: unknown, path: string) => void;

/** A check of a field that may be absent. */
interface Optional {
  readonly optional: Check;
}

/** A check for each field of a type. The compiler asks for the check of a field that is added to the type. */
export type Shape<T> = { readonly [Key in keyof T]-?: undefined extends T[Key] ? Optional : Check };

/** Checks of stored values as a whole, against the types that they were written from. */
export class Shapes {
  public readonly text: Check = (value, path) => this.need(typeof value === 'string', path, 'a string', value);
  public readonly number: Check = (value, path) => this.need(typeof value === 'number', path, 'a number', value);
  public readonly flag: Check = (value, path) => this.need(typeof value === 'boolean', path, 'true or false', value);

  public constructor(private readonly complaint: Complaint) {}

  public oneOf(choices: readonly string[]): Check {
    return (value, path) => this.need(choices.some((choice) => choice === value), path, choices.join(' or '), value);
  }

  public listOf(element: Check): Check {
    return (value, path) => {
      if (!Array.isArray(value)) return this.need(false, path, 'a list', value);
      value.forEach((one, index) => element(one, `${path}[${index}]`));
    };
  }

  public mapOf(element: Check): Check {
    return (value, path) => {
      for (const [key, one] of Object.entries(this.object(value, path))) element(one, `${path}[${show(key)}]`);
    };
  }

  public optional(check: Check): Optional {
    return { optional: check };
  }

  /** Fields that the shape does not have are accepted: a newer version may have written them. */
  public of<T>(shape: Shape<T>): Check {
    const fields = Object.entries<Check | Optional>(shape);
    return (value, path) => {
      const found = this.object(value, path);
      for (const [name, field] of fields) {
        const at = path === '$' ? name : `${path}.${name}`;
        if (typeof field === 'function') field(found[name], at);
        else if (found[name] !== undefined) field.optional(found[name], at);
      }
    };
  }

  private object(value: unknown, path: string): JsonObject {
    if (!isObject(value)) return this.need(false, path, 'an object', value);
    return value;
  }

  private need(is: false, path: string, wanted: string, value: unknown): never;
  private need(is: boolean, path: string, wanted: string, value: unknown): void;
  private need(is: boolean, path: string, wanted: string, value: unknown): void {
    if (!is) throw this.complaint(path, value === undefined ? 'is missing' : `must be ${wanted}, got ${show(value)}`);
  }
}
