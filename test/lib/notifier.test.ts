import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory } from '../../lib';
import { alarmProperties, Json, newObservatory, newStack, plain, summedMetrics } from './fixtures';

function inStack(): { stack: Stack; observatory: Observatory; template: Template } {
  const stack = newStack();
  const observatory = newObservatory(stack);
  return { stack, observatory, template: Template.fromStack(stack) };
}

/** The resources of a type whose logical id has a prefix. */
function resources(template: Template, type: string, logicalId = ''): Json[] {
  return Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(logicalId)).map(([, resource]) => resource);
}

/** The properties of the only resource of a type. */
function only(template: Template, type: string, logicalId: string): Json {
  const [first, ...more] = resources(template, type, logicalId);
  expect(more).toEqual([]);
  return first.Properties;
}

/** `Sid: actions: resources` of the role's policy. */
function may(template: Template, role: string): string[] {
  return resources(template, 'AWS::IAM::Policy', role).flatMap(({ Properties: { PolicyDocument: { Statement: all } } }) => all)
    .map(({ Sid: sid, Action: action, Resource: resource }: Json) => `${sid ?? '-'}: ${[action].flat().join(' ')}: ${[resource].flat().map((one) => named(plain(one))).join(' ')}`);
}

/** A resource by its logical id without the hash. */
function named(text: string): string {
  return text.replaceAll(/<(?:\{Fn::GetAtt:\[)?(\w+?)(?:[0-9A-F]{8})?(?:,Arn\]\})?>/g, '<$1>');
}

