import { durationText, exactDuration } from '../../../core/text/count-and-duration';

describe('a duration in a sentence', () => {
  test.each([
    [0, '0 s'], [40, '40 s'], [360, '6 min'], [3599, '1 h'], [3900, '1 h 5 min'], [86_399, '1 day'], [86_400 * 2 + 7200, '2 days 2 h'], [-3, '0 s'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('an exact duration', () => {
  test.each([[1, '1 second'], [5400, '1 hour 30 minutes'], [86_400, '1 day'], [2 * 86_400 + 60, '2 days 1 minute']])('of %d seconds is written exactly: %s', (seconds, text) => {
    expect(exactDuration(seconds)).toBe(text);
  });
});
