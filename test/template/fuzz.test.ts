import * as fc from 'fast-check';
import { mayPublish } from '../../template/policy/permissions';
import { readTemplates } from '../../template/read-templates';
import { HARMLESS, RESOURCE_TYPES } from '../../template/resources/resource-kinds';

const TYPES = [...RESOURCE_TYPES, 'AWS::S3::Bucket', '__proto__', ...Object.keys(HARMLESS)];

const PROPERTIES = [
  'Action', 'AlarmActions', 'AlarmName', 'AlarmNames', 'AlarmRule', 'ActionsSuppressor', 'Arn', 'AttributeDefinitions', 'AttributeName', 'ComparisonOperator', 'Condition', 'DefinitionString', 'Definition', 'DesiredState', 'Destination', 'DestinationConfig', 'Dimensions', 'Duration', 'Effect',
  'Endpoint', 'Environment', 'EvaluationPeriods', 'EvaluationWindow', 'Expression', 'FlexibleTimeWindow', 'FunctionName', 'Id', 'InputTemplate', 'KeyPolicy', 'KeySchema', 'KeyType', 'KmsMasterKeyId', 'ManagedPolicyArns', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Metric',
  'MetricName', 'MetricStat', 'Metrics', 'Mode', 'MuteTargets', 'Name', 'Namespace', 'OnFailure', 'OnSuccess', 'Path', 'Period', 'Policies', 'PolicyDocument', 'Principal', 'Protocol', 'Qualifier', 'QueueName', 'Queues', 'Role', 'RoleArn', 'Roles',
  'RoutingConfiguration', 'Rule', 'Schedule', 'ScheduleExpression', 'Source', 'SourceAccount', 'SourceArn', 'SourceParameters', 'StartDate', 'Stat', 'Statement', 'States', 'Statistic', 'Subscription', 'TableName', 'Target', 'TargetKeyId', 'TargetParameters', 'Targets', 'Threshold',
  'Timeout', 'TopicArn', 'TopicName', 'Topics', 'Value', 'Variables', 'WarmUpConfiguration', '__proto__', 'constructor',
];

const INTRINSICS = ['Ref', 'Fn::GetAtt', 'Fn::Join', 'Fn::Sub', 'Fn::Select', 'Fn::Split', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::If', 'Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not',
  'Fn::FindInMap', 'Fn::Base64', 'Fn::GetAZs', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Cidr', 'Condition'];

/** Few ids, so that references often match, also in circles. */
const ID = fc.constantFrom('A', 'B', 'C', 'D');

const TEXT = fc.oneof(
  ID, fc.string(), fc.constantFrom(
    '${A}${B.Arn}', '${C}', 'A.Arn', 'B.Outputs.A', 'cron(0 2 * * ? *)', 'rate(5 minutes)', 'ENABLED', 'OFF', 'Sum', 'LessThanThreshold', 'ALARM(a)', 'PT1H', 'cron(0 1 * * *)', 'Allow', '*',
    'arn:aws:sns:us-east-1:111122223333:S-A', 'arn:aws:sqs:us-east-1:111122223333:S-A', 'arn:aws:lambda:us-east-1:111122223333:function:S-A:live', 'HASH', 'RANGE', 'STOPPED', '$LATEST', 'sns.amazonaws.com', '2027-01-31T02:00', '{"States":{"A":{"Type":"Task","Resource":"${A}"}}}', 'AWS::Region', 'AWS::NoValue', 'm1 + 1', 'true', 'email',
  ),
);

/** Anything that a template may contain: plain values, objects with meaningful properties, intrinsics with any arguments. */
const VALUE = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    TEXT,
    fc.oneof(fc.integer({ min: -1, max: 400 }), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom(60, 300, 3600)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...PROPERTIES), tie('value'), { maxKeys: 5 }),
    fc.tuple(fc.constantFrom(...INTRINSICS), tie('value')).map(([name, argument]) => ({ [name]: argument })),
    fc.tuple(fc.constantFrom(...INTRINSICS), fc.array(tie('value'), { maxLength: 4 })).map(([name, argument]) => ({ [name]: argument })),
  ),
})).value;

