import { topicProblem } from '../../../core/topic-policy';

const ACCOUNT = { accountId: '111122223333' };
const RESTORE = 'restore its policy from the template of its stack';
const NOT_ALLOWED = { problem: 'its policy does not allow cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };
const DENIED = { problem: 'its policy denies cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };

type Json = Record<string, unknown>;

/** A statement that lets CloudWatch publish, with the given changes; undefined removes a part. */
function statement(more: Json = {}): Json {
  return { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: '*', ...more };
}

function problemOf(...statements: unknown[]): unknown {
  return topicProblem({ policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }), confirmed: 1 }, ACCOUNT);
}

/** The policy of this library's own topics. */
const OWN = [
  { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  statement({
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' },
    },
  }),
];

/** The policy that SNS gives to a topic without one. */
const DEFAULT = statement({
  Principal: { AWS: '*' },
  Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
  Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
});

describe('subscribers', () => {
  test('With one confirmed subscription and a policy that lets alarms in there is no problem.', () => {
    expect(problemOf(...OWN)).toBeUndefined();
  });

  test('Without a confirmed subscription nobody would be notified.', () => {
    expect(topicProblem({ confirmed: 0 }, ACCOUNT)).toEqual({
      problem: 'nobody is subscribed and confirmed',
      remedy: 'have a subscriber click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days, then subscribe again',
    });
  });

  test('A count that is not a number is not a confirmed subscription.', () => {
    expect(topicProblem({ confirmed: NaN }, ACCOUNT)).toMatchObject({ problem: 'nobody is subscribed and confirmed' });
  });

  test('If both are wrong, the policy comes first.', () => {
    expect(topicProblem({ policy: '{}', confirmed: 0 }, ACCOUNT)).toEqual(NOT_ALLOWED);
  });
});

describe('policies that let alarms in', () => {
  test.each<[string, Json]>([
    ['the default policy', DEFAULT],
    ['the service in a list', statement({ Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] } })],
    ['everybody', statement({ Principal: '*' })],
    ['everybody, as AWS', statement({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } })],
    ['any service', statement({ Principal: { Service: '*' } })],
    ['another case', statement({ Principal: { Service: 'CloudWatch.amazonaws.com' }, Action: 'SNS:publish' })],
    ['all actions of SNS', statement({ Action: ['sns:*'] })],
    ['all actions', statement({ Action: '*' })],
    ['actions with a wildcard within', statement({ Action: 'sns:Pub?is*' })],
    ['its account', statement({ Condition: { StringEquals: { 'aws:sourceaccount': ['999999999999', '111122223333'] } } })],
    ['its account by a wildcard', statement({ Condition: { StringLike: { 'aws:SourceAccount': '1111*' } } })],
    ['TLS only', statement({ Condition: { Bool: { 'aws:SecureTransport': true } } })],
    ['some of its alarms', statement({ Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:111122223333:alarm:Orders' } } })],
    ['conditions that are none', statement({ Condition: {} })],
  ])('One that allows %s is no problem.', (_what, one) => {
    expect(problemOf(one)).toBeUndefined();
  });

  test('A statement need not be in a list.', () => {
    expect(topicProblem({ policy: JSON.stringify({ Statement: statement() }), confirmed: 2 }, ACCOUNT)).toBeUndefined();
  });
});

describe('policies that keep alarms out', () => {
  test.each<[string, Json[]]>([
    ['no statement', []],
    ['only a Deny that does not bear on them', [OWN[0]]],
    ['another service', [statement({ Principal: { Service: 'events.amazonaws.com' } })]],
    ['principals of the account', [statement({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })]],
    ['other actions', [statement({ Action: ['sns:Subscribe', 'sns:Get*'] })]],
    ['another account', [statement({ Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } })]],
    ['another owner', [{ ...DEFAULT, Condition: { StringEquals: { 'AWS:SourceOwner': '999999999999' } } }]],
    ['another service\'s resources', [statement({ Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:orders' } } })]],
    ['another account\'s alarms', [statement({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:999999999999:alarm:*' } } })]],
    ['one condition that holds and one that does not', [statement({
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, Bool: { 'aws:SecureTransport': 'false' } },
    })]],
  ])('One that has %s is a problem.', (_what, statements) => {
    expect(problemOf(...statements)).toEqual(NOT_ALLOWED);
  });

  test.each<[string, Json]>([
    ['the service', statement({ Effect: 'Deny' })],
    ['everybody everything', statement({ Effect: 'Deny', Principal: '*', Action: '*' })],
    ['the account', statement({ Effect: 'Deny', Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })],
  ])('One that denies %s is a problem, whatever it allows.', (_what, deny) => {
    expect(problemOf(...OWN, deny)).toEqual(DENIED);
  });

  test.each(['', '{"Statement":', '[]', 'null', '"text"'])('A policy that is not a JSON object (%j) is a problem.', (policy) => {
    expect(topicProblem({ policy, confirmed: 1 }, ACCOUNT)).toEqual({ problem: `its policy is no policy: ${JSON.stringify(policy)}`, remedy: RESTORE });
  });
});

describe('what is not understood is no evidence against a policy', () => {
  test.each<[string, Json]>([
    ['an operator', { Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } } }],
    ['an operator named like a property of every object', { Condition: { constructor: { 'aws:SourceAccount': 'x' } } }],
    ['a key', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['a negation', { Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } }],
    ['a variable', { Condition: { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } } }],
    ['values of another type', { Condition: { StringEquals: { 'aws:SourceAccount': [1] } } }],
    ['no values', { Condition: { StringEquals: { 'aws:SourceAccount': [] } } }],
    ['half an ARN', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3' } } }],
    ['conditions of another type', { Condition: 'none' }],
    ['an operator without keys', { Condition: { StringEquals: 'none' } }],
    ['NotPrincipal', { Principal: undefined, NotPrincipal: { AWS: '999999999999' } }],
    ['NotAction', { Action: undefined, NotAction: 'sns:Subscribe' }],
    ['a principal of another type', { Principal: 'cloudwatch.amazonaws.com' }],
    ['another name of CloudWatch', { Principal: { Service: ['cloudwatch.eu-west-1.amazonaws.com', 1] } }],
    ['an action of another type', { Action: [1] }],
  ])('A statement with %s may allow, and does not certainly deny.', (_what, odd) => {
    expect(problemOf(statement(odd))).toBeUndefined();
    expect(problemOf(statement(), statement({ ...odd, Effect: 'Deny' }))).toBeUndefined();
  });

  test('An unknown policy is no problem.', () => {
    expect(topicProblem({ confirmed: 1 }, ACCOUNT)).toBeUndefined();
  });
});
