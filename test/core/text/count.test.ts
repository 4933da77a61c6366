import { counted, listed, listedUpTo, ordinal } from '../../../core/text/count-and-duration';

test('A count agrees with its noun and has separated thousands.', () => {
  expect([counted(0, 'run'), counted(1, 'run'), counted(8760, 'run')]).toEqual(['0 runs', '1 run', '8,760 runs']);
});

test('An ordinal has its English ending.', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 1003].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '1,003rd']);
});

test('A list has commas and an "and".', () => {
  expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(listed)).toEqual(['', 'A', 'A and B', 'A, B and C']);
});

test('A list that is too long says how many are left out.', () => {
  expect([listedUpTo(2, ['A', 'B']), listedUpTo(2, ['A', 'B', 'C', 'D'])]).toEqual(['A and B', 'A, B and 2 more']);
});
