/** Colours by meaning. Each function returns its text coloured, or unchanged where colours are not wanted. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly calm: (text: string) => string;
  readonly none: (text: string) => string;
  readonly strong: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** No colours, for pipes and files. */
export const PLAIN: Paint = { good: asItIs, bad: asItIs, warn: asItIs, calm: asItIs, none: asItIs, strong: asItIs };
