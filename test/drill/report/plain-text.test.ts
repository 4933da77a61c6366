import fc from 'fast-check';
import { cut, printable, textWidth, wrap } from '../../../drill/report/terminal/plain-text';

const text = fc.string({ unit: 'binary', maxLength: 60 });

test('A name in a template cannot send commands to the terminal.', () => {
  fc.assert(fc.property(text, (name) => {
    expect(printable(`\u001b[2J${name}`)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  }));
});

test('Text that is cut fits, and text that fits is not cut.', () => {
  fc.assert(fc.property(text, fc.integer({ min: 2, max: 40 }), (name, columns) => {
    const shown = cut(name, columns);
    expect(textWidth(shown)).toBeLessThanOrEqual(columns);
    if (textWidth(name) <= columns) expect(shown).toBe(name);
  }));
});

test('Wrapped lines fit and lose nothing but spaces.', () => {
  fc.assert(fc.property(text, fc.integer({ min: 2, max: 40 }), (long, columns) => {
    const lines = wrap(long, columns);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    expect(lines.join('').replace(/\s/gu, '')).toBe(long.replace(/\s/gu, ''));
  }));
});

test('Wide characters take two columns and combining marks none.', () => {
  expect([textWidth('夜間'), textWidth('e\u0301'), textWidth('Nightly')]).toEqual([4, 1, 7]);
});
