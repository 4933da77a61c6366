import fc from 'fast-check';
import { textWidth } from '../../../drill/report/terminal/plain-text';
import { tableLines } from '../../../drill/report/terminal/table';

const cells = (...texts: string[]): { text: string }[] => texts.map((text) => ({ text }));
const HEAD = [['Fault', 'What happens', 'Expected']];
const ROWS = [cells('scheduleDisabled', 'Never starts: its schedule is disabled', 'detected'), cells('retries', 'Succeeds after retries', 'quiet')];

test('A table that fits is as wide as its texts.', () => {
  expect(tableLines(ROWS, { head: HEAD, columns: 100 })).toEqual([
    'Fault             What happens                            Expected',
    '──────────────────────────────────────────────────────────────────',
    'scheduleDisabled  Never starts: its schedule is disabled  detected',
    'retries           Succeeds after retries                  quiet',
  ]);
});

test('The widest columns of a table that is too wide are wrapped.', () => {
  expect(tableLines(ROWS, { head: HEAD, columns: 50 })).toEqual([
    'Fault             What happens            Expected',
    '──────────────────────────────────────────────────',
    'scheduleDisabled  Never starts: its       detected',
    '                  schedule is disabled',
    'retries           Succeeds after retries  quiet',
  ]);
});

test('A table that does not fit even so becomes a list with the names of its columns.', () => {
  expect(tableLines(ROWS, { head: HEAD, columns: 36, leastText: 20 })).toEqual([
    'scheduleDisabled',
    '  What happens: Never starts: its',
    '  schedule is disabled',
    '  Expected: detected',
    '',
    'retries',
    '  What happens: Succeeds after',
    '  retries',
    '  Expected: quiet',
  ]);
});

test('Cells without a value are omitted from the list.', () => {
  expect(tableLines([cells('Nightly', '', '·', 'A sentence that needs a lot of room')], { head: [['PIPELINE', 'A', 'B', 'WHEN']], columns: 20 })).toEqual([
    'Nightly', '  WHEN: A sentence', '  that needs a lot', '  of room',
  ]);
});

test('A wrapped cell keeps the indentation of its first line.', () => {
  expect(tableLines([cells('  two words', 'x')], { columns: 10 })).toEqual(['  two    x', '  words']);
});

test('No line is wider than allowed, whatever the texts are.', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((one) => one.replace(/\s+/g, ' '));
  fc.assert(fc.property(fc.array(fc.tuple(text, text, text)), fc.integer({ min: 20, max: 120 }), fc.integer({ min: 0, max: 3 }), (rows, columns, rightFrom) => {
    for (const line of tableLines(rows.map((row) => cells(...row)), { head: HEAD, columns, rightFrom })) expect(textWidth(line)).toBeLessThanOrEqual(columns);
  }), { numRuns: 100 });
});
