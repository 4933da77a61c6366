import { OWN_LIVE } from '../../../cli/status/own-live';

afterEach(() => { delete (process.stdout as { writable?: boolean }).writable; });

test('A watch goes on while somebody can read it.', async () => {
  Object.defineProperty(process.stdout, 'writable', { value: true, configurable: true });
  expect(await OWN_LIVE.wait(1)).toBe(true);
});

test('A watch ends when its pipe is closed, as by "status --watch | head".', async () => {
  // Node sets it after EPIPE.
  Object.defineProperty(process.stdout, 'writable', { value: false, configurable: true });
  expect(await OWN_LIVE.wait(1)).toBe(false);
});
