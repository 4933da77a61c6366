import fc from 'fast-check';
import { asciiText, cleanText, cutToSeptets, gsmText, septets } from '../../../core/text/plain-text';

/** Any sequence of UTF-16 code units, including halves of characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((units) => String.fromCharCode(...units)),
);

describe('A text that is cleaned', () => {
  test.each([
    ['line ends', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['control characters', 'a\u0000b\u001b[31mc\u007f', 'a b [31mc'],
    ['what turns the direction of reading', 'a\u202egpj.exe\u2066b\u2069', 'agpj.exeb'],
    ['what is invisible', 'pass\u200bword\ufeff \u00ad', 'password'],
    ['halves of characters', 'a\ud800b\udc00c', 'a b c'],
    ['white space of any width', '  a \u3000\u00a0 b\t', 'a b'],
  ])('has no %s.', (_, text, clean) => {
    expect(cleanText(text, 100)).toBe(clean);
  });

  test('keeps the letters of any language.', () => {
    expect(cleanText('Übersicht 売上 отчёт', 100)).toBe('Übersicht 売上 отчёт');
  });

  test('is cut between characters, and shows it.', () => {
    expect([cleanText('12345678', 8), cleanText('123456789', 8), cleanText('😀😀😀😀😀', 4)]).toEqual(['12345678', '12345...', '😀...']);
  });

  test('is one line of limited length, whatever it was.', () => {
    fc.assert(fc.property(anyText, fc.integer({ min: 4, max: 50 }), (text, longest) => {
      const clean = cleanText(text, longest);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
      expect(Array.from(clean).length).toBeLessThanOrEqual(longest);
    }));
  });
});

test.each([
  ['Zürich – “Straße” … 5 €', 'Zuerich - "Strasse" ... 5 EUR'],
  ['café Łódź Ærø', 'cafe Lodz Aero'],
  ['売上 report', '? report'],
  ['u\u0308ber', 'ueber'],
])('In ASCII %s is written %s.', (text, ascii) => {
  expect(asciiText(text)).toBe(ascii);
});

test.each([
  ['Zürich – “Straße” … 5 €', 'Zürich - "Straße" ... 5 €'],
  ['ÀÁÂ àáâ `x`', 'AAA àaa \'x\''],
  ['отчёт {1}', '? {1}'],
])('In the GSM alphabet %s is written %s.', (text, gsm) => {
  expect(gsmText(text)).toBe(gsm);
});

test('A character of the extension table takes two places.', () => {
  expect([septets('abc'), septets('[a]'), septets('€')]).toEqual([3, 5, 2]);
});

test('A text is cut to a number of places, and shows it.', () => {
  expect([cutToSeptets('12345', 5), cutToSeptets('123456', 5), cutToSeptets('[][]', 6)]).toEqual(['12345', '123..', '[]..']);
});

test('Every text is printable in ASCII, and has no other character in the GSM alphabet.', () => {
  fc.assert(fc.property(anyText, fc.integer({ min: 3, max: 60 }), (text, longest) => {
    expect(asciiText(text)).toMatch(/^[ -~]*$/);
    expect(gsmText(text)).toMatch(/^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ -Z\u00a4¡ÄÖÑÜ§¿a-z\u00e4öñüà^{}\\[~\]|€]*$/);
    expect(septets(cutToSeptets(gsmText(text), longest))).toBeLessThanOrEqual(longest);
  }));
});
