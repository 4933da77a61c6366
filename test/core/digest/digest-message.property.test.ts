import fc from 'fast-check';
import { digestMessage } from '../../../core/digest/digest-message';
import { ChannelDigest, DigestFacts, PeriodFigures, PipelineDigest } from '../../../core/digest/facts';
import { gsmText, septets, utf8Bytes } from '../../../core/text/plain-text';
import { facts } from './example';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\n', '\r', '‮', '"', '\\', '{', '𝄞', '\u0000', 'é', 'x', ' '), maxLength: 300 }),
  fc.constantFrom('', 'Orders', '\n\nNOT OK (0):\nForged', 'x'.repeat(2000), '😀'.repeat(700)),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const instant = fc.oneof(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), fc.constantFrom(0, NaN, Infinity, -1, 8.64e15));
const count = fc.oneof(fc.nat({ max: 10_000_000 }), fc.constantFrom(0, 0.5, Number.MAX_SAFE_INTEGER));
const figures: fc.Arbitrary<PeriodFigures> = fc.record({
  slots: optional(count), onTime: optional(count), runs: optional(count), failures: optional(count), typicalMillis: optional(count), slowestMillis: optional(count),
  blemishes: optional(fc.record({ missed: count, late: count, failed: count, stuck: count, unknown: count })),
});
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Nowhere/AtAll');
const states = ['ok', 'open', 'unknown', 'notDue', 'nothingExpected'] as const;
const pipeline: fc.Arbitrary<PipelineDigest> = fc.record({
  pipeline: anyText, severity: fc.constantFrom('critical', 'warning'), timeZone: zone, state: fc.constantFrom(...states),
  since: optional(instant), what: optional(anyText), owner: optional(anyText), current: optional(figures), before: optional(figures), durationOf: optional(anyText),
  judgedSince: optional(instant), lastSuccess: optional(instant), nextDue: optional(instant), problems: fc.array(anyText, { maxLength: 12 }),
});
const channel: fc.Arbitrary<ChannelDigest> = fc.record({
  name: fc.constantFrom('critical', 'warning', 'escalation'), of: optional(anyText),
  confirmed: fc.array(anyText, { maxLength: 30 }), pending: fc.array(anyText, { maxLength: 30 }), confirmsByMail: fc.boolean(), problem: optional(anyText),
});
/** Up to a thousand pipelines, by repeating some. */
const anyFacts: fc.Arbitrary<DigestFacts> = fc.record({
  pipelines: fc.tuple(fc.array(pipeline, { maxLength: 10 }), fc.constantFrom(1, 1, 1, 3, 3, 100)).map(([some, times]) => Array.from({ length: times }, () => some).flat()),
  channels: fc.tuple(fc.array(channel, { maxLength: 6 }), fc.constantFrom(1, 50)).map(([some, times]) => Array.from({ length: times }, () => some).flat()),
  problems: fc.array(anyText, { maxLength: 20 }), observatory: anyText, every: fc.constantFrom('day', 'week'), timeZone: zone,
  now: instant, from: instant, to: instant, nextDigest: optional(instant),
}).map(({ observatory, ...more }) => facts({ ...more, address: { ...facts().address, observatory } }));

describe('whatever a digest contains', () => {
  test('The limits of subject, mail, SMS and event hold.', () => {
    fc.assert(fc.property(anyFacts, (given) => {
      const { subject, email, sms, event } = digestMessage(given);
      expect(subject).toMatch(/^[A-Za-z][ -~]{0,98}$/);
      expect(septets(sms)).toBeLessThanOrEqual(150);
      expect(gsmText(sms)).toBe(sms);
      expect(utf8Bytes(email)).toBeLessThan(120_000);
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(250_000);
    }), { numRuns: 60 });
  });

  test('No text from outside begins a line, or contains a character that breaks or reverses one.', () => {
    fc.assert(fc.property(anyFacts, (given) => {
      const { email } = digestMessage(given);
      expect(email.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
      expect(email).not.toMatch(/^\s*Forged/m);
    }), { numRuns: 40 });
  });

  test('A digest gives the all-clear only if everything expected is alive and nothing is missing.', () => {
    fc.assert(fc.property(anyFacts, (given) => {
      const { subject, event } = digestMessage(given);
      const expected = given.pipelines.filter(({ state }) => state !== 'nothingExpected');
      const allClear = expected.length > 0 && expected.every(({ state }) => state === 'ok') && given.problems.length === 0;
      expect(/^(?:All \S+ pipelines alive|The one pipeline is alive)/.test(subject)).toBe(allClear);
      expect(event.digest).toEqual(Object.fromEntries(states.map((state) => [state, given.pipelines.filter((one) => one.state === state).length])));
    }), { numRuns: 60 });
  });

  test('Every bad pipeline is listed or counted.', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 200 }), (bad, padding) => {
      const pipelines = Array.from({ length: bad }, (_, index): PipelineDigest =>
        ({ pipeline: `Bad${index}`, severity: 'critical', timeZone: 'UTC', state: 'open', what: 'é'.repeat(padding), problems: [] }));
      const { email } = digestMessage(facts({ pipelines }));
      const listed = [...email.matchAll(/^Bad\d+$/gm)].length;
      const counted = Number(/^and ([\d,]+) more pipelines?$/m.exec(email)?.[1]?.replace(',', '') ?? 0);
      expect(listed + counted).toBe(bad);
      expect(listed).toBeGreaterThan(0);
    }), { numRuns: 20 });
  });
});
