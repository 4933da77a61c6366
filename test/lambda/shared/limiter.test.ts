import { limiter } from '../../../lambda/shared/async';

/** Work that ends when a test says so. */
function work(): { readonly begin: () => Promise<string>; readonly end: () => void; readonly isBegun: () => boolean } {
  let end = (): void => undefined;
  let begun = false;
  return {
    begin: () => {
      begun = true;
      return new Promise((resolve) => { end = () => resolve('done'); });
    },
    end: () => end(),
    isBegun: () => begun,
  };
}

async function turnOfTheEventLoop(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve); });
}

test('Work is limited, and the next work starts when one ends.', async () => {
  const limit = limiter(2);
  const works = [work(), work(), work(), work()];
  const results = works.map(({ begin }) => limit(begin));
  await turnOfTheEventLoop();
  expect(works.map(({ isBegun }) => isBegun())).toEqual([true, true, false, false]);
  works[1]!.end();
  await turnOfTheEventLoop();
  expect(works.map(({ isBegun }) => isBegun())).toEqual([true, true, true, false]);
  for (const one of works) {
    one.end();
    await turnOfTheEventLoop();
  }
  expect(await Promise.all(results)).toEqual(['done', 'done', 'done', 'done']);
});

test('Failed work gives its place to the next.', async () => {
  const limit = limiter(1);
  const failed = limit(() => Promise.reject(new Error('no')));
  const next = limit(async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
  expect(await limit(async () => 'later')).toBe('later');
});
