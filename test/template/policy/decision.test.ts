import * as fc from 'fast-check';
import { fits, fitsArn } from '../../../core/glob';
import type { PolicyStatementModel } from '../../../template/model';
import { type AccessRequest, decide, isAllowed } from '../../../template/policy/decision';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:critical';
const ALARM = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:nightly';
const REQUEST: AccessRequest = {
  principal: 'service:cloudwatch.amazonaws.com', action: 'sns:Publish', resource: TOPIC,
  context: { 'aws:SourceArn': ALARM, 'aws:SourceAccount': '111122223333', 'aws:SecureTransport': 'true' },
};

function allow(changes: Partial<PolicyStatementModel> = {}): PolicyStatementModel {
  return { sid: 'Let', effect: 'Allow', principals: ['service:cloudwatch.amazonaws.com'], actions: ['sns:Publish'], resources: [TOPIC], conditions: {}, ...changes };
}

describe('statements', () => {
  test('nothing is allowed without a statement', () => {
    expect(decide([], REQUEST)).toEqual({ allowed: false, reason: 'no statement allows cloudwatch.amazonaws.com sns:Publish', notEvaluated: [] });
  });

  test('a statement that names principal, action and resource allows', () => {
    expect(decide([allow()], REQUEST)).toEqual({ allowed: true, reason: 'the statement Let allows sns:Publish', notEvaluated: [] });
  });

  test('a statement that denies wins, wherever it stands', () => {
    const deny = allow({ sid: 'Never', effect: 'Deny' });
    expect(decide([allow(), deny], REQUEST)).toMatchObject({ allowed: false, reason: 'the statement Never denies sns:Publish' });
    expect(isAllowed([deny, allow()], REQUEST)).toBe(false);
  });

  test.each<[string, Partial<PolicyStatementModel>, boolean]>([
    ['another service', { principals: ['service:events.amazonaws.com'] }, false],
    ['everybody', { principals: ['*'] }, true],
    ['a wildcard within a principal, which IAM does not know', { principals: ['service:cloudwatch.*'] }, false],
    ['everyone but others', { principals: ['aws:arn:aws:iam::111122223333:root'] }, false],
    ['everyone but the caller', { principals: [], notPrincipals: ['service:events.amazonaws.com'] }, true],
    ['nobody in particular, as a role\'s policy does', { principals: [], notPrincipals: ['service:cloudwatch.amazonaws.com'] }, false],
    ['nobody in particular, as a role\'s policy does', { principals: [] }, true],
  ])('a statement covers whom it names: %s', (_who, changes, allowed) => {
    expect(isAllowed([allow(changes)], REQUEST)).toBe(allowed);
  });

  test.each(['aws:111122223333', 'aws:arn:aws:iam::111122223333:root', 'aws:arn:aws:iam::111122223333:role/work'])('%s covers a role of the account', (principal) => {
    const request = { ...REQUEST, principal: 'aws:arn:aws:iam::111122223333:role/work' };
    expect(isAllowed([allow({ principals: [principal] })], request)).toBe(true);
    expect(isAllowed([allow({ principals: [principal] })], { ...request, principal: 'aws:arn:aws:iam::444455556666:role/work' })).toBe(false);
  });

  test.each<[Partial<PolicyStatementModel>, boolean]>([
    [{ actions: ['SNS:Publish'] }, true],
    [{ actions: ['sns:*'] }, true],
    [{ actions: ['sns:Pub?ish'] }, true],
    [{ actions: ['sns:Subscribe'] }, false],
    [{ actions: [], notActions: ['sns:Subscribe'] }, true],
    [{ actions: [], notActions: ['sns:*'] }, false],
    [{ resources: ['*'] }, true],
    [{ resources: ['arn:aws:sns:*:111122223333:crit*'] }, true],
    [{ resources: ['arn:aws:sns:us-east-1:111122223333:warning'] }, false],
    [{ resources: [], notResources: ['arn:aws:sns:us-east-1:111122223333:warning'] }, true],
    [{ resources: [] }, false],
  ])('actions match regardless of case, and resources match with wildcards: %j', (changes, allowed) => {
    expect(isAllowed([allow(changes)], REQUEST)).toBe(allowed);
  });

  test.each<[PolicyStatementModel['effect'], Partial<PolicyStatementModel>]>([
    ['Allow', { resources: ['arn:aws:sns:us-east-1:${aws:PrincipalAccount}:critical'] }],
    ['Allow', { resources: [], notResources: ['arn:aws:sns:us-east-1:${aws:PrincipalAccount}:critical'] }],
    ['Deny', { resources: ['arn:aws:sns:us-east-1:${aws:PrincipalAccount}:critical'] }],
    ['Deny', { resources: [], notResources: ['arn:aws:sns:us-east-1:${aws:PrincipalAccount}:critical'] }],
  ])('a policy variable in a resource counts against the request: %s %j', (effect, changes) => {
    const others = effect === 'Deny' ? [allow()] : [];
    expect(isAllowed([...others, allow({ effect, ...changes })], REQUEST)).toBe(false);
  });
});

