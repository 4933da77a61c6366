import { MAX_TEXT_LENGTH } from '../cloud';
import { scalarText, show } from '../json';
import type { Resolver } from '../resolver';
import { Unresolvable } from '../unresolvable';

/** An intrinsic function: its unresolved argument to its value. @throws Unresolvable, and nothing else */
export type Intrinsic = (argument: unknown, resolver: Resolver) => unknown;

/** Intrinsics by their name, such as `Fn::Join`. */
export type IntrinsicTable = readonly (readonly [string, Intrinsic])[];

/** The text of an argument. */
export function textOf(value: unknown, what: string): string {
  const text = scalarText(value);
  if (text === undefined) throw new Unresolvable(`needs a text as ${what}, got ${show(value)}`);
  return text;
}

/** An argument that is a list, not yet resolved. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unresolvable(`needs a list as ${what}, got ${show(value)}`);
  return value;
}

/** The arguments of an intrinsic that takes several. */
export function argumentsOf(value: unknown, least: number): readonly unknown[] {
  const list = listOf(value, 'its arguments');
  if (list.length < least) throw new Unresolvable(`needs ${least} arguments, got ${list.length}`);
  return list;
}

/** A text that may have grown out of others, bounded. */
export function bounded(parts: readonly string[], delimiter = ''): string {
  const length = parts.reduce((sum, part) => sum + part.length + delimiter.length, 0);
  if (length > MAX_TEXT_LENGTH) throw new Unresolvable(`gives ${length} characters, more than a template can have`);
  return parts.join(delimiter);
}
