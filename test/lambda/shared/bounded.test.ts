import { mapBounded } from '../../../lambda/shared/async';

test('Results keep the order of the items, however long each takes.', async () => {
  const results = await mapBounded([3, 1, 2], 3, async (turns) => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    return turns * 10;
  });
  expect(results).toEqual([30, 10, 20]);
});

test('At most the limit of items are under way at once.', async () => {
  let atOnce = 0;
  let most = 0;
  await mapBounded(Array.from({ length: 20 }), 4, async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise(setImmediate);
    atOnce -= 1;
  });
  expect(most).toBe(4);
});

test('Without items, there is no work.', async () => {
  expect(await mapBounded([], 4, () => Promise.reject(new Error('never')))).toEqual([]);
});

test('The first failure is thrown, and nothing is started after it.', async () => {
  const begun: number[] = [];
  await expect(mapBounded([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    await Promise.resolve();
    throw new Error(`item ${item}`);
  })).rejects.toThrow('item 0');
  expect(begun).toEqual([0, 1]);
});
