import { environmentOf } from './environment';
import type { Identity } from './identity';
import { Scope } from './scope';
import type { PlacedTemplate } from './template-input';

/** Deeper than any template that CloudFormation takes, and shallow enough for the call stack. */
export const MAX_NESTING = 300;

/** A template has 1 MB at most; a longer text can only come from references that double each other. */
export const MAX_TEXT_LENGTH = 1_048_576;

/**
 * All templates together, since they refer to each other. It remembers what has been resolved, so that the work stays
 * proportional to the templates, and bounds what malformed ones could make endless.
 */
export class Cloud {
  /** The stacks as they were given, without those nested in them. */
  public readonly stacks: readonly Scope[];
  readonly #known = new Map<string, unknown>();
  readonly #inProgress = new Set<string>();
  #nesting = 0;

  public constructor(templates: readonly PlacedTemplate[], public readonly identityOf: (type: string) => Identity) {
    this.stacks = templates.map((template, index) => new Scope(String(index), template.stack, environmentOf(template), template));
  }

  /**
   * Computes a value once; a value that needs itself gets what `onCycle` gives.
   *
   * @param parts what tells the value from all others
   */
  public once<T>(parts: readonly string[], compute: () => T, onCycle: () => T): T {
    const key = JSON.stringify(parts);
    if (this.#known.has(key)) return this.#known.get(key) as T;
    if (this.#inProgress.has(key)) return onCycle();
    this.#inProgress.add(key);
    try {
      const value = compute();
      this.#known.set(key, value);
      return value;
    } finally {
      this.#inProgress.delete(key);
    }
  }

  /** Goes one level deeper, but not deeper than a template can be. */
  public deeper<T>(compute: () => T, tooDeep: () => T): T {
    if (this.#nesting >= MAX_NESTING) return tooDeep();
    this.#nesting++;
    try {
      return compute();
    } finally {
      this.#nesting--;
    }
  }
}
