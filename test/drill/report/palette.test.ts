import { DARK, LIGHT, Palette } from '../../../drill/report/html/palette';

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXTS: readonly (keyof Palette)[] = ['ink', 'soft', 'good', 'warn', 'bad', 'link'];
const ON_TINTS: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['good', 'goodTint'], ['warn', 'warnTint'], ['bad', 'badTint'], ['soft', 'calmTint'],
  ...(['goodTint', 'warnTint', 'badTint'] as const).flatMap((tint) => [['ink', tint], ['soft', tint], ['warn', tint]] as const),
];

describe.each([['light', LIGHT], ['dark', DARK]])('In the %s scheme', (_, palette) => {
  test.each([...TEXTS.flatMap((text) => [[text, 'ground'], [text, 'raised']] as const), ...ON_TINTS])('%s is readable on %s.', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});