describe('the notifier', () => {
  test('is one code in two functions: one receives alarms, one runs each minute', () => {
    const { template } = inStack();
    const [receiver, ticker] = ['Receiver', 'Ticker'].map((id) => only(template, 'AWS::Lambda::Function', `ObservatoryNotifier${id}`));

    const common = { Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', MemorySize: 512 };
    expect(receiver).toMatchObject({ ...common, Timeout: 60, Description: 'Notifier of S-Observatory: makes messages of its alarms' });
    expect(ticker).toMatchObject({ ...common, Timeout: 55, Description: 'Notifier of S-Observatory: reminders, recoveries, escalations, digests' });
    expect([ticker.Code, ticker.Role, ticker.LoggingConfig, ticker.Environment]).toEqual([receiver.Code, receiver.Role, receiver.LoggingConfig, receiver.Environment]);
  });

  test('knows its observatory and where everything is stored', () => {
    expect(only(inStack().template, 'AWS::Lambda::Function', 'ObservatoryNotifierReceiver').Environment.Variables).toMatchObject({
      OBSERVATORY: 'S-Observatory',
      CONTRACTS_PATH: '/observed-pipeline/S-Observatory',
      PROFILES_PATH: '/observed-pipeline/S-Observatory/profiles',
      TABLE_NAME: { Ref: expect.stringMatching(/^ObservatoryLedger/) },
      CRITICAL_TOPIC_ARN: { Ref: expect.stringMatching(/^ObservatoryCriticalTopic/) },
      WARNING_TOPIC_ARN: { Ref: expect.stringMatching(/^ObservatoryWarningTopic/) },
      INTAKE_TOPIC_ARN: { Ref: expect.stringMatching(/^ObservatoryNotifierIntake/) },
    });
  });

  test('has exactly the permissions that it needs', () => {
    const parameters = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/observed-pipeline/S-Observatory';

    expect(may(inStack().template, 'ObservatoryNotifierRole')).toEqual([
      '-: logs:CreateLogStream logs:PutLogEvents: <ObservatoryNotifierLogs>',
      `ReadContractsAndProfiles: ssm:GetParametersByPath ssm:GetParameters: ${parameters} ${parameters}/*`,
      'ReadMetrics: cloudwatch:GetMetricData: *',
      'ReadAlarms: cloudwatch:DescribeAlarms: arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
      'KeepIncidents: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:Query: <ObservatoryLedger>',
      'PublishEvents: events:PutEvents: arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default',
      'NotifyPeople: sns:Publish sns:ListSubscriptionsByTopic: <ObservatoryCriticalTopic> <ObservatoryWarningTopic>',
    ]);
  });

  test('exposes its parts as CDK interfaces', () => {
    const { observatory, stack } = inStack();

    expect(stack.resolve([observatory.notifierFunction!.functionName, observatory.notifierTickFunction!.functionName, observatory.ledgerTable.tableName, observatory.intakeTopic!.topicArn])).toEqual([
      { Ref: expect.stringMatching(/^ObservatoryNotifierReceiver/) }, { Ref: expect.stringMatching(/^ObservatoryNotifierTicker/) },
      { Ref: expect.stringMatching(/^ObservatoryLedger/) }, { Ref: expect.stringMatching(/^ObservatoryNotifierIntake/) },
    ]);
  });
});

describe('an alarm that the notifier fails to process', () => {
  test('is retried once within five minutes, and then goes unformatted to the critical topic', () => {
    expect(only(inStack().template, 'AWS::Lambda::EventInvokeConfig', 'ObservatoryNotifierReceiver')).toEqual({
      FunctionName: { Ref: expect.stringMatching(/^ObservatoryNotifierReceiver/) }, Qualifier: '$LATEST', MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 300,
      DestinationConfig: { OnFailure: { Destination: { Ref: expect.stringMatching(/^ObservatoryCriticalTopic/) } } },
    });
  });

  test('differs from a failed tick, which the next tick repeats and which sends nothing', () => {
    expect(only(inStack().template, 'AWS::Lambda::EventInvokeConfig', 'ObservatoryNotifierTicker')).toEqual({
      FunctionName: { Ref: expect.stringMatching(/^ObservatoryNotifierTicker/) }, Qualifier: '$LATEST', MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60,
    });
  });
});

describe('an alarm with which the notifier cannot be invoked', () => {
  test('lands in the dead-letter queue of the intake\'s subscription, to which only that topic may send', () => {
    const { template } = inStack();

    expect(only(template, 'AWS::SNS::Subscription', 'ObservatoryNotifierReceiver')).toMatchObject({
      Protocol: 'lambda',
      TopicArn: { Ref: expect.stringMatching(/^ObservatoryNotifierIntake/) },
      Endpoint: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierReceiver/), 'Arn'] },
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierFallbackDeadLetters/), 'Arn'] } },
    });
    expect(only(template, 'AWS::Lambda::Permission', 'ObservatoryNotifierReceiver')).toMatchObject({
      Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', SourceArn: { Ref: expect.stringMatching(/^ObservatoryNotifierIntake/) },
    });
    const [deny, allow] = only(template, 'AWS::SQS::QueuePolicy', 'ObservatoryNotifierFallback').PolicyDocument.Statement;
    expect(deny).toMatchObject({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(allow).toMatchObject({
      Effect: 'Allow', Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': { Ref: expect.stringMatching(/^ObservatoryNotifierIntake/) } } },
    });
  });

  test('is taken from there by a pipe, whose message explains what happened', () => {
    const { template } = inStack();
    const pipe = only(template, 'AWS::Pipes::Pipe', 'ObservatoryNotifierFallback');

    expect(pipe).toMatchObject({
      Source: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierFallbackDeadLetters/), 'Arn'] },
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      Target: { Ref: expect.stringMatching(/^ObservatoryCriticalTopic/) },
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierFallbackRole/), 'Arn'] },
    });
    const sent = JSON.parse(pipe.TargetParameters.InputTemplate.replace('<$.body>', '{"Message":"{\\"AlarmName\\":\\"a\\"}"}'));
    expect(sent).toEqual({
      note: 'The notifier of the observatory did not take this alarm, so it comes as CloudWatch wrote it. The alarm itself is real. '
        + 'See why the notifier is not there: it was deleted, or may not be invoked any more.',
      alarm: { Message: '{"AlarmName":"a"}' },
    });
  });

  test('is taken by a role that may use that queue and that topic only, and that only pipes of the account may assume', () => {
    const { template } = inStack();

    expect(may(template, 'ObservatoryNotifierFallbackRole')).toEqual([
      'TakeOut: sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes: <ObservatoryNotifierFallbackDeadLetters>',
      'NotifyPeople: sns:Publish: <ObservatoryCriticalTopic>',
    ]);
    expect(only(template, 'AWS::IAM::Role', 'ObservatoryNotifierFallbackRole').AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'pipes.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }]);
  });
});

describe('the notifier\'s schedule', () => {
  test('runs it each minute with an input that says it is a tick, and has a dead-letter queue', () => {
    const { template } = inStack();

    expect(only(template, 'AWS::Scheduler::Schedule', 'ObservatoryNotifier')).toMatchObject({
      ScheduleExpression: 'rate(1 minute)', State: 'ENABLED', FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierTicker/), 'Arn'] },
        Input: '{"kind":"tick"}',
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierDeadLetters/), 'Arn'] } },
        RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
      },
    });
    expect(may(template, 'ObservatoryNotifierScheduleRole')).toEqual([
      'Tick: lambda:InvokeFunction: <ObservatoryNotifierTicker>',
      'KeepUndeliverable: sqs:SendMessage: <ObservatoryNotifierDeadLetters>',
    ]);
  });
});

