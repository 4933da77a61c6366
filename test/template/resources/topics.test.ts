import { notes, read, resource } from '../templates';

const ARN = 'arn:aws:sns:us-east-1:111122223333:critical';
const TOPIC = resource('AWS::SNS::Topic', { TopicName: 'critical' });

describe('topics', () => {
  test('a topic without a policy has none, which means the default one', () => {
    const account = read({ Topic: resource('AWS::SNS::Topic', { TopicName: 'critical', DisplayName: 'CRITICAL', KmsMasterKeyId: 'alias/aws/sns' }) });
    expect(account.topics).toEqual([{ stack: 'Jobs', logicalId: 'Topic', name: 'critical', arn: ARN, displayName: 'CRITICAL', keyId: 'alias/aws/sns' }]);
    expect(account.topics[0]?.policy).toBeUndefined();
  });

  test('an empty key id is no key', () => {
    expect(read({ Topic: resource('AWS::SNS::Topic', { KmsMasterKeyId: '' }) }).topics[0]?.keyId).toBeUndefined();
  });

  test('a topic policy applies to each of its topics, wherever it stands in the template', () => {
    const statement = { Sid: 'S', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: { Ref: 'Topic' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } };
    const account = read({ Policy: resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }), Topic: TOPIC });
    expect(account.topics[0]?.policy).toEqual([{
      sid: 'S', effect: 'Allow', principals: ['service:cloudwatch.amazonaws.com'], actions: ['sns:Publish'], resources: [ARN],
      conditions: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } },
    }]);
  });

  test('an inline policy applies too', () => {
    const account = read({
      Topic: TOPIC,
      Policy: resource('AWS::SNS::TopicInlinePolicy', { TopicArn: { Ref: 'Topic' }, PolicyDocument: JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } }) }),
    });
    expect(account.topics[0]?.policy).toEqual([{ effect: 'Deny', principals: ['*'], actions: ['*'], resources: ['*'], conditions: {} }]);
  });

  test('the last of two policies of one topic is used, and that is noted', () => {
    const policy = (Sid: string): unknown => resource('AWS::SNS::TopicPolicy', { Topics: [ARN], PolicyDocument: { Statement: [{ Sid, Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] } });
    const account = read({ Topic: TOPIC, One: policy('One'), Two: policy('Two') });
    expect(account.topics[0]?.policy).toMatchObject([{ sid: 'Two' }]);
    expect(notes(account, 'Two')).toEqual([`is not the only policy of ${ARN}: AWS does not define which one wins, so the last one in the template is played`]);
  });

  test('a policy of a topic elsewhere is noted', () => {
    const account = read({ Policy: resource('AWS::SNS::TopicPolicy', { Topics: [ARN], PolicyDocument: { Statement: [] } }) });
    expect(notes(account)).toEqual([`is for the topic ${ARN}, which is not in the templates`]);
  });

  test('a topic with a subscription that SNS would refuse is left out as a whole', () => {
    const account = read({ Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'email' }] }) });
    expect([account.topics, account.subscriptions]).toEqual([[], []]);
    expect(notes(account)).toEqual(['left out: Subscription[0].Endpoint is missing']);
  });

  test.each<[unknown, string]>([
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'left out: PolicyDocument.Statement[0].Principal must be given, or else NotPrincipal, but not both'],
    [{ Effect: 'Allow', Principal: '*', Resource: '*' }, 'left out: PolicyDocument.Statement[0].Action must be given, or else NotAction, but not both'],
    [{ Effect: 'Maybe', Principal: '*', Action: '*', Resource: '*' }, 'left out: PolicyDocument.Statement[0].Effect must be Allow or Deny, got "Maybe"'],
    [{ Effect: 'Allow', Principal: 'me', Action: '*', Resource: '*' }, 'left out: PolicyDocument.Statement[0].Principal must be an object, got "me"'],
    ['all', 'left out: PolicyDocument.Statement[0] must be an object, got "all"'],
  ])('a policy that SNS would refuse is left out: %j', (statement, note) => {
    const account = read({ Topic: TOPIC, Policy: resource('AWS::SNS::TopicPolicy', { Topics: [ARN], PolicyDocument: { Statement: [statement] } }) });
    expect(notes(account, 'Policy')).toEqual([note]);
  });
});

describe('subscriptions', () => {
  test('they are resources of their own or part of the topic', () => {
    const account = read({
      Topic: resource('AWS::SNS::Topic', { TopicName: 'critical', Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] }),
      Sms: resource('AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'sms', Endpoint: '+15550100' }),
    });
    expect(account.subscriptions).toEqual([
      { stack: 'Jobs', logicalId: 'Topic', topicArn: ARN, protocol: 'email', endpoint: 'a@example.com' },
      { stack: 'Jobs', logicalId: 'Sms', topicArn: ARN, protocol: 'sms', endpoint: '+15550100' },
    ]);
  });

  test.each([
    [undefined, 'MessageAttributes', 'its filter policy looks at message attributes, which alarms do not send: that is not played'],
    ['MessageBody', 'MessageBody', 'whether its filter policy lets an alarm through is not played'],
  ])('a filter policy with the scope %s is kept and noted', (scope, filterScope, note) => {
    const account = read({
      Mail: resource('AWS::SNS::Subscription', { TopicArn: ARN, Protocol: 'email', Endpoint: 'a@example.com', FilterPolicy: { severity: ['critical'] }, FilterPolicyScope: scope }),
    });
    expect(account.subscriptions).toMatchObject([{ filterPolicy: '{"severity":["critical"]}', filterScope }]);
    expect(notes(account)).toEqual([note]);
  });

  test('one without an endpoint is left out', () => {
    const account = read({ Mail: resource('AWS::SNS::Subscription', { TopicArn: ARN, Protocol: 'email' }) });
    expect(account.subscriptions).toEqual([]);
    expect(notes(account)).toEqual(['left out: Endpoint is missing']);
  });
});
