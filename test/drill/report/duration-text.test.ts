import { shortDuration } from '../../../drill/report/duration-text';

describe('a duration in a cell', () => {
  test.each([
    [0, '<1m'], [29, '<1m'], [30, '1m'], [240, '4m'], [59 * 60, '59m'], [3599, '1h'], [3900, '1h05'], [10 * 3600, '10h'],
    [86_400, '1d'], [86_400 + 43_200, '1d12h'], [47 * 3600 + 3540, '2d'], [-5, '<1m'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(shortDuration(seconds)).toBe(text);
  });
});
