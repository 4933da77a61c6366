import fc from 'fast-check';
import { markText, QUESTIONS, readDescription, SEVERITIES, SignalMark } from '../../core/signals';

/** Names that the constructs accept: no spaces, no brackets. */
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
const stage = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => !/[[\]]/.test(text) && text !== '');
const mark: fc.Arbitrary<SignalMark> = fc.record({
  severity: fc.constantFrom(...SEVERITIES), question: fc.constantFrom(...QUESTIONS), signal: fc.stringMatching(/^[A-Za-z0-9]{1,30}$/), lasting: fc.boolean(), pipeline: name, stage,
}, { requiredKeys: ['severity', 'question', 'signal', 'lasting'] });

test('A mark is read as it was written, whatever precedes it, even another mark.', () => {
  fc.assert(fc.property(mark, fc.oneof(fc.string(), mark.map((other) => `ALIVE? Orders: Nothing ran. First: Look. ${markText(other)}`)), (own, before) => {
    expect(readDescription(`${before} ${markText(own)}`)?.mark).toEqual(own);
  }), { numRuns: 300 });
});

test('Whatever a stage is called, its name ends no mark and begins none.', () => {
  fc.assert(fc.property(mark, fc.string({ maxLength: 60 }), (own, called) => {
    const read = readDescription(`x ${markText({ ...own, pipeline: 'Orders', stage: called })}`)?.mark;
    // A stage of blanks or brackets only leaves nothing to read.
    if (read !== undefined) expect(read).toMatchObject({ severity: own.severity, question: own.question, signal: own.signal, lasting: own.lasting, pipeline: 'Orders' });
  }), { numRuns: 300 });
});

test('Any text is read or does not belong to this library.', () => {
  const pieces = fc.constantFrom('[op1 ', 'critical ', 'ALIVE ', 'FAILED ', 'lasting ', 'Failed ', 'Orders', ']', '[', ' ', ': ', ' First: ', '\n', '\u0000', '😀', 'x');
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''))), (text) => {
    const read = readDescription(text);
    if (read !== undefined) expect([SEVERITIES.includes(read.mark.severity), QUESTIONS.includes(read.mark.question), read.mark.signal === '']).toEqual([true, true, false]);
  }), { numRuns: 500 });
});

test('A text as long as an SNS message is read quickly.', () => {
  for (const text of ['[op1 '.repeat(50_000), `[op1 critical ALIVE lasting Failed Orders]${' '.repeat(250_000)}x`, '[op1 critical ALIVE lasting Failed Orders '.repeat(6_000), ' First: '.repeat(30_000)]) {
    expect(readDescription(text)).toBeUndefined();
  }
});
