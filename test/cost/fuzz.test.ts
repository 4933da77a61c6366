import fc from 'fast-check';
import { costOf } from '../../cost/cost-of';
import { COST_READERS } from '../../cost/readers';

const NAMES = [
  'Metrics', 'Period', 'Environment', 'Target', 'TopicArn', 'Source', 'Protocol', 'BillingMode', 'Name', 'Value', 'Tier', 'MetricTransformations', 'MemorySize', 'Architectures',
  'AlarmActions', 'KmsMasterKeyId', 'Replicas', 'ScheduleExpression', 'ThresholdMetricId',
];
const value = fc.oneof(fc.jsonValue(), fc.constant({ Ref: 'One' }), fc.constant({ 'Fn::GetAtt': ['One', 'Arn'] }), fc.constant({ Variables: { OBSERVATORY: 'A', CONTRACTS_PATH: '/a', TABLE_NAME: 't' } }));
const resource = fc.record({ Type: fc.constantFrom(...COST_READERS.keys()), Properties: fc.dictionary(fc.constantFrom(...NAMES), value) });

test('Any template has a cost: no amount is negative or not a number, and nothing throws.', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('One', 'Two', 'Three', 'Four'), resource), (Resources) => {
    for (const { bill } of costOf([{ stack: 'Jobs', template: { Resources } }])) {
      expect(bill.usd).toBeGreaterThanOrEqual(0);
      for (const { charges } of bill.owners) for (const { quantity } of charges) expect(Number.isFinite(quantity) && quantity >= 0).toBe(true);
    }
  }), { numRuns: 500 });
});

test.each([undefined, null, 1, 'text', [], { Resources: 1 }, { Resources: { A: 1 } }])('A template that is %j costs nothing.', (template) => {
  expect(costOf([{ stack: 'Jobs', template }]).map(({ bill }) => bill.usd)).toEqual([0]);
});
