import { isThrottling } from '../../../lambda/shared/log';
import { named } from './failing-calls';

test.each(['ThrottlingException', 'Throttling', 'ProvisionedThroughputExceededException', 'TooManyRequestsException', 'RequestLimitExceeded', 'ThrottledException'])(
  '%s is throttling.', (name) => { expect(isThrottling(named(name, 'Rate exceeded'))).toBe(true); },
);

test.each(['AccessDeniedException', 'TimeoutError', 'ResourceNotFoundException', 'ConditionalCheckFailedException'])(
  '%s is not.', (name) => { expect(isThrottling(named(name, 'no'))).toBe(false); },
);

test('What is no error is not.', () => {
  expect(isThrottling('ThrottlingException')).toBe(false);
});
