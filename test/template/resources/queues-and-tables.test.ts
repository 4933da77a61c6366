import { notes, read, resource } from '../templates';

const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:undelivered';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:critical';

describe('queues', () => {
  test('a queue without a policy accepts nothing from services', () => {
    expect(read({ Queue: resource('AWS::SQS::Queue', { QueueName: 'undelivered' }) }).queues).toEqual([{ stack: 'Jobs', logicalId: 'Queue', name: 'undelivered', arn: QUEUE }]);
  });

  test('a policy applies to the queues that it names by their URLs, wherever it stands in the template', () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] };
    const account = read({
      Policy: resource('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Queue' }], PolicyDocument }),
      Queue: resource('AWS::SQS::Queue', { QueueName: 'undelivered' }), Other: resource('AWS::SQS::Queue'),
    });
    expect(account.queues.map(({ policy }) => policy)).toEqual([
      [{ effect: 'Allow', principals: ['service:sns.amazonaws.com'], actions: ['sqs:SendMessage'], resources: [QUEUE], conditions: {} }], undefined,
    ]);
    expect(account.notPlayed).toEqual([]);
  });

  test('an inline policy applies too', () => {
    const account = read({
      Policy: resource('AWS::SQS::QueueInlinePolicy', { Queue: { Ref: 'Queue' }, PolicyDocument: { Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } } }),
      Queue: resource('AWS::SQS::Queue'),
    });
    expect(account.queues[0]?.policy).toMatchObject([{ effect: 'Deny' }]);
  });

  test('a subscription names the queue of undelivered messages', () => {
    const account = read({
      Sub: resource('AWS::SNS::Subscription', {
        TopicArn: TOPIC, Protocol: 'lambda', Endpoint: 'arn:aws:lambda:us-east-1:111122223333:function:notifier', RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
      }),
      Queue: resource('AWS::SQS::Queue', { QueueName: 'undelivered' }),
    });
    expect(account.subscriptions).toMatchObject([{ protocol: 'lambda', deadLetterArn: QUEUE }]);
    expect(account.notPlayed).toEqual([]);
  });
});

describe('pipes', () => {
  const PIPE = { Source: QUEUE, Target: TOPIC, RoleArn: 'arn:aws:iam::111122223333:role/path/pipe', TargetParameters: { InputTemplate: '"Raw: <$.body>"' } };
  const pipe = (more: object): ReturnType<typeof read> => read({ Pipe: resource('AWS::Pipes::Pipe', { ...PIPE, ...more }) });

  test('one from a queue to a topic is read with its role and template, and runs by default', () => {
    expect(pipe({}).pipes).toEqual([{
      stack: 'Jobs', logicalId: 'Pipe', name: 'Jobs-Pipe', arn: 'arn:aws:pipes:us-east-1:111122223333:pipe/Jobs-Pipe', sourceArn: QUEUE, targetArn: TOPIC,
      roleName: 'pipe', running: true, inputTemplate: '"Raw: <$.body>"',
    }]);
    expect(pipe({ DesiredState: 'STOPPED' }).pipes).toMatchObject([{ running: false }]);
    expect(pipe({}).notPlayed).toEqual([]);
  });

  test('an enrichment and a filter are noted', () => {
    expect(notes(pipe({ Enrichment: 'arn:aws:lambda:us-east-1:111122223333:function:more', SourceParameters: { FilterCriteria: { Filters: [] } } }))).toEqual([
      'its enrichment is not played', 'its filter is not played: every message passes',
    ]);
  });

  test('any other pipe is noted and not played', () => {
    const account = pipe({ Source: 'arn:aws:kinesis:us-east-1:111122223333:stream/s' });
    expect(account.pipes).toEqual([]);
    expect(notes(account)).toEqual([`what flows through it from arn:aws:kinesis:us-east-1:111122223333:stream/s to ${TOPIC} is not played`]);
  });

  test('one that could not be deployed is left out', () => {
    expect(notes(pipe({ DesiredState: 'ASLEEP' }))).toEqual(['left out: DesiredState must be RUNNING or STOPPED, got "ASLEEP"']);
  });
});

describe('tables', () => {
  test('a customer-managed key of a table is kept, because the table cannot be used without it', () => {
    const account = read({
      Table: resource('AWS::DynamoDB::Table', {
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      }),
      Key: resource('AWS::KMS::Key', {}),
    });
    expect(account.tables.map(({ keyId }) => keyId)).toEqual(account.keys.map(({ arn }) => arn));
  });

  const KEYS = { KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }, { AttributeName: 'name', KeyType: 'RANGE' }], AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }, { AttributeName: 'name', AttributeType: 'S' }] };

  test.each(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])('%s is read with its keys, and others refer to it by name and ARN', (type) => {
    const account = read({ Table: resource(type, KEYS), Ref: resource('AWS::SSM::Parameter', { Value: { 'Fn::Join': [' ', [{ Ref: 'Table' }, { 'Fn::GetAtt': ['Table', 'Arn'] }]] } }) });
    const arn = 'arn:aws:dynamodb:us-east-1:111122223333:table/Jobs-Table';
    expect(account.tables).toEqual([{ stack: 'Jobs', logicalId: 'Table', name: 'Jobs-Table', arn, partitionKey: 'kind', sortKey: 'name' }]);
    expect(account.parameters[0]?.value).toBe(`Jobs-Table ${arn}`);
  });

  test.each<[object, string]>([
    [{ KeySchema: [{ AttributeName: 'name', KeyType: 'RANGE' }] }, 'left out: KeySchema must have a key of the type HASH'],
    [{ ...KEYS, AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }] }, 'left out: AttributeDefinitions must define the key name'],
    [{}, 'left out: KeySchema is missing'],
  ])('one that DynamoDB would refuse is left out: %j', (properties, note) => {
    const account = read({ Table: resource('AWS::DynamoDB::Table', properties) });
    expect([account.tables, notes(account)]).toEqual([[], [note]]);
  });
});
