import fc from 'fast-check';
import { fitting, utf8Bytes } from '../../../core/text/plain-text';

const rest = (left: number): string => `and ${left} more`;

test('Bytes are counted in UTF-8.', () => {
  // Half a character has no UTF-8. Buffer counts the three bytes of its replacement, and so does this.
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
  }));
});

test('Texts that fit are kept as they are.', () => {
  expect(fitting(['a', 'b'], { most: 2, bytes: 100 }, rest)).toEqual(['a', 'b']);
});

test('Texts beyond the limit are counted.', () => {
  expect(fitting(['a', 'b', 'c'], { most: 1, bytes: 100 }, rest)).toEqual(['a', 'and 2 more']);
});

test('The kept texts never take more bytes than allowed, with a line end each, as long as the count of all fits.', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 20, max: 200 }), (texts, bytes) => {
    const kept = fitting(texts, { most: Infinity, bytes }, rest);
    expect(utf8Bytes(kept.map((text) => `${text}\n`).join(''))).toBeLessThanOrEqual(bytes);
    const counted = kept.length === texts.length && kept.every((text, index) => text === texts[index]) ? 0 : Number(/^and (\d+) more$/.exec(kept.at(-1)!)![1]);
    expect(kept.length - (counted === 0 ? 0 : 1) + counted).toBe(texts.length);
  }));
});
