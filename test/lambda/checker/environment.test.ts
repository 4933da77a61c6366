import { readEnvironment } from '../../../lambda/checker/environment';

const COMPLETE = { OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', TABLE_NAME: 'Ledger' };

test('The environment variables are read.', () => {
  expect(readEnvironment({ ...COMPLETE, WATCHDOG_URL: 'https://watchdog.example.com' }))
    .toEqual({ observatory: 'Prod', contractsPath: '/observatory', tableName: 'Ledger', topicArns: [], watchdogUrl: 'https://watchdog.example.com' });
});

test('PROFILES_PATH is optional: without it, there are no profiles.', () => {
  expect(readEnvironment({ ...COMPLETE, PROFILES_PATH: '/observatory/profiles' }).profilesPath).toBe('/observatory/profiles');
  expect(readEnvironment(COMPLETE).profilesPath).toBeUndefined();
  expect(() => readEnvironment({ ...COMPLETE, PROFILES_PATH: 'profiles' })).toThrow("environment variable PROFILES_PATH must start with '/', got 'profiles'");
});

test.each([undefined, ''])('Without a WATCHDOG_URL (%j), there is no outside watchdog.', (url) => {
  expect(readEnvironment({ ...COMPLETE, WATCHDOG_URL: url }).watchdogUrl).toBeUndefined();
});

test.each([
  [undefined, []], ['', []], [' , ', []], ['arn:a', ['arn:a']], ['arn:a, arn:b,', ['arn:a', 'arn:b']],
])('The TOPIC_ARNS %j stand for the topics %j.', (text, topicArns) => {
  expect(readEnvironment({ ...COMPLETE, TOPIC_ARNS: text }).topicArns).toEqual(topicArns);
});

test.each(['OBSERVATORY', 'CONTRACTS_PATH', 'TABLE_NAME'])('A missing or blank %s is an error that names it.', (name) => {
  const message = `environment variable ${name} is missing: deploy the observatory's stack again`;
  expect(() => readEnvironment({ ...COMPLETE, [name]: undefined })).toThrow(message);
  expect(() => readEnvironment({ ...COMPLETE, [name]: ' ' })).toThrow(message);
});

test('A path that Parameter Store would refuse is an error that shows the path.', () => {
  expect(() => readEnvironment({ ...COMPLETE, CONTRACTS_PATH: 'observatory' }))
    .toThrow("environment variable CONTRACTS_PATH must start with '/', got 'observatory': deploy the observatory's stack again");
});
