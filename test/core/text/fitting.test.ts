import fc from 'fast-check';
import { fitting, utf8Bytes } from '../../../core/text/plain-text';

const rest = (left: number): string => `and ${left} more`;

test('Bytes are counted as UTF-8 has them.', () => {
  // A half of a character has no UTF-8: Buffer counts the three bytes of what replaces it, and so does this.
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
  }));
});

test('What fits is kept as it is.', () => {
  expect(fitting(['a', 'b'], { most: 2, bytes: 100 }, rest)).toEqual(['a', 'b']);
});

test('What is too many is counted.', () => {
  expect(fitting(['a', 'b', 'c'], { most: 1, bytes: 100 }, rest)).toEqual(['a', 'and 2 more']);
});

test('What is kept never takes more bytes than there are, with a line end each, as long as the count of all fits.', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 20, max: 200 }), (texts, bytes) => {
    const kept = fitting(texts, { most: Infinity, bytes }, rest);
    expect(utf8Bytes(kept.map((text) => `${text}\n`).join(''))).toBeLessThanOrEqual(bytes);
    const counted = kept.length === texts.length && kept.every((text, index) => text === texts[index]) ? 0 : Number(/^and (\d+) more$/.exec(kept.at(-1)!)![1]);
    expect(kept.length - (counted === 0 ? 0 : 1) + counted).toBe(texts.length);
  }));
});