const RESOURCE = fc.record(
  { Type: fc.constantFrom(...TYPES), Properties: fc.dictionary(fc.constantFrom(...PROPERTIES), VALUE, { maxKeys: 12 }), Condition: fc.oneof(ID, VALUE), Metadata: VALUE },
  { requiredKeys: ['Type'] },
);

const section = (entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.dictionary(ID, entry);
const TEMPLATE = fc.record({
  Resources: section(fc.oneof({ weight: 8, arbitrary: RESOURCE }, VALUE)),
  Parameters: section(fc.oneof(fc.record({ Type: fc.constantFrom('String', 'CommaDelimitedList', 'AWS::SSM::Parameter::Value<String>'), Default: VALUE }), VALUE)),
  Conditions: section(VALUE),
  Mappings: section(VALUE),
  Outputs: section(fc.oneof(fc.record({ Value: VALUE, Export: fc.record({ Name: VALUE }) }), VALUE)),
}, { requiredKeys: ['Resources'] });

/** Types that become a part of another resource's model, and are listed only where something is not played. */
const PARTS = ['Invoke', 'Permission', 'QueuePolicy'] as const;

/** One valid resource of each type that matters to alarms. */
const GOOD = {
  Function: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 60, Environment: { Variables: { A: 'a' } }, Role: 'arn:aws:iam::111122223333:role/r' } },
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: { 'Fn::Join': ['', ['{"States":{"A":{"Type":"Task","Resource":"', { 'Fn::GetAtt': ['Function', 'Arn'] }, '"}}}']] } } },
  Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(5 minutes)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: { Ref: 'Machine' }, RetryPolicy: { MaximumRetryAttempts: 1 } } } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'cron(0 2 * * ? *)', Targets: [{ Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }] } },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'N', MetricName: 'M', Dimensions: [{ Name: 'D', Value: { Ref: 'Function' } }], Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, Threshold: 1,
      ComparisonOperator: 'LessThanThreshold', AlarmActions: [{ Ref: 'Topic' }], EvaluationWindow: { WallClockWindow: { Timezone: 'UTC' } }, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5 },
    },
  },
  Math: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Metrics: [{ Id: 'e', Expression: 'm + 1' }, { Id: 'm', ReturnData: false, MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' } }],
      EvaluationPeriods: 2, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [{ Ref: 'Topic' }],
    },
  },
  Composite: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM(${Alarm})' }, AlarmActions: [{ Ref: 'Topic' }] } },
  Mute: { Type: 'AWS::CloudWatch::AlarmMuteRule', Properties: { Rule: { Schedule: { Expression: 'cron(0 1 * * *)', Duration: 'PT1H' } }, MuteTargets: { AlarmNames: [{ Ref: 'Alarm' }] } } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' }, Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] } },
  Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sms', Endpoint: '+15550100' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }] } } },
  Pipe: {
    Type: 'AWS::Pipes::Pipe',
    Properties: {
      Source: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Target: { Ref: 'Topic' }, RoleArn: 'arn:aws:iam::111122223333:role/r', DesiredState: 'RUNNING',
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } }, TargetParameters: { InputTemplate: '<$.body>' },
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: { KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }, { AttributeName: 'name', KeyType: 'RANGE' }], AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }, { AttributeName: 'name', AttributeType: 'S' }] },
  },
  Invoke: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 300, DestinationConfig: { OnFailure: { Destination: { Ref: 'Topic' } } } },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] }, Principal: 'sns.amazonaws.com', Action: 'lambda:InvokeFunction', SourceArn: { Ref: 'Topic' }, SourceAccount: '111122223333' },
  },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] } },
  },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', Value: { Ref: 'Queue' } } },
};

type Place = readonly (string | number)[];

/** Every place in a value, by the keys that lead to it. */
function placesIn(value: unknown, within: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [within];
  const inner = Object.entries(value).flatMap(([key, part]) => placesIn(part, [...within, Array.isArray(value) ? Number(key) : key]));
  return within.length === 0 ? inner : [within, ...inner];
}

