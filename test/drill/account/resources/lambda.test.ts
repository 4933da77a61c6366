import { notes, read, resource } from '../templates';

describe('functions', () => {
  test('a function is read with its timeout, role and environment', () => {
    const account = read({
      Role: resource('AWS::IAM::Role'),
      Work: {
        ...resource('AWS::Lambda::Function', {
          FunctionName: 'work', Timeout: '900', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Environment: { Variables: { TABLE: 't', LIMIT: 5 } },
        }),
        Metadata: { 'aws:cdk:path': 'Jobs/Work/Resource' },
      },
    });
    expect(account.functions).toEqual([{
      stack: 'Jobs', logicalId: 'Work', path: 'Jobs/Work/Resource',
      name: 'work', arn: 'arn:aws:lambda:us-east-1:111122223333:function:work',
      timeoutSeconds: 900, roleName: 'Jobs-Role', environment: { TABLE: 't', LIMIT: '5' }, asyncRetries: 2,
    }]);
    expect(account.notPlayed).toEqual([]);
  });

  test('what it leaves out has Lambda\'s defaults', () => {
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

  test('retries of the function win over those of an alias, whichever comes first', () => {
    const config = (Qualifier: string, MaximumRetryAttempts: number): unknown => resource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'work', Qualifier, MaximumRetryAttempts });
    const Work = resource('AWS::Lambda::Function', { FunctionName: 'work' });
    const ofAlias = config('live', 1);
    expect(read({ Work, ofAlias, own: config('$LATEST', 0) }).functions[0]?.asyncRetries).toBe(0);
    expect(read({ Work, own: config('$LATEST', 0), ofAlias }).functions[0]?.asyncRetries).toBe(0);
    expect(notes(read({ Work, ofAlias }))).toEqual(['is for the version or alias live of work only, and counts for the whole function']);
  });

  test('what a drill does not play of a function is noted', () => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { ReservedConcurrentExecutions: 0, DeadLetterConfig: { TargetArn: 'arn:q' } }),
      Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: 'Work' }, DestinationConfig: {} }),
    });
    expect(account.functions[0]?.reservedConcurrency).toBe(0);
    expect(notes(account)).toEqual([
      'its reserved concurrency of 0 throttles every invocation: that is not played',
      'its dead-letter queue gets no messages',
      'its destinations for results get no messages',
    ]);
  });

  test('what is said of a function elsewhere is noted', () => {
    expect(notes(read({ Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'theirs' }) }))).toEqual(['is for the function theirs, which is not in the templates']);
  });

  test('a function that could not be deployed is left out, and only it', () => {
    const account = read({
      Bad: resource('AWS::Lambda::Function', { Timeout: 'soon' }),
      Good: resource('AWS::Lambda::Function', { Timeout: 5 }),
    });
    expect(account.functions.map(({ logicalId }) => logicalId)).toEqual(['Good']);
    expect(account.notPlayed).toEqual([{ origin: { stack: 'Jobs', logicalId: 'Bad' }, type: 'AWS::Lambda::Function', what: 'left out: Timeout must be a number, got "soon"' }]);
  });
});

describe('checkers', () => {
  test('a function that is told an observatory and a path of contracts is its checker', () => {
    const account = read({
      Checker: resource('AWS::Lambda::Function', { FunctionName: 'checker', Environment: { Variables: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/observed-pipeline/Obs' } } }),
      Other: resource('AWS::Lambda::Function', { Environment: { Variables: { OBSERVATORY: 'Obs' } } }),
    });
    expect(account.checkers).toEqual([{ stack: 'Jobs', logicalId: 'Checker', observatory: 'Obs', contractsPath: '/observed-pipeline/Obs', topicArns: [], functionName: 'checker' }]);
  });

  test('a checker that is told topics verifies them', () => {
    const environment = { Variables: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', TOPIC_ARNS: { 'Fn::Join': [',', [{ Ref: 'Topic' }, 'arn:aws:sns:us-east-1:111122223333:other']] } } };
    const account = read({
      Checker: resource('AWS::Lambda::Function', { Environment: environment }), Topic: resource('AWS::SNS::Topic', { TopicName: 'critical' }),
    });
    expect(account.checkers[0]?.topicArns).toEqual(['arn:aws:sns:us-east-1:111122223333:critical', 'arn:aws:sns:us-east-1:111122223333:other']);
  });

  test('contracts are parameters, their values made of whatever the template makes them of', () => {
    const account = read({
      Contract: resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Obs/Nightly', Type: 'String', Value: { 'Fn::Join': ['', ['{"functionName":"', { Ref: 'Work' }, '"}']] } }),
      Work: resource('AWS::Lambda::Function'),
    });
    expect(account.parameters).toEqual([{ stack: 'Jobs', logicalId: 'Contract', name: '/observed-pipeline/Obs/Nightly', value: '{"functionName":"Jobs-Work"}' }]);
  });
});
