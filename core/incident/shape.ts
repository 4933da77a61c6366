import { show } from '../contract/fields';
import { isObject } from '../topic/json';

/** Looks at a value that was read, and throws a RecordError when it is not what it should be. */
export type Check = (value: unknown, path: string) => void;

/** A check of a field that may be absent. */
interface Optional {
  readonly optional: Check;
}

/** A check for each field of a type: whoever adds a field to the type is asked for its check by the compiler. */
export type Shape<T> = { readonly [Key in keyof T]-?: undefined extends T[Key] ? Optional : Check };

/** A stored record that cannot be used. `path` names the place in it. */
export class RecordError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`record: ${path} ${problem}`);
    this.name = 'RecordError';
  }
}

export const text: Check = (value, path) => need(typeof value === 'string', path, 'a string', value);
export const number: Check = (value, path) => need(typeof value === 'number', path, 'a number', value);
export const flag: Check = (value, path) => need(typeof value === 'boolean', path, 'true or false', value);

export function oneOf(choices: readonly string[]): Check {
  return (value, path) => need(choices.some((choice) => choice === value), path, choices.join(' or '), value);
}

export function listOf(element: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return need(false, path, 'a list', value);
    value.forEach((one, index) => element(one, `${path}[${index}]`));
  };
}

export function mapOf(element: Check): Check {
  return (value, path) => {
    for (const [key, one] of Object.entries(object(value, path))) element(one, `${path}[${show(key)}]`);
  };
}

export function optional(check: Check): Optional {
  return { optional: check };
}

/** Fields that the shape does not have are let through: a newer version may have written them. */
export function shaped<T>(shape: Shape<T>): Check {
  const fields = Object.entries<Check | Optional>(shape);
  return (value, path) => {
    const found = object(value, path);
    for (const [name, field] of fields) {
      const at = path === '$' ? name : `${path}.${name}`;
      if (typeof field === 'function') field(found[name], at);
      else if (found[name] !== undefined) field.optional(found[name], at);
    }
  };
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) return need(false, path, 'an object', value);
  return value;
}

function need(is: false, path: string, wanted: string, value: unknown): never;
function need(is: boolean, path: string, wanted: string, value: unknown): void;
function need(is: boolean, path: string, wanted: string, value: unknown): void {
  if (!is) throw new RecordError(path, value === undefined ? 'is missing' : `must be ${wanted}, got ${show(value)}`);
}
