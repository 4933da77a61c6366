/** Colours by meaning. Texts reach a contrast of 4.5:1 and graphics 3:1 on both backgrounds in both schemes; a test checks it. */
export interface Palette {
  readonly ground: string;
  /** The background of cards and of the picture's plot. */
  readonly raised: string;
  readonly line: string;
  readonly ink: string;
  readonly soft: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly link: string;
  /** The background of matrix cells, for text in the colour of the same meaning. */
  readonly goodTint: string;
  readonly warnTint: string;
  readonly badTint: string;
  readonly calmTint: string;
}

export const LIGHT: Palette = {
  ground: '#faf9f6', raised: '#ffffff', line: '#dedbd3', ink: '#1d2126', soft: '#5b626b', good: '#17694a', warn: '#8a5200', bad: '#b3261e', link: '#1b5a96',
  goodTint: '#e3f1ea', warnTint: '#fbeed3', badTint: '#fbe3e0', calmTint: '#eeece6',
};

export const DARK: Palette = {
  ground: '#14171a', raised: '#1c2024', line: '#363c43', ink: '#e8e6e1', soft: '#a4abb3', good: '#6fd0a3', warn: '#f0b659', bad: '#ff8f84', link: '#8ec1f2',
  goodTint: '#17352a', warnTint: '#3b2d12', badTint: '#47201d', calmTint: '#272c31',
};

/** The colours as CSS custom properties. */
export function customProperties(palette: Palette): string {
  return Object.entries(palette).map(([name, colour]) => `--${name}:${colour}`).join(';');
}
