import type { PolicyStatementModel } from '../../../template/model';
import { policyText, readPolicy } from '../../../template/policy/read-policy';

const STATEMENT: PolicyStatementModel = { sid: 'Own', effect: 'Allow', principals: ['*'], actions: ['sns:Publish'], resources: ['*'], conditions: {} };

test.each<[string, PolicyStatementModel]>([
  ['everybody', STATEMENT],
  ['principals of several kinds', { ...STATEMENT, principals: ['aws:111122223333', 'service:cloudwatch.amazonaws.com', 'service:events.amazonaws.com'] }],
  ['conditions', { ...STATEMENT, effect: 'Deny', conditions: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } } }],
  ['everything but', { effect: 'Deny', principals: [], notPrincipals: ['aws:111122223333'], actions: [], notActions: ['sns:Publish'], resources: [], notResources: ['arn:a'], conditions: {} }],
])('The text of a statement about %s reads as that statement.', (_what, statement) => {
  expect(readPolicy(policyText([statement]), 'Policy', 'resource')).toEqual([statement]);
});

test('A policy without statements has a text without statements.', () => {
  expect(policyText([])).toBe('{"Version":"2012-10-17","Statement":[]}');
});
