import { reasonOf } from '../../../lambda/shared/log';

test.each([
  ['an error by its name and message', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }), 'ThrottlingException: Rate exceeded'],
  ['the first of many errors, since Node gives the whole no message', new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:443'), new Error('other')]), 'AggregateError: connect ECONNREFUSED 127.0.0.1:443'],
  ['many errors of which there are none', new AggregateError([], 'none'), 'AggregateError: none'],
  ['the cause that fetch hides', new TypeError('fetch failed', { cause: new Error('certificate has expired') }), 'TypeError: fetch failed: certificate has expired'],
  ['what is no error', 'just text', 'just text'],
  ['a long one, cut', new Error('x'.repeat(1000)), `Error: ${'x'.repeat(293)}`],
])('It tells %s.', (_case, error, text) => {
  expect(reasonOf(error)).toBe(text);
});
