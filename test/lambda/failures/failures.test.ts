import { CHECKER_CALLS } from './checker-calls';
import { HEALTHY, playChecker, whoSpeaks } from './checker-scene';
import { cellsOf } from './registry';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the checker', () => {
  test('When nothing fails, nobody speaks.', async () => {
    const seen = await playChecker();
    expect(seen).toEqual(HEALTHY);
    expect(whoSpeaks(seen)).toEqual([]);
  });

  describe.each(CHECKER_CALLS.map((call) => [`${call.service}:${call.api} (${call.reads})`, call] as const))('%s', (_name, call) => {
    test.each(cellsOf(call).map((cell) => [cell.called, cell] as const))('%s', async (_called, { act, meant, outcome }) => {
      const seen = await playChecker({ call: call.api, meant, act });
      expect(seen).toEqual({ ...HEALTHY, ...outcome.seen });
    });
  });
});
