import { within } from '../../../lambda/shared/async';
import { endless, OVER } from './failing-calls';

test('The signal aborts with the given signal, for the same reason.', () => {
  const controller = new AbortController();
  const signal = within(60_000, controller.signal);
  expect(signal.aborted).toBe(false);
  controller.abort(OVER);
  expect([signal.aborted, signal.reason]).toEqual([true, OVER]);
});

test('The signal aborts after its own time when the given signal does not abort.', async () => {
  const signal = within(1, endless());
  await new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }); });
  expect((signal.reason as Error).name).toBe('TimeoutError');
});
