import fc from 'fast-check';
import { topicProblem } from '../../../core/topic-policy';
import { isAllowed } from '../../../template/policy/decision';
import { readPolicy } from '../../../template/policy/read-policy';

const ACCOUNT = '111122223333';
const ALARM = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:Orders`;

function oneOrMany<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
}

const account = fc.constantFrom(ACCOUNT, '999999999999');
const conditions = fc.record({
  StringEquals: fc.record({ 'aws:SourceAccount': oneOrMany(account), 'AWS:SourceOwner': account, 'aws:PrincipalOrgID': fc.constant('o-1') }, { requiredKeys: [] }),
  StringNotEquals: fc.record({ 'aws:SourceAccount': account }, { requiredKeys: [] }),
  ArnLike: fc.record({
    'aws:SourceArn': fc.constantFrom(`arn:aws:cloudwatch:*:${ACCOUNT}:alarm:*`, 'arn:aws:s3:*:*:orders', 'arn:aws:cloudwatch:*:999999999999:alarm:*', `${ALARM}Sync`),
  }, { requiredKeys: [] }),
  Bool: fc.record({ 'aws:SecureTransport': fc.constantFrom('true', 'false') }, { requiredKeys: [] }),
}, { requiredKeys: [] });
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: fc.oneof(
    fc.constant('*'),
    fc.record({ Service: oneOrMany(fc.constantFrom('cloudwatch.amazonaws.com', 'events.amazonaws.com')) }),
    fc.record({ AWS: oneOrMany(fc.constantFrom('*', ACCOUNT)) }),
  ),
  Action: oneOrMany(fc.constantFrom('sns:Publish', 'SNS:publish', 'sns:*', '*', 'sns:Subscribe')),
  Resource: fc.constant('*'),
  Condition: conditions,
}, { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] });
const policies = fc.record({ Statement: oneOrMany(statement) });

test('Whatever a policy is, examining it never fails.', () => {
  const anything = fc.oneof(fc.string(), fc.json(), fc.object().map((value) => JSON.stringify({ Statement: value })));
  fc.assert(fc.property(anything, fc.integer(), (policy, confirmed) => {
    topicProblem({ policy, confirmed }, { accountId: ACCOUNT });
  }), { numRuns: 500 });
});

test('Whatever a statement is, examining it never fails.', () => {
  const odd = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny', 1), Principal: fc.anything(), Action: fc.anything(), Condition: fc.dictionary(fc.string(), fc.anything()),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.array(odd, { maxLength: 4 }), (statements) => {
    topicProblem({ policy: safely({ Statement: statements }), confirmed: 1 }, { accountId: ACCOUNT });
  }), { numRuns: 500 });
});

test('A policy under which IAM lets an alarm publish is never reported.', () => {
  fc.assert(fc.property(policies, (policy) => {
    const allowed = isAllowed(readPolicy(policy, 'Policy', 'resource'), {
      principal: 'service:cloudwatch.amazonaws.com', action: 'sns:Publish', resource: `arn:aws:sns:eu-west-1:${ACCOUNT}:Critical`,
      context: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceOwner': ACCOUNT, 'aws:SourceArn': ALARM, 'aws:SecureTransport': 'true' },
    });
    const problem = topicProblem({ policy: JSON.stringify(policy), confirmed: 1 }, { accountId: ACCOUNT });
    expect(allowed && problem !== undefined).toBe(false);
  }), { numRuns: 1000 });
});

function safely(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}
