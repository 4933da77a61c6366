import { markText } from '../../core/signals';
import { brokenAsItStands } from '../../drill/defects';
import { findPipelines } from '../../template/find-pipelines';
import type { Account, FunctionModel, ParameterModel, ScheduleModel } from '../../template/model';
import { accountOf, alarmOf, functionOf, lambdaMetric, ruleOf, scheduleOf, topicOf } from './accounts';

const FROM = Date.UTC(2026, 5, 1);
const LOAD = functionOf('Load', { roleName: 'load' });
const CHECKER = functionOf('Checker');

function contractOf(expectation: object, more: object = {}): ParameterModel {
  return {
    stack: 'App', logicalId: 'Contract', name: '/observed-pipeline/Observatory/Orders',
    value: JSON.stringify({
      version: 1, pipeline: 'Orders',
      stages: [{ name: 'load', source: { kind: 'lambdaFunction', functionName: 'Load' }, startWithinSeconds: 900, maxDurationSeconds: 600, publicationDelaySeconds: 120, minSuccessfulRuns: 1, optional: false, retryWithinSeconds: 0 }],
      expectation: 'maxSilenceSeconds' in expectation
        ? { failuresToAlarm: 1, successesToRecover: 1, ...expectation }
        : { schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, failuresToAlarm: 1, successesToRecover: 1, ...expectation },
      ...more,
    }),
  };
}

interface Given {
  readonly schedules?: readonly ScheduleModel[];
  readonly load?: Partial<FunctionModel>;
  readonly expectation?: object;
  readonly parts?: Partial<Account>;
}

const nightly = (more: Partial<ScheduleModel> = {}): ScheduleModel => scheduleOf('cron(0 2 * * ? *)', LOAD.arn, { name: 'nightly', ...more });

function broken({ schedules = [nightly()], load = {}, expectation = {}, parts = {} }: Given = {}): ReturnType<typeof brokenAsItStands> {
  const account = accountOf({
    functions: [CHECKER, { ...LOAD, ...load }], schedules, parameters: [contractOf(expectation)],
    checkers: [{ stack: 'App', logicalId: 'Checker', observatory: 'Observatory', contractsPath: '/observed-pipeline/Observatory', tableName: 'ledger', functionName: 'Checker' }],
    ...parts,
  });
  return brokenAsItStands(account, findPipelines(account).pipelines[0]!, FROM);
}

test('A correct template is not broken.', () => {
  expect(broken()).toBeUndefined();
});

describe('A template is broken as it stands if', () => {
  test('the schedule is disabled.', () => {
    expect(broken({ schedules: [nightly({ enabled: false })] })).toEqual({
      reason: 'The schedule nightly is disabled in the template, so it never starts load.',
      remedy: 'Enable it. If it is disabled on purpose in some environments, let the expectation follow the state of its trigger.',
    });
  });

  test('the role of the schedule may not start the function.', () => {
    expect(broken({ schedules: [nightly({ roleName: 'invoke' })], parts: { rolePolicies: new Map([['invoke', []]]) } })).toEqual({
      reason: 'The schedule nightly may not start Load: in the policies of its role invoke, no statement allows it lambda:InvokeFunction.',
      remedy: 'Allow the role invoke to do lambda:InvokeFunction on Load, for example with grantInvoke(role).',
    });
  });

  test('a rule has no permission to invoke the function.', () => {
    expect(broken({ schedules: [ruleOf('cron(0 2 * * ? *)', LOAD.arn)] })).toMatchObject({
      reason: 'The rule rule may not invoke the function Load: in the function\'s policy, no statement allows events.amazonaws.com lambda:InvokeFunction.',
    });
  });

  test('EventBridge refuses the expression of the rule that starts the function.', () => {
    const refused = { stack: 'App', logicalId: 'Rule', kind: 'rule', name: 'nightly', group: 'default', targetArns: [LOAD.arn], why: 'rate(5 minute) is no schedule.' } as const;
    expect(broken({ schedules: [], parts: { refusedSchedules: [refused] } })).toEqual({
      reason: 'EventBridge refuses the rule nightly: rate(5 minute) is no schedule.', remedy: 'Correct its expression. The deployment fails until then.',
    });
  });

  test('the function has a reserved concurrency of 0.', () => {
    expect(broken({ load: { reservedConcurrency: 0 } })?.reason).toBe('The function Load has a reserved concurrency of 0, so each of its invocations is throttled.');
  });

  test('the function\'s role may not use the key of its environment.', () => {
    const key = { stack: 'App', logicalId: 'Key', id: 'key-1', arn: 'arn:aws:kms:us-east-1:111122223333:key/key-1', policy: [] };
    expect(broken({ load: { keyId: 'key-1' }, parts: { keys: [key] } })?.reason).toMatch(/^The function Load cannot start, because Lambda cannot decrypt its environment: kms policy: /);
  });

  test('the topic of an alarm of this library refuses CloudWatch; the app\'s own alarms are judged separately.', () => {
    const topic = topicOf('Alerts', { policy: [] });
    const alarm = alarmOf('LoadFailed', lambdaMetric('Load', 'Errors'), { actions: { alarm: [topic.arn], ok: [], insufficientData: [] } });
    const description = `FAILED? Orders: A run failed. ${markText({ severity: 'critical', question: 'FAILED', signal: 'Failed', lasting: false, pipeline: 'Orders', stage: 'load' })}`;
    expect(broken({ parts: { topics: [topic], alarms: [{ ...alarm, description }] } })?.reason).toMatch(/^The alarm LoadFailed cannot be published to its topic: topic policy: /);
    expect(broken({ parts: { topics: [topic], alarms: [alarm] } })).toBeUndefined();
  });
});

