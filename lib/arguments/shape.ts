import type { IConstruct } from 'constructs';

/**
 * What an argument must be. TypeScript says so at compile time; from JavaScript, and from languages that pass objects through
 * jsii, whatever was written arrives. Objects are known by their members or their brand and never by `instanceof`: an app may
 * hold two copies of a library.
 */
export interface Shape {
  /** Goes on after "must be". */
  readonly must: string;
  /** What to write instead. */
  readonly remedy: string;
  readonly required?: boolean;
  readonly holds: (value: unknown) => boolean;
  /** What each element of a list must be. */
  readonly each?: Shape;
  /** What each member of an object must be. */
  readonly members?: Readonly<Record<string, Shape>>;
}

const JSII = Symbol.for('jsii.rtti');

/** A shape for each option of a struct, so that none can be forgotten. */
export type Shapes<T> = { readonly [K in keyof T]-?: Shape };

/** Refuses an argument of the wrong type. @param where the construct or the factory */
export function requireArgument(where: string, name: string, value: unknown, shape: Shape): void {
  if (value === undefined && !shape.required) return;
  if (!shape.holds(value)) throw new Error(`${where}: ${name} must be ${shape.must}, got ${described(value)}; ${shape.remedy}`);
  if (shape.each !== undefined) (value as unknown[]).forEach((element, index) => { requireArgument(where, `${name}[${index}]`, element, required(shape.each!)); });
  for (const [member, inner] of Object.entries(shape.members ?? {})) {
    requireArgument(where, name === '' ? member : `${name}.${member}`, (value as Record<string, unknown>)[member], inner);
  }
}

/** Refuses options of which one has the wrong type. */
export function requireOptions<T extends object>(where: string, options: T, shapes: Shapes<T>): void {
  if (!isObject(options)) throw new Error(`${where}: the options must be an object, got ${described(options)}; write them in braces, as { name: value }`);
  requireArgument(where, '', options, { must: '', remedy: '', holds: isObject, members: shapes });
}

export function required(shape: Shape): Shape {
  return { ...shape, required: true };
}

/** @param remedy what a list of it looks like */
export function listOf(each: Shape, remedy: string): Shape {
  return { must: 'a list', remedy, holds: Array.isArray, each };
}

/** An object with such members. */
export function structOf<T extends object>(shapes: Shapes<T>, remedy: string): Shape {
  return { must: 'an object', remedy, holds: isObject, members: shapes };
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was given, in words. */
export function described(value: unknown): string {
  switch (typeof value) {
    case 'undefined': return 'nothing';
    case 'string': return `the string '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
    case 'number': case 'boolean': case 'bigint': return `the ${typeof value} ${value}`;
    case 'object': return value === null ? 'null' : Array.isArray(value) ? 'a list' : objectText(value);
    default: return `a ${typeof value}`;
  }
}

/** CDK's own classes carry their name for other languages; the one that JavaScript knows was changed by a bundler. */
function nameOf(type: (Function & { readonly [JSII]?: { readonly fqn?: string } }) | undefined): string | undefined {
  return type?.[JSII]?.fqn?.split('.').at(-1) ?? type?.name;
}

function objectText(value: object): string {
  const type = nameOf((Object.getPrototypeOf(value) as object | null)?.constructor);
  const path = (value as Partial<IConstruct>).node?.path;
  const noun = type === undefined || type === 'Object' ? 'an object' : `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
  return typeof path === 'string' && path !== '' ? `${noun} (${path})` : noun;
}
