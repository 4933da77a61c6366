import { isAllowed } from '../../../template/policy/decision';
import { notes, read, resource } from '../templates';

describe('functions', () => {
  test('a function is read with its timeout, role and environment', () => {
    const account = read({
      Role: resource('AWS::IAM::Role'),
      Work: {
        ...resource('AWS::Lambda::Function', {
          FunctionName: 'work', Timeout: '900', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, LoggingConfig: { LogGroup: { Ref: 'Logs' } }, Environment: { Variables: { TABLE: 't', LIMIT: 5 } },
        }),
        Metadata: { 'aws:cdk:path': 'Jobs/Work/Resource' },
      },
      Logs: resource('AWS::Logs::LogGroup', { LogGroupName: 'work-logs' }),
    });
    expect(account.functions).toEqual([{
      stack: 'Jobs', logicalId: 'Work', path: 'Jobs/Work/Resource',
      name: 'work', arn: 'arn:aws:lambda:us-east-1:111122223333:function:work',
      timeoutSeconds: 900, roleName: 'Jobs-Role', environment: { TABLE: 't', LIMIT: '5' }, logGroupName: 'work-logs', asyncRetries: 2,
    }]);
    expect(account.notPlayed).toEqual([]);
  });

  test('omitted properties have Lambda\'s defaults', () => {
    expect(read({ Work: resource('AWS::Lambda::Function') }).functions).toMatchObject([{ timeoutSeconds: 3, environment: {}, asyncRetries: 2 }]);
  });

  test.each(['Work', 'work', 'arn:aws:lambda:us-east-1:111122223333:function:work:$LATEST'])('its asynchronous retries are found by %s', (functionName) => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }),
      Config: resource('AWS::Lambda::EventInvokeConfig', {
        FunctionName: functionName === 'Work' ? { Ref: 'Work' } : functionName, Qualifier: '$LATEST', MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60,
      }),
    });
    expect(account.functions).toMatchObject([{ asyncRetries: 0, asyncMaxEventAgeSeconds: 60 }]);
  });

  test('the topic for records of failed invocations is found', () => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }), Topic: resource('AWS::SNS::Topic', { TopicName: 't' }),
      Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: 'Work' }, Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: { Ref: 'Topic' } } } }),
    });
    expect(account.functions).toMatchObject([{ asyncRetries: 2, onFailureArn: 'arn:aws:sns:us-east-1:111122223333:t' }]);
    expect(account.notPlayed).toEqual([]);
  });

  test('its invoke policy has one statement for each permission', () => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }), Topic: resource('AWS::SNS::Topic', { TopicName: 't' }),
      FromTopic: resource('AWS::Lambda::Permission', { FunctionName: { 'Fn::GetAtt': ['Work', 'Arn'] }, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }),
      FromAccount: resource('AWS::Lambda::Permission', { FunctionName: { Ref: 'Work' }, Action: 'lambda:InvokeFunction', Principal: '444455556666', SourceAccount: '444455556666' }),
    });
    const [{ arn, invokePolicy = [] } = { arn: '' }] = account.functions;
    const sns = { principal: 'service:sns.amazonaws.com', action: 'lambda:InvokeFunction', resource: arn };
    expect(isAllowed(invokePolicy, { ...sns, context: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:t' } })).toBe(true);
    expect(isAllowed(invokePolicy, { ...sns, context: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:other' } })).toBe(false);
    expect(isAllowed(invokePolicy, { ...sns, principal: 'service:events.amazonaws.com' })).toBe(false);
    expect(isAllowed(invokePolicy, { ...sns, principal: 'aws:444455556666', context: { 'aws:SourceAccount': '444455556666' } })).toBe(true);
  });

  test.each<[string, string, string]>([
    ['work:live', ':live', ''], ['arn:aws:lambda:us-east-1:111122223333:function:work:live', ':live', ''], ['111122223333:function:work:live', ':live', ''],
    ['work', '', ':live'], ['arn:aws:lambda:us-east-1:111122223333:function:work', '', ':live'], ['work:$LATEST', '', ':live'],
  ])('a permission for %s covers "%s" and not "%s"', (FunctionName, qualifier, other) => {
    const [{ arn, invokePolicy = [] } = { arn: '' }] = read({
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }),
      Permission: resource('AWS::Lambda::Permission', { FunctionName, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' }),
    }).functions;
    const may = (end: string): boolean => isAllowed(invokePolicy, { principal: 'service:events.amazonaws.com', action: 'lambda:InvokeFunction', resource: `${arn}${end}` });
    expect([may(qualifier), may(other)]).toEqual([true, false]);
  });

  test('a permission that Lambda would refuse is left out', () => {
    expect(notes(read({ Permission: resource('AWS::Lambda::Permission', { FunctionName: 'work', Action: 'lambda:InvokeFunction' }) }))).toEqual(['left out: Principal is missing']);
  });

  test('retries of the function win over those of an alias, whichever comes first', () => {
    const config = (Qualifier: string, MaximumRetryAttempts: number): unknown => resource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'work', Qualifier, MaximumRetryAttempts });
    const Work = resource('AWS::Lambda::Function', { FunctionName: 'work' });
    const ofAlias = config('live', 1);
    expect(read({ Work, ofAlias, own: config('$LATEST', 0) }).functions[0]?.asyncRetries).toBe(0);
    expect(read({ Work, own: config('$LATEST', 0), ofAlias }).functions[0]?.asyncRetries).toBe(0);
    expect(notes(read({ Work, ofAlias }))).toEqual(['is only for the version or alias live of work, but counts for the whole function']);
  });

  test('what a drill does not play of a function is noted', () => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { ReservedConcurrentExecutions: 0, DeadLetterConfig: { TargetArn: 'arn:q' } }),
      Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: 'Work' }, DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:111122223333:q' }, OnFailure: { Destination: 'arn:aws:sqs:us-east-1:111122223333:q' } } }),
    });
    expect(account.functions[0]?.reservedConcurrency).toBe(0);
    expect(notes(account)).toEqual([
      'its reserved concurrency of 0 throttles every invocation: that is not played',
      'its dead-letter queue receives no messages',
      'its destination for successes receives no messages',
      'its destination for failures, arn:aws:sqs:us-east-1:111122223333:q, receives no messages',
    ]);
  });

  test('a configuration of a function outside the templates is noted', () => {
    expect(notes(read({ Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'theirs' }) }))).toEqual(['is for the function theirs, which is not in the templates']);
  });

  test('a function that could not be deployed is left out alone', () => {
    const account = read({
      Bad: resource('AWS::Lambda::Function', { Timeout: 'soon' }),
      Good: resource('AWS::Lambda::Function', { Timeout: 5 }),
    });
    expect(account.functions.map(({ logicalId }) => logicalId)).toEqual(['Good']);
    expect(account.notPlayed).toEqual([{ origin: { stack: 'Jobs', logicalId: 'Bad' }, type: 'AWS::Lambda::Function', what: 'left out: Timeout must be a number, got "soon"' }]);
  });
});