function put(value: unknown, [key, ...rest]: Place, part: unknown): unknown {
  if (key === undefined) return part;
  if (Array.isArray(value)) return value.map((element: unknown, index) => (index === key ? put(element, rest, part) : element));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === key ? put(inner, rest, part) : inner]));
}

describe('arbitrary JSON', () => {
  test('is read without an error and in the same way each time, whatever the template contains', () => {
    fc.assert(fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: TEMPLATE }, VALUE), { maxLength: 3 }), (templates) => {
      const read = (): unknown => readTemplates(templates.map((template, index) => ({ stack: index === 0 ? 'S' : `S${index}`, template })));
      expect(read()).toEqual(read());
    }), { numRuns: 500 });
  });

  test('is read without an error when it has no form', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...TYPES), (value, type) => {
      readTemplates([
        { stack: 'S', template: value },
        { stack: 'T', template: { Resources: { A: { Type: type, Properties: value } } } },
        { stack: 'U', template: { Resources: { A: value }, Parameters: value, Conditions: value, Mappings: value, Outputs: value }, nested: new Map([['A', { template: value }]]) },
      ]);
    }), { numRuns: 200 });
  });

  test('is not needed for the valid template, which is read as a whole', () => {
    const { notPlayed, pipes, tables, functions, queues } = readTemplates([{ stack: 'S', template: { Resources: GOOD } }]);
    expect(notPlayed).toEqual([]);
    expect([pipes[0]!.running, tables[0]!.sortKey, functions[0]!.asyncRetries, functions[0]!.onFailureArn, functions[0]!.invokePolicy?.length, queues[0]!.policy?.length])
      .toEqual([true, 'name', 1, expect.stringMatching(/^arn:aws:sns:/), 1, 1]);
  });

  test('about invocations and queues is read into the form that the drill plays', () => {
    const places = PARTS.flatMap((id) => placesIn(GOOD[id]).map((place) => [id, ...place]));
    const texts = (list: readonly unknown[]): boolean => list.every((one) => typeof one === 'string');
    fc.assert(fc.property(fc.constantFrom(...places), fc.oneof(VALUE, fc.constantFrom(-1, 3, 'arn:aws:sns:eu-west-1:1:x', '*', [])), (place, value) => {
      const { functions: [fn], queues: [queue] } = readTemplates([{ stack: 'S', template: { Resources: put(GOOD, place, value) } }]);
      expect([0, 1, 2]).toContain(fn!.asyncRetries);
      expect([undefined, 'string']).toContain(fn!.onFailureArn === undefined ? undefined : typeof fn!.onFailureArn);
      for (const { principals, actions, resources } of [...fn!.invokePolicy ?? [], ...queue!.policy ?? []]) expect([principals, actions, resources].every(texts)).toBe(true);
    }), { numRuns: 300 });
  });

  test('anywhere in a valid template leaves each resource read or listed, and every publisher decided', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...placesIn(GOOD)), VALUE), { minLength: 1, maxLength: 3 }), (changes) => {
      const resources = changes.reduce<unknown>((changed, [place, value]) => put(changed, place, value), GOOD);
      const account = readTemplates([{ stack: 'S', template: { Resources: resources } }]);
      const read = [
        account.functions, account.stateMachines, account.schedules, account.alarms, account.compositeAlarms, account.muteRules, account.topics, account.subscriptions, account.queues,
        account.pipes, account.tables, account.keys, account.parameters, account.notPlayed.map(({ origin }) => origin),
      ].flat().map(({ logicalId }) => logicalId);
      expect(read).toEqual(expect.arrayContaining(Object.keys(GOOD).filter((id) => !PARTS.some((part) => part === id))));
      for (const alarm of account.alarms) {
        for (const action of alarm.actions.alarm) expect(typeof mayPublish(account, alarm.arn, action).reason).toBe('string');
      }
    }), { numRuns: 1_000 });
  });
});
