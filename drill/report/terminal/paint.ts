/** Colours by meaning. Each gets a text and gives it back coloured, or as it is where colours are not wanted. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly calm: (text: string) => string;
  readonly none: (text: string) => string;
  readonly strong: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** For pipes, files and people who want no colours. */
export const PLAIN: Paint = { good: asItIs, bad: asItIs, warn: asItIs, calm: asItIs, none: asItIs, strong: asItIs };
