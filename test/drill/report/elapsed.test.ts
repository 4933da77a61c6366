import fc from 'fast-check';
import { Instant, MINUTE, SECOND } from '../../../core/time';
import { afterText, overdueText, promiseText, shownSeconds } from '../../../drill/report/elapsed';
import { clockText } from '../../../drill/report/instant-text';

const at = (text: string): Instant => Date.parse(`2026-06-01T${text}Z`);

describe('Elapsed time', () => {
  test('is the difference of the two times that are shown.', () => {
    expect([clockText(at('06:03:40')), clockText(at('06:06:01')), afterText(at('06:03:40'), at('06:06:01'))]).toEqual(['06:03', '06:06', 'after 3 min']);
  });

  test('between equal times is less than a minute.', () => {
    expect(afterText(at('06:03:01'), at('06:03:59'))).toBe('within the same minute');
  });

  test('before something could be known says "before that".', () => {
    expect(afterText(at('06:03:40'), at('06:01:00'))).toBe('2 min before that');
  });

  test('adds up for any two instants.', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 0, max: 86_399 }), (a, b) => {
      const minutes = (instant: Instant): number => Number(clockText(instant).slice(0, 2)) * 60 + Number(clockText(instant).slice(3));
      const [from, to] = [at('00:00:00') + a * SECOND, at('00:00:00') + b * SECOND];
      expect(shownSeconds(from, to)).toBe((minutes(to) - minutes(from)) * 60);
    }));
  });

  test('counts in UTC, so a night with a clock change is not an hour longer.', () => {
    expect(shownSeconds(Date.parse('2026-11-01T01:30:00-04:00'), Date.parse('2026-11-01T01:30:00-05:00'))).toBe(3600);
  });
});

describe('A promise', () => {
  test('is rounded up.', () => {
    expect([promiseText(200), promiseText(240), promiseText(30)]).toEqual(['within 4 min', 'within 4 min', 'within 1 min']);
  });

  test('that was kept never looks late, whatever is rounded.', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 7200 }), fc.integer({ min: 0, max: 7200 }), (second, promised, delay) => {
      fc.pre(delay <= promised);
      const from = at('06:00:00') + second * SECOND;
      expect(shownSeconds(from, from + delay * SECOND)).toBeLessThanOrEqual(Math.ceil(promised / 60) * (MINUTE / SECOND));
    }));
  });

  test('that was missed by seconds is late by seconds.', () => {
    expect(overdueText(at('06:00:00'), at('06:04:05'), 240)).toBe('5 s');
  });
});
