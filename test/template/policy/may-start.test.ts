import type { Account, PolicyStatementModel, ScheduleModel } from '../../../template/model';
import { mayStart } from '../../../template/policy/permissions';
import { accountOf, functionOf, machineOf, ruleOf, scheduleOf } from '../../drill/accounts';

const LOAD = functionOf('Load');
const ORDERS = machineOf('Orders');
const RULE_ARN = 'arn:aws:events:us-east-1:111122223333:rule/rule';
const rule = (targetArn: string, more: Partial<ScheduleModel> = {}): ScheduleModel => ruleOf('rate(1 day)', targetArn, { arn: RULE_ARN, ...more });

function permission(resource: string, conditions: PolicyStatementModel['conditions'] = {}): PolicyStatementModel {
  return { effect: 'Allow', principals: ['service:events.amazonaws.com'], actions: ['lambda:InvokeFunction'], resources: [resource], conditions };
}

function withPolicy(...invokePolicy: PolicyStatementModel[]): Account {
  return accountOf({ functions: [{ ...LOAD, invokePolicy }] });
}

describe('a rule that targets a function', () => {
  test('needs the function\'s permission, and the remedy says how to give it.', () => {
    expect(mayStart(accountOf({ functions: [LOAD] }), rule(LOAD.arn), LOAD.arn)).toEqual({
      allowed: false, known: true,
      reason: 'the rule rule may not invoke the function Load: in the function\'s policy, no statement allows events.amazonaws.com lambda:InvokeFunction',
      remedy: 'Add the target with new LambdaFunction(…) of aws-cdk-lib/aws-events-targets, or give the function an AWS::Lambda::Permission for events.amazonaws.com with the rule\'s ARN as its SourceArn.',
    });
    expect(mayStart(withPolicy(permission(LOAD.arn)), rule(LOAD.arn), LOAD.arn)).toMatchObject({ allowed: true, known: true });
  });

  test('needs the permission for exactly the qualifier that it targets.', () => {
    const alias = `${LOAD.arn}:live`;
    expect(mayStart(withPolicy(permission(LOAD.arn)), rule(alias), alias)).toMatchObject({ allowed: false, remedy: expect.stringContaining('give the version or alias Load:live itself') });
    expect(mayStart(withPolicy(permission(alias)), rule(alias), alias)).toMatchObject({ allowed: true });
    expect(mayStart(withPolicy(permission(alias)), rule(LOAD.arn), LOAD.arn)).toMatchObject({ allowed: false });
    expect(mayStart(withPolicy(permission(LOAD.arn)), rule(`${LOAD.arn}:$LATEST`), `${LOAD.arn}:$LATEST`)).toMatchObject({ allowed: true });
  });

  test.each<[string, string, boolean]>([
    ['aws:SourceArn', RULE_ARN, true], ['aws:SourceArn', `${RULE_ARN}2`, false], ['aws:SourceAccount', '111122223333', true], ['aws:SourceAccount', '444455556666', false],
  ])('must meet the condition %s %s: %s.', (key, value, allowed) => {
    const operator = key === 'aws:SourceArn' ? 'ArnLike' : 'StringEquals';
    expect(mayStart(withPolicy(permission(LOAD.arn, { [operator]: { [key]: [value] } })), rule(LOAD.arn), LOAD.arn).allowed).toBe(allowed);
  });
});

describe('a rule that targets a state machine', () => {
  const may: PolicyStatementModel = { effect: 'Allow', principals: [], actions: ['states:StartExecution'], resources: [ORDERS.arn], conditions: {} };
  const account = (statements: readonly PolicyStatementModel[]): Account => accountOf({ stateMachines: [ORDERS], rolePolicies: new Map([['start', statements]]) });

  test('needs a role.', () => {
    expect(mayStart(account([may]), rule(ORDERS.arn), ORDERS.arn)).toMatchObject({ allowed: false, reason: 'the rule rule may not start Orders: its target has no role' });
  });

  test('needs a role that may start it.', () => {
    const schedule = rule(ORDERS.arn, { targetRoles: { [ORDERS.arn]: 'start' } });
    expect(mayStart(account([may]), schedule, ORDERS.arn)).toMatchObject({ allowed: true, known: true });
    expect(mayStart(account([]), schedule, ORDERS.arn)).toMatchObject({
      allowed: false, reason: 'the rule rule may not start Orders: in the policies of its role start, no statement allows it states:StartExecution',
    });
  });
});

describe('a schedule of EventBridge Scheduler', () => {
  test('needs a role that may invoke the function; a policy of the function is not enough.', () => {
    const account = accountOf({ functions: [{ ...LOAD, invokePolicy: [permission(LOAD.arn)] }], rolePolicies: new Map([['invoke', []]]) });
    expect(mayStart(account, scheduleOf('rate(1 day)', LOAD.arn, { roleName: 'invoke' }), LOAD.arn)).toMatchObject({
      allowed: false, remedy: 'Allow the role invoke to do lambda:InvokeFunction on Load, for example with grantInvoke(role).',
    });
  });

  test('with a role outside the templates is assumed to be allowed, and the result says so.', () => {
    expect(mayStart(accountOf({ functions: [LOAD] }), scheduleOf('rate(1 day)', LOAD.arn, { roleName: 'theirs' }), LOAD.arn)).toEqual({
      allowed: true, known: false, reason: 'the templates do not tell what the role theirs of the schedule schedule may do; the drill assumes that it may start Load',
    });
  });
});
