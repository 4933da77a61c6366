/** Something that a play rests on although the templates do not show it. */
export interface Assumption {
  /** What it is about: a name or an ARN. */
  readonly where: string;
  /** A sentence or two without a full stop. */
  readonly what: string;
}

/** What a play rests on, each once. */
export class Assumptions {
  readonly #all = new Map<string, Assumption>();

  public add(where: string, what: string): void {
    this.#all.set(`${where} ${what}`, { where, what });
  }

  public get list(): readonly Assumption[] {
    return [...this.#all.values()];
  }
}