const TABLE = {
  KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }, { AttributeName: 'name', KeyType: 'RANGE' }],
  AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }, { AttributeName: 'name', AttributeType: 'S' }],
};

describe('checkers and notifiers', () => {
  test('a function with an observatory and a path of contracts in its environment is its checker', () => {
    const account = read({
      Checker: resource('AWS::Lambda::Function', { FunctionName: 'checker', Environment: { Variables: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/observed-pipeline/Obs', TABLE_NAME: 'ledger' } } }),
      Other: resource('AWS::Lambda::Function', { Environment: { Variables: { OBSERVATORY: 'Obs' } } }),
    });
    expect(account.checkers).toEqual([{ stack: 'Jobs', logicalId: 'Checker', observatory: 'Obs', contractsPath: '/observed-pipeline/Obs', tableName: 'ledger', topicArns: [], functionName: 'checker' }]);
  });

  test('a function with a table, profiles and a topic in its environment too is a notifier and not a checker', () => {
    const Variables = { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', PROFILES_PATH: '/obs/profiles', TABLE_NAME: { Ref: 'Table' }, CRITICAL_TOPIC_ARN: { Ref: 'Topic' }, WARNING_TOPIC_ARN: 'arn:w' };
    const account = read({
      Notifier: resource('AWS::Lambda::Function', { FunctionName: 'notifier', Environment: { Variables } }), Topic: resource('AWS::SNS::Topic', { TopicName: 'critical' }),
      Table: resource('AWS::DynamoDB::Table', TABLE),
    });
    expect(account.checkers).toEqual([]);
    expect(account.notifiers).toEqual([{
      stack: 'Jobs', logicalId: 'Notifier', observatory: 'Obs', contractsPath: '/obs', profilesPath: '/obs/profiles', tableName: 'Jobs-Table',
      criticalTopicArn: 'arn:aws:sns:us-east-1:111122223333:critical', warningTopicArn: 'arn:w', functionName: 'notifier',
    }]);
  });

  test('a checker with topics in its environment checks them', () => {
    const environment = { Variables: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', TABLE_NAME: 'ledger', TOPIC_ARNS: { 'Fn::Join': [',', [{ Ref: 'Topic' }, 'arn:aws:sns:us-east-1:111122223333:other']] } } };
    const account = read({
      Checker: resource('AWS::Lambda::Function', { Environment: environment }), Topic: resource('AWS::SNS::Topic', { TopicName: 'critical' }),
    });
    expect(account.checkers[0]?.topicArns).toEqual(['arn:aws:sns:us-east-1:111122223333:critical', 'arn:aws:sns:us-east-1:111122223333:other']);
  });

  test('contracts are parameters, whose values may contain intrinsics', () => {
    const account = read({
      Contract: resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Obs/Nightly', Type: 'String', Value: { 'Fn::Join': ['', ['{"functionName":"', { Ref: 'Work' }, '"}']] } }),
      Work: resource('AWS::Lambda::Function'),
    });
    expect(account.parameters).toEqual([{ stack: 'Jobs', logicalId: 'Contract', name: '/observed-pipeline/Obs/Nightly', value: '{"functionName":"Jobs-Work"}' }]);
  });
});