describe('the table of incidents', () => {
  test('is billed by use, has point-in-time recovery, expires old items, and is deleted with its observatory', () => {
    const [{ Properties: table, DeletionPolicy: policy }] = resources(inStack().template, 'AWS::DynamoDB::Table');

    expect(table).toEqual({
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }, { AttributeName: 'name', KeyType: 'RANGE' }],
      AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }, { AttributeName: 'name', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(policy).toBe('Delete');
  });
});

describe('the intake', () => {
  test('lets the alarms of its account and Region publish, and requires TLS', () => {
    const [deny, allow, ...more] = only(inStack().template, 'AWS::SNS::TopicPolicy', 'ObservatoryNotifierIntake').PolicyDocument.Statement;

    expect(more).toEqual([]);
    expect(deny).toMatchObject({ Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(allow).toMatchObject({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' });
  });
});

describe('a customer managed key', () => {
  test('encrypts the topics and the table, and may be used by the notifier and the pipe', () => {
    const stack = newStack();
    newObservatory(stack, 'Observatory', { encryptionKey: new Key(stack, 'Key') });
    const template = Template.fromStack(stack);

    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: key, SSEEnabled: true, SSEType: 'KMS' } });
    expect(may(template, 'ObservatoryNotifierRole')[1]).toBe('-: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo: <Key>');
    expect(may(template, 'ObservatoryNotifierFallbackRole')[2]).toBe('-: kms:Decrypt kms:GenerateDataKey: <Key>');
  });

  test('of an existing topic may be used by the notifier, and the observatory\'s own key is not named twice', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    const theirs = (id: string, masterKey: Key): Contact => Contact.topic(new Topic(stack, id, { masterKey }));
    newObservatory(stack, 'Observatory', { encryptionKey, contacts: [theirs('Chat', new Key(stack, 'ChatKey')), theirs('Pager', encryptionKey)] });

    expect(may(Template.fromStack(stack), 'ObservatoryDiagnosisAccess').filter((one) => one.includes('kms:'))).toEqual(['-: kms:Decrypt kms:GenerateDataKey: <ChatKey>']);
  });
});

describe('the alarms on the notifier', () => {
  const invocations = (observatory: Observatory): Json => alarmProperties(observatory, 'NotifierSilent');

  test('bypass it, and are raised when its schedule does not run it for ten minutes, whether or not it ran before', () => {
    expect(invocations(inStack().observatory)).toMatchObject({
      Metrics: [
        { Expression: 'FILL(m0, 0)' },
        { MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^ObservatoryNotifierTicker/) } }] }, Period: 600, Stat: 'Sum' } },
      ],
      Threshold: 1, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1, TreatMissingData: 'breaching', WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 20 },
    });
  });

  test('are raised when one of its functions failed, was throttled, or gave up', () => {
    const alarm = alarmProperties(inStack().observatory, 'NotifierFailing');

    expect(summedMetrics(alarm)).toEqual([
      ...['Errors', 'Throttles', 'AsyncEventsDropped', 'DestinationDeliveryFailures'].map((name) => `AWS/Lambda ${name} Sum`),
      ...['Errors', 'Throttles', 'AsyncEventsDropped'].map((name) => `AWS/Lambda ${name} Sum`),
    ]);
    const functions = alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Metric.Dimensions[0].Value.Ref.replace(/[0-9A-F]{8}$/, ''));
    expect(functions).toEqual([...Array(4).fill('ObservatoryNotifierReceiver'), ...Array(3).fill('ObservatoryNotifierTicker')]);
    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  });

  test('are raised when it could not be invoked with an alarm, by the metrics of the intake, since the pipe empties the queue', () => {
    const alarm = alarmProperties(inStack().observatory, 'AlarmsUndelivered');

    expect(summedMetrics(alarm)).toEqual(['NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq', 'NumberOfNotificationsFailed'].map((name) => `AWS/SNS ${name} Sum`));
    expect(alarm.Metrics[1].MetricStat.Metric.Dimensions).toEqual([{ Name: 'TopicName', Value: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryNotifierIntake/), 'TopicName'] } }]);
    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  });
});
