import { limiter } from '../../../lambda/shared/async';

/** A work that ends when it is told to. */
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

async function settled(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve); });
}

test('At most so many works are under way, and the next begins when one ends.', async () => {
  const limit = limiter(2);
  const works = [work(), work(), work(), work()];
  const results = works.map(({ begin }) => limit(begin));
  await settled();
  expect(works.map(({ isBegun }) => isBegun())).toEqual([true, true, false, false]);
  works[1]!.end();
  await settled();
  expect(works.map(({ isBegun }) => isBegun())).toEqual([true, true, true, false]);
  for (const one of works) {
    one.end();
    await settled();
  }
  expect(await Promise.all(results)).toEqual(['done', 'done', 'done', 'done']);
});

test('A work that fails gives its place to the next.', async () => {
  const limit = limiter(1);
  const failed = limit(() => Promise.reject(new Error('no')));
  const next = limit(async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
  expect(await limit(async () => 'later')).toBe('later');
});
