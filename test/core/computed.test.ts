import { Computed } from '../../core/collections';

test('What was computed for a key is not computed again.', () => {
  const asked: string[] = [];
  const lengths = new Computed<number>(10);
  const lengthOf = (text: string): number => lengths.get(text, () => { asked.push(text); return text.length; });
  expect([lengthOf('a'), lengthOf('bb'), lengthOf('a')]).toEqual([1, 2, 1]);
  expect(asked).toEqual(['a', 'bb']);
});

test('An error is thrown each time, since nothing is kept of it.', () => {
  const never = new Computed<number>(10);
  let asked = 0;
  const ask = (): number => never.get('a', () => { asked += 1; throw new Error(`no ${asked}`); });
  expect(ask).toThrow('no 1');
  expect(ask).toThrow('no 2');
});

test('Too many keys are forgotten, so that memory is bounded.', () => {
  const asked: string[] = [];
  const few = new Computed<string>(2);
  for (const key of ['a', 'b', 'c', 'a']) few.get(key, () => { asked.push(key); return key; });
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
