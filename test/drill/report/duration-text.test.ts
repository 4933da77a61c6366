import { counted, durationInWords, shortDuration } from '../../../drill/report/duration-text';

describe('a duration in a cell', () => {
  test.each([
    [0, '<1m'], [29, '<1m'], [30, '1m'], [240, '4m'], [59 * 60, '59m'], [3599, '1h'], [3900, '1h05'], [10 * 3600, '10h'],
    [86_400, '1d'], [86_400 + 43_200, '1d12h'], [47 * 3600 + 3540, '2d'], [-5, '<1m'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(shortDuration(seconds)).toBe(text);
  });
});

describe('a duration in a sentence', () => {
  test.each([
    [0, '0 s'], [40, '40 s'], [360, '6 min'], [3599, '1 h'], [3900, '1 h 5 min'], [86_399, '1 day'], [86_400 * 2 + 7200, '2 days 2 h'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(durationInWords(seconds)).toBe(text);
  });
});

test('A count agrees with its noun and has its thousands parted.', () => {
  expect([counted(0, 'run'), counted(1, 'run'), counted(8760, 'run')]).toEqual(['0 runs', '1 run', '8,760 runs']);
});
