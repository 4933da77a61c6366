import { didYouMean } from '../../cli/did-you-mean';

const KNOWN = ['runFails', 'runHangs', 'scheduleDisabled', 'NightlyOrders'];

describe('Did you mean', () => {
  test.each([
    ['runFial', 'runFails'], ['runfails', 'runFails'], ['scheduleDisable', 'scheduleDisabled'], ['orders', 'NightlyOrders'], ['hangs', 'runHangs'],
  ])('answers %s with %s.', (typed, meant) => {
    expect(didYouMean(typed, KNOWN)).toBe(` Did you mean ${meant}?`);
  });

  test.each(['', 'x', 'weather', 'run-something-else'])('has no answer to "%s".', (typed) => {
    expect(didYouMean(typed, KNOWN)).toBe('');
  });

  test('has no answer without known names.', () => {
    expect(didYouMean('runFails', [])).toBe('');
  });
});