describe('conditions', () => {
  test.each<[string, string, string[], boolean]>([
    ['StringEquals', 'aws:SourceAccount', ['111122223333'], true],
    ['StringEquals', 'AWS:sourceaccount', ['111122223333'], true],
    ['StringEquals', 'aws:SourceAccount', ['1', '111122223333'], true],
    ['StringEquals', 'aws:SourceAccount', ['1111*'], false],
    ['StringNotEquals', 'aws:SourceAccount', ['1', '2'], true],
    ['StringNotEquals', 'aws:SourceAccount', ['1', '111122223333'], false],
    ['StringNotEquals', 'aws:SourceVpc', ['vpc-1'], true],
    ['StringLike', 'aws:SourceAccount', ['1111*'], true],
    ['StringNotLike', 'aws:SourceAccount', ['1111*'], false],
    ['StringEqualsIgnoreCase', 'aws:SecureTransport', ['TRUE'], true],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:*'], true],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:cloudwatch:*:*:alarm:night*'], true],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:*'], false],
    ['ArnEquals', 'aws:SourceArn', ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:*'], true],
    ['ArnNotLike', 'aws:SourceArn', ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:*'], false],
    ['Bool', 'aws:SecureTransport', ['true'], true],
    ['Bool', 'aws:SecureTransport', ['false'], false],
    ['StringEquals', 'aws:PrincipalOrgID', ['o-1'], false],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', ['o-1'], true],
    ['StringEqualsIfExists', 'aws:SourceAccount', ['1'], false],
    ['BoolIfExists', 'aws:Via', ['false'], true],
    ['ForAllValues:StringEquals', 'aws:SourceAccount', ['111122223333'], true],
    ['ForAllValues:StringEquals', 'aws:SourceAccount', ['1'], false],
    ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', ['o-1'], true],
    ['ForAnyValue:StringEquals', 'aws:SourceAccount', ['111122223333'], true],
    ['ForAnyValue:StringEquals', 'aws:SourceAccount', ['1'], false],
    ['Null', 'aws:PrincipalOrgID', ['true'], true],
    ['Null', 'aws:SourceArn', ['true'], false],
    ['Null', 'aws:SourceArn', ['false'], true],
  ])('%s %s %j', (operator, key, values, allowed) => {
    expect(isAllowed([allow({ conditions: { [operator]: { [key]: values } } })], REQUEST)).toBe(allowed);
  });

  test('all of them must hold, and the reason names the one that does not', () => {
    const conditions = { StringEquals: { 'aws:SourceAccount': ['111122223333'] }, ArnLike: { 'aws:SourceArn': ['arn:aws:cloudwatch:eu-west-1:*:alarm:*'] } };
    expect(decide([allow({ conditions })], REQUEST)).toEqual({
      allowed: false, reason: 'the statement Let would allow sns:Publish, but its condition ArnLike aws:SourceArn does not hold', notEvaluated: [],
    });
  });

  test('an allowing statement with an unknown operator does not apply, and is reported', () => {
    expect(decide([allow({ conditions: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } })], REQUEST)).toEqual({
      allowed: false, reason: 'the statement Let would allow sns:Publish, but a drill does not evaluate IpAddress aws:SourceIp', notEvaluated: ['IpAddress aws:SourceIp'],
    });
  });

  test('a denying statement with an unknown operator applies, and is reported', () => {
    const deny = allow({ sid: undefined, effect: 'Deny', conditions: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['x'] } } });
    expect(decide([allow(), deny], REQUEST)).toEqual({
      allowed: false,
      reason: 'a statement with the effect Deny denies sns:Publish, unless ForAnyValue:StringEquals aws:TagKeys, which a drill does not evaluate, exempts it',
      notEvaluated: ['ForAnyValue:StringEquals aws:TagKeys'],
    });
  });

  test('a policy variable is not evaluated either', () => {
    const conditions = { StringEquals: { 'aws:SourceAccount': ['${aws:PrincipalAccount}'] } };
    expect(decide([allow({ conditions })], REQUEST).notEvaluated).toEqual(['StringEquals aws:SourceAccount']);
  });

  test('another statement may allow what one leaves open', () => {
    const unclear = allow({ conditions: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } });
    expect(isAllowed([unclear, allow()], REQUEST)).toBe(true);
  });
});

describe('wildcards', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':') });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':') });

  test('a pattern matches what its regular expression matches', () => {
    fc.assert(fc.property(pattern, text, (wildcards, plain) => {
      const expression = new RegExp(`^${wildcards.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(fits(wildcards, plain)).toBe(expression.test(plain));
    }));
  });

  test('many wildcards do not take exponential time', () => {
    expect(fits(`${'a*'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
  });

  test('a pattern of an ARN matches part by part, and what matches as an ARN matches as a text', () => {
    fc.assert(fc.property(fc.array(pattern, { minLength: 6, maxLength: 8 }), fc.array(text, { minLength: 6, maxLength: 8 }), (patterns, parts) => {
      if (fitsArn(patterns.join(':'), parts.join(':'))) expect(fits(patterns.join(':'), parts.join(':'))).toBe(true);
    }));
  });

  test('a text that is not an ARN matches no pattern of one', () => {
    expect(fitsArn('arn:aws:sns:*:*:*', 'arn:aws:sns')).toBe(false);
    expect(fitsArn('*', 'arn:aws:sns:us-east-1:111122223333:t')).toBe(false);
  });
});
