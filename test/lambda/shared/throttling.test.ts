import { isThrottling } from '../../../lambda/shared/log';
import { named } from './failing-calls';

test.each(['ThrottlingException', 'Throttling', 'ProvisionedThroughputExceededException', 'TooManyRequestsException', 'RequestLimitExceeded', 'ThrottledException'])(
  '%s counts as throttling.', (name) => { expect(isThrottling(named(name, 'Rate exceeded'))).toBe(true); },
);

test.each(['AccessDeniedException', 'TimeoutError', 'ResourceNotFoundException', 'ConditionalCheckFailedException'])(
  '%s does not count as throttling.', (name) => { expect(isThrottling(named(name, 'no'))).toBe(false); },
);

test('A thrown value that is not an error does not count as throttling.', () => {
  expect(isThrottling('ThrottlingException')).toBe(false);
});
