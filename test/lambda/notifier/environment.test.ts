import fc from 'fast-check';
import { readEnvironment } from '../../../lambda/notifier/environment';
import { VARIABLES } from './variables';

const ESCALATION = { ESCALATION_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Managers', ESCALATE_AFTER_SECONDS: '7200' };
const DIGEST = { DIGEST_SCHEDULE: 'cron(0 8 ? * MON *)', DIGEST_EVERY: 'week', DIGEST_TOPIC_ARNS: VARIABLES.WARNING_TOPIC_ARN };
const read = (more: NodeJS.ProcessEnv = {}) => readEnvironment({ ...VARIABLES, ...more });

test('The required settings are the observatory, the paths, the table and the topics.', () => {
  expect(read()).toEqual({
    address: { observatory: 'Prod', accountId: '111122223333', region: 'eu-west-1', partition: 'aws' },
    contractsPath: '/observed-pipeline/Prod',
    profilesPath: '/observed-pipeline/Prod/profiles',
    tableName: 'Incidents',
    topics: { critical: 'arn:aws:sns:eu-west-1:111122223333:Critical', warning: 'arn:aws:sns:eu-west-1:111122223333:Warning' },
    extraTopics: [],
    warningCovered: false,
    escalation: undefined,
    digest: undefined,
    timeZone: 'UTC',
  });
});

test('Account, Region and partition are those of the critical topic.', () => {
  expect(read({ CRITICAL_TOPIC_ARN: 'arn:aws-cn:sns:cn-north-1:444455556666:Critical' }).address)
    .toEqual({ observatory: 'Prod', accountId: '444455556666', region: 'cn-north-1', partition: 'aws-cn' });
});

test('An escalation has a topic and a time.', () => {
  expect(read(ESCALATION).escalation).toEqual({ topicArn: 'arn:aws:sns:eu-west-1:111122223333:Managers', afterMillis: 7_200_000 });
});

test("The digest is due by its schedule in the owner's time zone.", () => {
  const { digest, timeZone } = read({ ...DIGEST, TIME_ZONE: 'America/New_York' });
  expect(timeZone).toBe('America/New_York');
  expect(digest).toMatchObject({ every: 'week', topicArns: [VARIABLES.WARNING_TOPIC_ARN] });
  expect(new Date(digest!.schedule.next(Date.parse('2026-11-24T00:00:00Z'))!.at).toISOString()).toBe('2026-11-30T13:00:00.000Z');
});

test('Extra topics receive one severity.', () => {
  const extra = [{ severity: 'critical', topicArn: 'arn:aws:sns:eu-west-1:111122223333:Pager' }, { severity: 'warning', topicArn: 'arn:aws:sns:eu-west-1:111122223333:Chat' }];
  expect(read({ EXTRA_TOPICS: JSON.stringify(extra) }).extraTopics).toEqual(extra);
});

test.each([['true', true], ['false', false], ['', false], [undefined, false]])('WARNING_COVERED %j means %j.', (text, covered) => {
  expect(read({ WARNING_COVERED: text }).warningCovered).toBe(covered);
});

test.each(Object.keys(VARIABLES))('A missing or blank %s is an error that names it.', (name) => {
  const message = `environment variable ${name} is missing: deploy the observatory's stack again`;
  expect(() => read({ [name]: undefined })).toThrow(new Error(message));
  expect(() => read({ [name]: ' ' })).toThrow(new Error(message));
});

test.each([
  [{ ...ESCALATION, ESCALATION_TOPIC_ARN: undefined }, 'ESCALATION_TOPIC_ARN'],
  [{ ...ESCALATION, ESCALATE_AFTER_SECONDS: undefined }, 'ESCALATE_AFTER_SECONDS'],
  [{ ...DIGEST, DIGEST_EVERY: '' }, 'DIGEST_EVERY'],
])('Settings that belong together must be set together: %j.', (more, name) => {
  expect(() => read(more)).toThrow(new Error(`environment variable ${name} is missing: deploy the observatory's stack again`));
});

test.each([
  [{ CONTRACTS_PATH: 'observed' }, "CONTRACTS_PATH must start with '/', got 'observed'"],
  [{ PROFILES_PATH: 'observed' }, "PROFILES_PATH must start with '/', got 'observed'"],
  [{ CRITICAL_TOPIC_ARN: 'Critical' }, "CRITICAL_TOPIC_ARN must be the ARN of a topic, got 'Critical'"],
  [{ WARNING_TOPIC_ARN: 'arn:aws:sqs:eu-west-1:111122223333:Queue' }, "WARNING_TOPIC_ARN must be the ARN of a topic, got 'arn:aws:sqs:eu-west-1:111122223333:Queue'"],
  [{ ...ESCALATION, ESCALATION_TOPIC_ARN: 'Managers' }, "ESCALATION_TOPIC_ARN must be the ARN of a topic, got 'Managers'"],
  [{ ...ESCALATION, ESCALATE_AFTER_SECONDS: 'soon' }, "ESCALATE_AFTER_SECONDS must be seconds, more than 0 and at most 31622400, got 'soon'"],
  [{ ...ESCALATION, ESCALATE_AFTER_SECONDS: '0' }, "ESCALATE_AFTER_SECONDS must be seconds, more than 0 and at most 31622400, got '0'"],
  [{ ...DIGEST, DIGEST_EVERY: 'month' }, "DIGEST_EVERY must be 'day' or 'week', got 'month'"],
  [{ ...DIGEST, DIGEST_TOPIC_ARNS: `${VARIABLES.WARNING_TOPIC_ARN},Chat` }, `DIGEST_TOPIC_ARNS must be ARNs of topics, separated by commas, got '${VARIABLES.WARNING_TOPIC_ARN},Chat'`],
  [{ WARNING_COVERED: 'yes' }, "WARNING_COVERED must be 'true' or 'false', got 'yes'"],
  [{ EXTRA_TOPICS: '[' }, 'EXTRA_TOPICS must be a JSON list of {"severity":"critical" or "warning","topicArn":"the ARN of a topic"}, got \'[\''],
  [{ EXTRA_TOPICS: '{}' }, 'EXTRA_TOPICS must be a JSON list of {"severity":"critical" or "warning","topicArn":"the ARN of a topic"}, got \'{}\''],
  [{ EXTRA_TOPICS: '[null]' }, 'EXTRA_TOPICS must be a JSON list of {"severity":"critical" or "warning","topicArn":"the ARN of a topic"}, got \'[null]\''],
  [{ EXTRA_TOPICS: '[{"severity":"urgent","topicArn":"arn:aws:sns:a:1:b"}]' }, 'EXTRA_TOPICS must be a JSON list of {"severity":"critical" or "warning","topicArn":"the ARN of a topic"}, got \'[{"severity":"urgent","topicArn":"arn:aws:sns:a:1:b"}]\''],
])('An unusable setting is an error that shows it: %j.', (more, problem) => {
  expect(() => read(more)).toThrow(new Error(`environment variable ${problem}: deploy the observatory's stack again`));
});

test.each([
  [{ ...DIGEST, DIGEST_SCHEDULE: 'weekly' }, /^environment variable DIGEST_SCHEDULE cannot be used \(.*it is none of cron.*\), got 'weekly': deploy the observatory's stack again$/s],
  [{ TIME_ZONE: 'Mars/Olympus' }, /^environment variable TIME_ZONE cannot be used \(.*Mars\/Olympus.*\), got 'Mars\/Olympus': deploy the observatory's stack again$/s],
])('An unusable schedule or time zone is an error that says why: %j.', (more, problem) => {
  expect(() => read(more)).toThrow(problem);
});

test('Whatever a variable contains, it is read, or refused by its name with the remedy.', () => {
  const names = [...Object.keys(VARIABLES), ...Object.keys(ESCALATION), ...Object.keys(DIGEST), 'EXTRA_TOPICS', 'WARNING_COVERED', 'TIME_ZONE', 'INTAKE_TOPIC_ARN'];
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom('arn:aws:sns:::', 'cron(', '[null]', '1e999', '-1', 'true', 'Etc/GMT+99', '/'));
  fc.assert(fc.property(fc.constantFrom(...names), value, (name, given) => {
    try {
      read({ ...ESCALATION, ...DIGEST, [name]: given });
    } catch (error) {
      expect((error as Error).message).toMatch(/^environment variable [A-Z_]+ .*deploy the observatory's stack again$/s);
    }
  }), { numRuns: 400 });
});
