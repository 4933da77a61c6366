import { notes, read, resource } from '../templates';

const TARGET = { Arn: 'arn:aws:lambda:us-east-1:111122223333:function:work', RoleArn: 'arn:aws:iam::111122223333:role/path/caller' };
const NIGHTLY = { ScheduleExpression: 'cron(0 2 * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: TARGET };

function schedule(properties: object = {}): ReturnType<typeof read> {
  return read({ Nightly: resource('AWS::Scheduler::Schedule', { ...NIGHTLY, ...properties }) });
}

describe('schedules of EventBridge Scheduler', () => {
  test('a plain one has EventBridge\'s defaults', () => {
    expect(schedule().schedules).toEqual([{
      stack: 'Jobs', logicalId: 'Nightly', kind: 'scheduler', name: 'Jobs-Nightly', group: 'default',
      expression: 'cron(0 2 * * ? *)', timeZone: 'UTC', enabled: true, flexibleMinutes: 0,
      targetArns: [TARGET.Arn], roleName: 'caller', retryAttempts: 185, maxEventAgeSeconds: 86_400,
    }]);
  });

  test('all its properties are read', () => {
    const account = schedule({
      Name: 'nightly', GroupName: 'jobs', State: 'DISABLED', ScheduleExpressionTimezone: 'America/New_York',
      StartDate: '2027-01-01T00:00:00Z', EndDate: '2028-01-01T00:00:00.000',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: { ...TARGET, RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600 }, DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:dead' }, Input: '{"tick":true}' },
    });
    expect(account.schedules).toMatchObject([{
      name: 'nightly', group: 'jobs', enabled: false, timeZone: 'America/New_York', flexibleMinutes: 15,
      start: Date.UTC(2027, 0, 1), end: Date.UTC(2028, 0, 1),
      retryAttempts: 3, maxEventAgeSeconds: 600, deadLetterArn: 'arn:aws:sqs:us-east-1:111122223333:dead', input: '{"tick":true}',
    }]);
  });

  test('a universal target is noted', () => {
    const account = schedule({ Target: { ...TARGET, Arn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke' } });
    expect(notes(account)).toEqual(['its universal target arn:aws:scheduler:::aws-sdk:lambda:invoke is not played']);
  });

  test.each<[object, string]>([
    [{ ScheduleExpression: 'cron(0 2 * * *)' }, 'left out: Schedule "cron(0 2 * * *)", '],
    [{ ScheduleExpressionTimezone: 'Europe/Atlantis' }, 'left out: Schedule "cron(0 2 * * ? *)", time zone: '],
    [{ StartDate: 'soon' }, 'left out: StartDate must be a date and time in UTC, such as 2027-01-31T02:00:00Z, got "soon"'],
    [{ Target: { RoleArn: 'r' } }, 'left out: Target.Arn is missing'],
    [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'left out: FlexibleTimeWindow.MaximumWindowInMinutes is missing'],
    [{ State: 'ASLEEP' }, 'left out: State must be ENABLED or DISABLED, got "ASLEEP"'],
  ])('a schedule that could not be deployed is left out: %j', (properties, note) => {
    const account = schedule(properties);
    expect(account.schedules).toEqual([]);
    expect(notes(account)).toEqual([expect.stringContaining(note)]);
  });
});

describe('scheduled rules of EventBridge', () => {
  const rule = (properties: object): ReturnType<typeof read> => read({ Rule: resource('AWS::Events::Rule', properties) });

  test('a rule is in UTC and may have several targets', () => {
    const account = rule({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED', Targets: [{ Id: 'a', Arn: 'arn:a' }, { Id: 'b', Arn: 'arn:b' }] });
    expect(account.schedules).toEqual([{
      stack: 'Jobs', logicalId: 'Rule', kind: 'rule', name: 'Jobs-Rule', arn: 'arn:aws:events:us-east-1:111122223333:rule/Jobs-Rule', group: 'default', expression: 'rate(1 hour)', timeZone: 'UTC',
      enabled: true, flexibleMinutes: 0, targetArns: ['arn:a', 'arn:b'], retryAttempts: 185, maxEventAgeSeconds: 86_400,
    }]);
    expect(account.notPlayed).toEqual([]);
  });

  test('each of its targets may have a role of its own', () => {
    const account = rule({ ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: 'arn:a' }, { Arn: 'arn:b', RoleArn: 'arn:aws:iam::111122223333:role/start' }] });
    expect(account.schedules[0]).toMatchObject({ targetRoles: { 'arn:b': 'start' } });
    expect(account.notPlayed).toEqual([]);
  });

  test('one whose expression EventBridge refuses is left out, and kept with the reason', () => {
    const account = rule({ ScheduleExpression: 'rate(5 minute)', Targets: [{ Arn: 'arn:a' }] });
    expect(account.schedules).toEqual([]);
    expect(account.refusedSchedules).toMatchObject([{ kind: 'rule', name: 'Jobs-Rule', group: 'default', targetArns: ['arn:a'], why: expect.stringContaining('Write rate(5 minutes).') }]);
    expect(notes(account)).toEqual([expect.stringContaining('left out: ')]);
  });

  test('targets with different retries or dead-letter queues are noted', () => {
    const account = rule({ ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: 'arn:a' }, { Arn: 'arn:b', RetryPolicy: { MaximumRetryAttempts: 0 } }] });
    expect(notes(account)).toEqual(['its targets differ in retries or dead-letter queue: those of the first target are played for all']);
  });

  test('event patterns are noted and are not schedules', () => {
    const account = rule({ EventPattern: { source: ['aws.s3'] }, Targets: [{ Arn: 'arn:a' }] });
    expect(account.schedules).toEqual([]);
    expect(notes(account)).toEqual(['its event pattern is not played']);
  });

  test.each([
    ['rate(5 minute)', '"minute" does not agree with 5. Write rate(5 minutes).'],
    ['cron(0 2 * * ?)', 'cron has five fields, and a rule needs six.'],
    ['at(2027-01-31T02:00:00)', 'rules have no at(…).'],
  ])('a rule by %s, which EventBridge refuses, is left out', (ScheduleExpression, problem) => {
    const account = rule({ ScheduleExpression, Targets: [{ Id: 'a', Arn: 'arn:a' }] });
    expect(account.schedules).toEqual([]);
    expect(notes(account)).toEqual([expect.stringContaining(problem)]);
  });

  test('a rule with neither is noted', () => {
    expect(notes(rule({}))).toEqual(['has neither a schedule nor an event pattern']);
  });

  test('a disabled rule is read as such', () => {
    expect(rule({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }).schedules).toMatchObject([{ enabled: false, targetArns: [] }]);
  });
});
