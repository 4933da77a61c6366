import type { Origin } from './model';

/** What a person calls a resource: its construct path, where the template has it, else its name. */
export function labelOf({ path, name }: Origin & { readonly name: string }): string {
  return path?.replace(/\/Resource$/, '') ?? name;
}