describe('A schedule that fires at other times than the expectation says', () => {
  test('is reported with the due time that it misses and the right remedy.', () => {
    expect(broken({ schedules: [nightly({ expression: 'cron(0 3 * * ? *)' })] })).toEqual({
      reason: 'The schedule nightly fires at cron(0 3 * * ? *) UTC, but its expectation says cron(0 2 * * ? *) UTC: nothing starts the run that is due at 2026-06-01 02:00 UTC in time.',
      remedy: 'Make the expectation follow the schedule: RunExpectation.fromSchedule(…), with the same options.',
    });
  });

  test.each<[string, Partial<ScheduleModel>, object]>([
    ['in another zone', { timeZone: 'Europe/Berlin' }, {}],
    ['in a zone whose clocks only differ in winter', { expression: 'cron(0 4 * * ? *)', timeZone: 'Europe/Berlin' }, {}],
    ['on weekdays only', { expression: 'cron(0 2 ? * MON-FRI *)' }, {}],
    ['once a month', { expression: 'cron(0 2 1 * ? *)' }, {}],
    ['less often than a maximum silence allows', { expression: 'cron(0 2 ? * MON-FRI *)' }, { maxSilenceSeconds: 25 * 3600 }],
  ])('is reported when it fires %s.', (_case, schedule, expectation) => {
    expect(broken({ schedules: [nightly(schedule)], expectation })?.remedy).toMatch(/^Make the expectation follow the schedule: RunExpectation\.fromSchedule\(…\)/);
  });

  test.each<[string, Partial<ScheduleModel>, object]>([
    ['a quarter of an hour late, as tolerated', { expression: 'cron(15 2 * * ? *)' }, {}],
    ['more often', { expression: 'cron(0 * * * ? *)' }, {}],
    ['on the same days in another notation', { expression: 'cron(0 2 ? * 2-6 *)' }, { schedule: 'cron(0 2 ? * MON-FRI *)' }],
    ['by a rate, whose phase only the account knows', { expression: 'rate(1 day)' }, {}],
    ['often enough for a maximum silence', {}, { maxSilenceSeconds: 25 * 3600 }],
    ['not on an excluded date', { expression: 'cron(0 2 ? 1,2,3,4,5,6,7,8,9,10,11 * *)' }, { excludeDates: Array.from({ length: 31 }, (_, day) => `2026-12-${String(day + 1).padStart(2, '0')}`) }],
    ['from a later date on', { start: Date.UTC(2026, 6, 1) }, {}],
  ])('is not reported when it fires %s.', (_case, schedule, expectation) => {
    expect(broken({ schedules: [nightly(schedule)], expectation })).toBeUndefined();
  });

  test('has a remedy for rules when it is a rule.', () => {
    const load = { invokePolicy: [{ effect: 'Allow', principals: ['service:events.amazonaws.com'], actions: ['lambda:InvokeFunction'], resources: [LOAD.arn], conditions: {} }] } as const;
    expect(broken({ schedules: [ruleOf('cron(0 3 * * ? *)', LOAD.arn)], load })?.remedy).toBe('Make the expectation follow the rule: RunExpectation.fromRule(…), with the same options.');
  });
});
