import { reasonOf } from '../../../lambda/shared/log';

test.each([
  ['The text of an error is its name and message.', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }), 'ThrottlingException: Rate exceeded'],
  ['The text of an aggregate error has the message of its first error.', new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:443'), new Error('other')]), 'AggregateError: connect ECONNREFUSED 127.0.0.1:443'],
  ['The text of an empty aggregate error has its own message.', new AggregateError([], 'none'), 'AggregateError: none'],
  ['The text of an error has the cause that fetch hides.', new TypeError('fetch failed', { cause: new Error('certificate has expired') }), 'TypeError: fetch failed: certificate has expired'],
  ['The text of a thrown value that is not an error is the value.', 'just text', 'just text'],
  ['A long text is cut.', new Error('x'.repeat(1000)), `Error: ${'x'.repeat(293)}`],
])('%s', (_case, error, text) => {
  expect(reasonOf(error)).toBe(text);
});
