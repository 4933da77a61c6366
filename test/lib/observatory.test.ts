import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { IStateMachine, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnParameter, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ExampleStack } from '../../bin/example-stack';
import { AlarmRouting, Contact, Observatory, PipelineStage, RunExpectation, Severity } from '../../lib';
import {
  alarmProperties, directly, Json, markOf, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, plain,
  propertiesOf, summedMetrics, warningsOf,
} from './fixtures';

const OWN = [{ Name: 'Observatory', Value: 'S-Observatory' }];

function inStack(): { stack: Stack; observatory: Observatory } {
  const stack = newStack();
  return { stack, observatory: newObservatory(stack) };
}

function importedMachine(stack: Stack, arn: string): IStateMachine {
  return StateMachine.fromStateMachineArn(stack, 'Imported', arn);
}

/** The statements of the policies of a stack whose logical id begins like that. */
function statements(stack: Stack, logicalId: string): Json[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(logicalId))
    .flatMap(([, { Properties: { PolicyDocument: { Statement: all } } }]) => all);
}

/** The environment of the function whose logical id begins like that. */
function variablesOf(stack: Stack, logicalId: string): Json {
  const [[, { Properties: { Environment: { Variables: variables } } }]] = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith(logicalId));
  return variables;
}

describe('the alarm on the checker\'s heartbeat', () => {
  const silent = (checkInterval?: Duration): Json => alarmProperties(new Observatory(newStack(), 'Observatory', { checkInterval }), 'CheckerSilent');

  test('counts heartbeats of three check intervals, and is raised when there are none, whether or not older ones exist', () => {
    expect(silent()).toMatchObject({
      Metrics: [
        { Id: 'expr_1', Expression: 'FILL(m0, 0)' },
        { Id: 'm0', MetricStat: { Metric: { Namespace: 'ObservedPipeline', MetricName: 'CheckerHeartbeat', Dimensions: OWN }, Period: 900, Stat: 'SampleCount' }, ReturnData: false },
      ],
      Threshold: 1, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1, TreatMissingData: 'breaching',
    });
  });

  test.each([[1, 6], [2, 8], [3, 10], [4, 12], [5, 15], [10, 30], [60, 180]])(
    'at a check interval of %d minutes it looks at %d minutes, so that one tick may be lost and the next one seen late', (interval, minutes) => {
      expect(silent(Duration.minutes(interval)).Metrics[1].MetricStat.Period).toBe(minutes * 60);
    });

  test('waits twice as long after the deployment', () => {
    expect(silent().WarmUpConfiguration).toEqual({ WarmUpPeriodDurationInMinutes: 30 });
    expect(silent(Duration.minutes(1)).WarmUpConfiguration).toEqual({ WarmUpPeriodDurationInMinutes: 12 });
  });

  test('sends an all-clear when the heartbeat is back', () => {
    const { AlarmActions: alarm, OKActions: ok } = silent();

    expect(ok).toEqual(alarm);
  });
});

describe('the alarm on pipelines that the checker cannot verify', () => {
  test('is raised after three ticks, and a silent checker does not change its state', () => {
    const alarm = alarmProperties(inStack().observatory, 'PipelinesUnverifiable');

    expect(alarm).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'UnverifiablePipelines', Statistic: 'Minimum', Dimensions: OWN, Period: 300,
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 3, TreatMissingData: 'ignore',
    });
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });
});

describe('the alarm on the ledger', () => {
  test('is raised after three ticks, a silent checker does not change its state, and it says what is at risk', () => {
    const alarm = alarmProperties(inStack().observatory, 'LedgerUnavailable');

    expect(alarm).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'LedgerUnavailable', Statistic: 'Minimum', Dimensions: OWN, Period: 300,
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 3, TreatMissingData: 'ignore',
      AlarmDescription: 'ALIVE? Observatory S-Observatory: The checker cannot use its ledger. Runs are still checked, but what is counted over months, and what was owed before a change, is not known. '
        + 'First: Search the checker\'s log for "ledgerUnavailable". Then look at the table, its key and the checker\'s permissions. [op1 critical ALIVE lasting LedgerUnavailable (observatory)]',
    });
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });
});

describe('the alarm on the checker\'s function', () => {
  test('is raised at the first tick that failed, was throttled or was dropped', () => {
    const alarm = alarmProperties(inStack().observatory, 'CheckerFailing');

    expect(summedMetrics(alarm)).toEqual(['AWS/Lambda Errors Sum', 'AWS/Lambda Throttles Sum', 'AWS/Lambda AsyncEventsDropped Sum']);
    expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
    expect(alarm.Metrics[1].MetricStat).toMatchObject({
      // Two minutes for the longest tick, three for its points, one for the evaluation.
      Period: 360, Metric: { Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^ObservatoryCheckerFunction/) } }] },
    });
    expect(markOf(alarm)).toEqual({ severity: 'critical', question: 'FAILED', signal: 'CheckerFailing', lasting: false });
  });
});

describe('the alarm on the checker\'s schedule', () => {
  test('is raised when an invocation is in the dead-letter queue', () => {
    expect(alarmProperties(inStack().observatory, 'ScheduleUndeliverable')).toMatchObject({
      Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum', Period: 300,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryCheckerDeadLetters/), 'QueueName'] } }],
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
  });
});

describe('the alarms on the way to people', () => {
  const topicArn = (id: string): Json => ({ Ref: expect.stringMatching(new RegExp(`^Observatory${id}`)) });
  /** What the checker looks at, besides the intake. */
  const named = (...ids: string[]): Json => {
    const arns = [...ids.map(topicArn), topicArn('NotifierIntake')];
    return { named: arns.length === 1 ? arns[0] : { 'Fn::Join': ['', arns.flatMap((arn, index) => (index === 0 ? [arn] : [',', arn]))] }, granted: arns };
  };
  const verified = (stack: Stack): Json => ({
    named: variablesOf(stack, 'ObservatoryCheckerFunction').TOPIC_ARNS,
    granted: statements(stack, 'ObservatoryCheckerRoleDefaultPolicy').filter(({ Sid }) => Sid === 'VerifyTopics').flatMap(({ Resource }) => Resource),
  });

  test('publish to both topics, since one may be broken, when a topic is unreachable for three ticks; a silent checker does not change their state', () => {
    const alarm = alarmProperties(inStack().observatory, 'TopicUnreachable');

    expect(alarm).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'UnreachableTopics', Statistic: 'Minimum', Dimensions: OWN, Period: 300,
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 3, TreatMissingData: 'ignore',
      AlarmDescription: 'ALIVE? Observatory S-Observatory: An alarm topic may not reach anyone: no subscription is confirmed, or its policy blocks CloudWatch. '
        + 'First: Search the checker\'s log for "unreachableTopic". The entry names the topic, the reason and the remedy. [op1 critical ALIVE lasting TopicUnreachable (observatory)]',
    });
    expect(alarm.AlarmActions).toEqual([topicArn('CriticalTopic'), topicArn('WarningTopic')]);
  });

  test('prove a channel by their all-clear', () => {
    const { AlarmActions: alarm, OKActions: ok } = alarmProperties(inStack().observatory, 'TopicUnreachable');

    expect(ok).toEqual(alarm);
  });

  test('also publish to topics that were added for either severity', () => {
    const stack = newStack();
    const chat = Topic.fromTopicArn(stack, 'Chat', 'arn:aws:sns:eu-west-1:111122223333:chat');
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.topic(chat, { minimumSeverity: Severity.WARNING })] });

    expect(alarmProperties(observatory, 'TopicUnreachable').AlarmActions).toEqual([topicArn('CriticalTopic'), topicArn('WarningTopic'), chat.topicArn]);
  });

  test('let the checker verify the topic of its own alarms', () => {
    expect(verified(inStack().stack)).toEqual(named('CriticalTopic'));
  });

  test('let the checker verify both topics if there are alarms of both severities', () => {
    const { stack, observatory } = inStack();
    newPipeline(stack, { observatory });

    expect(verified(stack)).toEqual(named('CriticalTopic', 'WarningTopic'));
  });

  test('do not verify a topic to which another topic was added, before or after', () => {
    const { stack, observatory } = inStack();
    newPipeline(stack, { observatory });
    observatory.addContact(Contact.topic(new Topic(stack, 'Chat'), { minimumSeverity: Severity.CRITICAL }));

    expect(verified(stack)).toEqual(named('WarningTopic'));
  });

  test('let the checker verify only the intake if other topics were added for all alarms', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { contacts: [Contact.topic(new Topic(stack, 'Chat'))] });

    expect(verified(stack)).toEqual(named());
  });

  test('let the checker verify nothing if there is no intake either', () => {
    const stack = newStack();
    directly(stack, { contacts: [Contact.topic(new Topic(stack, 'Chat'))] });

    expect(verified(stack)).toEqual({ named: undefined, granted: [] });
  });

  test('are raised when a delivery of one of the two topics failed', () => {
    const alarm = alarmProperties(inStack().observatory, 'NotificationsFailed');

    expect(summedMetrics(alarm)).toEqual(['AWS/SNS NumberOfNotificationsFailed Sum', 'AWS/SNS NumberOfNotificationsFailed Sum']);
    expect(alarm.Metrics.slice(1).map((metric: Json) => metric.MetricStat.Metric.Dimensions[0].Value['Fn::GetAtt'][0])).toEqual([
      expect.stringMatching(/^ObservatoryCriticalTopic/), expect.stringMatching(/^ObservatoryWarningTopic/),
    ]);
    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  });
});

test('without a notifier all alarms about the observatory reach the critical topic, and their descriptions name what they are about', () => {
  const observatory = directly(newStack());
  const alarms = observatory.healthAlarms.map(propertiesOf);

  expect(observatory.healthAlarms.map(({ node }) => node.id)).toEqual([
    'CheckerSilent', 'PipelinesUnverifiable', 'TopicUnreachable', 'LedgerUnavailable', 'CheckerFailing', 'ScheduleUndeliverable', 'NotificationsFailed',
  ]);
  expect(alarms.map(({ AlarmActions: [first] }) => first)).toEqual(Array(7).fill({ Ref: expect.stringMatching(/^ObservatoryCriticalTopic/) }));
  expect(alarms.map(({ AlarmActions }) => AlarmActions.length)).toEqual([1, 1, 2, 1, 1, 1, 1]);
  expect(alarms[0].AlarmDescription).toBe('ALIVE? Observatory S-Observatory: The checker has not completed a check for a while. Until it does, missing runs go unnoticed. '
    + 'First: Read the checker\'s log. If it is empty, look at its schedule. [op1 critical ALIVE lasting CheckerSilent (observatory)]');
});

describe('the checker', () => {
  test('is a bundled function for Node.js 24 that knows its observatory and where contracts and profiles are stored', () => {
    Template.fromStack(inStack().stack).hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', MemorySize: 512, Timeout: 120,
      Environment: {
        Variables: {
          OBSERVATORY: 'S-Observatory', CONTRACTS_PATH: '/observed-pipeline/S-Observatory', PROFILES_PATH: '/observed-pipeline/S-Observatory/profiles', TABLE_NAME: { Ref: Match.stringLikeRegexp('^ObservatoryLedger') },
        },
      },
      Description: 'Proof-of-life checker of S-Observatory',
    });
  });

  test('reads no profiles with AlarmRouting.TOPICS, since there are none', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { alarmRouting: AlarmRouting.TOPICS });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { CONTRACTS_PATH: '/observed-pipeline/S-Observatory', PROFILES_PATH: Match.absent() } },
    });
  });

  test('gets the URL of an outside watchdog', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { watchdogUrl: 'https://watchdog.example.com/abc' });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ WATCHDOG_URL: 'https://watchdog.example.com/abc' }) },
    });
  });

  test('accepts a watchdog URL that is known only at deployment', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { watchdogUrl: new CfnParameter(stack, 'Url').valueAsString });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: Match.objectLike({ WATCHDOG_URL: { Ref: 'Url' } }) } });
  });

  test('refuses a watchdog URL that is no URL', () => {
    expect(() => new Observatory(newStack(), 'Observatory', { watchdogUrl: 'watchdog.example.com' })).toThrow(new Error(
      'S/Observatory: watchdogUrl must be an http or https URL, got the string \'watchdog.example.com\'; begin it with https://',
    ));
  });

  test('is started by its own schedule, with one retry and a dead-letter queue', () => {
    Template.fromStack(inStack().stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)', FlexibleTimeWindow: { Mode: 'OFF' }, State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ObservatoryCheckerFunction'), 'Arn'] },
        RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ObservatoryCheckerScheduleRole'), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ObservatoryCheckerDeadLetters'), 'Arn'] } },
        RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
      },
    });
  });

  test('has the only schedule of a group, whose name CloudFormation generates, so that the group\'s metrics are about the checker alone', () => {
    const template = Template.fromStack(inStack().stack);
    const [group, ...others] = Object.keys(template.findResources('AWS::Scheduler::ScheduleGroup', { Properties: Match.absent() }));

    expect(others).toEqual([]);
    expect(Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties: { GroupName } }) => GroupName)).toEqual([undefined, { Ref: group }]);
  });

  test.each([
    ['ObservatoryCheckerScheduleRole', { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryCheckerScheduleGroup/), 'Arn'] }],
    ['ObservatoryNotifierScheduleRole', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':schedule-group/default']] }],
  ])('%s can be assumed for schedules of its group only', (role, group) => {
    const [[, { Properties: { AssumeRolePolicyDocument: trust } }]] = Object.entries(Template.fromStack(inStack().stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith(role));

    expect(trust.Statement).toEqual([{
      Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': group } },
    }]);
  });

  test('does not run before it has its permissions, so its first tick raises no alarm', () => {
    Template.fromStack(inStack().stack).hasResource('AWS::Scheduler::Schedule', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ObservatoryCheckerScheduleRoleDefaultPolicy')]),
    });
  });

  test('ends before its next tick begins, and a late tick is dropped', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { checkInterval: Duration.minutes(1) });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 55 });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
  });

  test.each([
    [Duration.seconds(30), '30 seconds'], [Duration.seconds(90), '1 minute 30 seconds'], [Duration.minutes(61), '1 hour 1 minute'],
  ])('refuses a tick interval of %s', (checkInterval, text) => {
    expect(() => new Observatory(newStack(), 'Observatory', { checkInterval })).toThrow(new Error(
      `S/Observatory: checkInterval must be a whole number of minutes between 1 and 60, known at synth, got a Duration of ${text}; write for example Duration.minutes(5)`,
    ));
  });

  test('keeps its log for a month', () => {
    Template.fromStack(inStack().stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('has a dead-letter queue that is encrypted and requires TLS', () => {
    const template = Template.fromStack(inStack().stack);

    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) },
    });
  });
});

describe('the role of the checker', () => {
  test('may write its log, read its contracts, read metrics, publish its own metrics and verify its topics', () => {
    const { stack } = inStack();

    expect(statements(stack, 'ObservatoryCheckerRoleDefaultPolicy').map((statement) => ({ ...statement, Resource: [statement.Resource].flat().map(plain) }))).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: [expect.stringMatching(/^<.*ObservatoryCheckerLogs.*Arn.*>$/)] },
      {
        Sid: 'ReadContracts', Effect: 'Allow', Action: ['ssm:GetParametersByPath', 'ssm:GetParameters'],
        Resource: [
          'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/observed-pipeline/S-Observatory',
          'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/observed-pipeline/S-Observatory/*',
        ],
      },
      { Sid: 'ReadMetrics', Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: ['*'] },
      { Sid: 'FindAlarms', Effect: 'Allow', Action: 'cloudwatch:DescribeAlarmsForMetric', Resource: ['*'] },
      { Sid: 'KeepLedger', Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], Resource: [expect.stringMatching(/^<.*ObservatoryLedger.*Arn.*>$/)] },
      {
        Sid: 'PublishProofOfLife', Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: ['*'],
        Condition: { StringEquals: { 'cloudwatch:namespace': 'ObservedPipeline' } },
      },
      {
        Sid: 'VerifyTopics', Effect: 'Allow', Action: 'sns:GetTopicAttributes',
        Resource: [expect.stringMatching(/^<ObservatoryCriticalTopic[^*]*>$/), expect.stringMatching(/^<ObservatoryNotifierIntake[^*]*>$/)],
      },
    ]);
  });

  test('may list the executions of exactly the standard machines that are observed', () => {
    const stack = newStack();
    newMachine(stack, 'Unobserved');
    newPipeline(stack, {
      stages: [
        PipelineStage.lambdaFunction(newFunction(stack)),
        PipelineStage.stateMachine(newMachine(stack, 'Standard')),
        PipelineStage.stateMachine(newMachine(stack, 'Express', { stateMachineType: StateMachineType.EXPRESS, timeout: Duration.minutes(4) })),
        PipelineStage.stateMachine(newMachine(stack, 'Repair'), { optional: true }),
      ],
    });
    newPipeline(stack, { stages: [PipelineStage.stateMachine(newMachine(stack, 'Second'))] }, 'Other');
    newPipeline(stack, { stages: [PipelineStage.stateMachine(newMachine(stack, 'Third'))], expectation: RunExpectation.unscheduled('only its failures matter') }, 'Unexpected');

    expect(statements(stack, 'ObservatoryEvidenceAccess')).toEqual([
      { Effect: 'Allow', Action: 'states:ListExecutions', Resource: [{ Ref: expect.stringMatching(/^Standard/) }, { Ref: expect.stringMatching(/^Second/) }] },
    ]);
  });

  test('may read the input of executions only if the input carries the slot', () => {
    const stack = newStack();
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:load';
    const machine = newMachine(stack, 'Plain');
    newPipeline(stack, {
      stages: [PipelineStage.stateMachine(machine), PipelineStage.stateMachine(importedMachine(stack, arn), { scheduledTimeField: 'time' })],
    });

    expect(statements(stack, 'ObservatoryEvidenceAccess')).toEqual([
      { Effect: 'Allow', Action: 'states:ListExecutions', Resource: [{ Ref: expect.stringMatching(/^Plain/) }, arn] },
      { Effect: 'Allow', Action: 'states:DescribeExecution', Resource: 'arn:aws:states:eu-west-1:111122223333:execution:load:*' },
    ]);
  });

  test('names the executions of a machine of this app by parts of its ARN', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [PipelineStage.stateMachine(newMachine(stack), { scheduledTimeField: 'time' })] });

    const [, { Resource: resource }] = statements(stack, 'ObservatoryEvidenceAccess');
    const part = (index: number): string => `<{Fn::Select:[${index},{Fn::Split:[:,{Ref:Machine`;
    const text = plain(resource);
    expect([1, 3, 4, 6].every((index) => text.includes(part(index)))).toBe(true);
    expect(text.replaceAll(/<[^>]*>/g, '…')).toBe('arn:…:states:…:…:execution:…:*');
  });

  test('may do nothing with executions if no standard machine is observed', () => {
    const stack = newStack();
    newPipeline(stack);

    expect(statements(stack, 'ObservatoryEvidenceAccess')).toEqual([]);
  });

  test('is not shared: its schedule may only invoke it and use its dead-letter queue', () => {
    const { stack } = inStack();

    expect(statements(stack, 'ObservatoryCheckerScheduleRoleDefaultPolicy').map((statement) => [statement.Action, plain(statement.Resource)])).toEqual([
      ['lambda:InvokeFunction', expect.stringMatching(/^<.*ObservatoryCheckerFunction[^*]*Arn.*>$/)],
      ['sqs:SendMessage', expect.stringMatching(/^<.*ObservatoryCheckerDeadLetters.*Arn.*>$/)],
    ]);
  });
});

describe('the topics', () => {
  const policyOf = (stack: Stack, topic: string): Json[] => {
    const [policy] = Object.entries(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy')).filter(([id]) => id.includes(topic));
    return policy[1].Properties.PolicyDocument.Statement;
  };

  test.each(['CriticalTopic', 'WarningTopic'])('%s lets the alarms of its account and Region publish, and requires TLS', (topic) => {
    const [deny, allow, ...more] = policyOf(inStack().stack, topic);

    expect(more).toEqual([]);
    expect(deny).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(allow).toMatchObject({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: deny.Resource });
    expect(allow.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(plain(allow.Condition.ArnLike['aws:SourceArn'])).toBe('arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*');
  });

  test('have display names, without which some Regions send no SMS', () => {
    const template = Template.fromStack(inStack().stack);

    template.hasResourceProperties('AWS::SNS::Topic', { DisplayName: 'CRITICAL', KmsMasterKeyId: Match.absent() });
    template.hasResourceProperties('AWS::SNS::Topic', { DisplayName: 'WARNING', KmsMasterKeyId: Match.absent() });
  });

  test('are encrypted by the given key, which alarms may then use', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { encryptionKey: new Key(stack, 'Key') });

    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Sid: 'AllowCloudWatchAlarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*', Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }]),
      },
    });
  });

  test('of two observatories may share a key', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    new Observatory(stack, 'One', { encryptionKey });
    new Observatory(stack, 'Two', { encryptionKey });

    const [{ Properties: { KeyPolicy: { Statement: all } } }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    expect(all.filter(({ Sid }: Json) => Sid === 'AllowCloudWatchAlarms')).toHaveLength(1);
  });

  test('with an imported key cause a warning, since its policy cannot be changed here', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', {
      contacts: [Contact.email('data@example.com')], encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234'),
    });

    expect(warningsOf(stack)).toEqual([{
      at: '/S/Observatory',
      text: 'the policy of the imported key S/Key cannot be changed here; let it allow cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*, '
        + 'or no alarm will arrive [ack: cdk-observed-pipeline:keyPolicy]',
    }]);
  });
});

describe('Observatory.of', () => {
  test('gives one observatory for all pipelines of a stack', () => {
    const stack = newStack();
    const [one, two] = [new Construct(stack, 'One'), new Construct(stack, 'Two')];

    expect(Observatory.of(one)).toBe(Observatory.of(two));
    expect(Observatory.of(one).node.path).toBe('S/Observatory');
  });

  test('gives the observatory that was created with that id', () => {
    const { stack, observatory } = inStack();

    expect(Observatory.of(stack)).toBe(observatory);
  });

  test('gives a nested stack the observatory of its parent stack', () => {
    const stack = newStack();
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');

    expect(Observatory.of(inner)).toBe(Observatory.of(stack));
  });

  test('gives each stage of an app its own observatory', () => {
    const app = newApp();
    const [dev, prod] = ['Dev', 'Prod'].map((id) => new Stack(new Stage(app, id), 'S'));

    expect([Observatory.of(dev), Observatory.of(prod)].map(({ observatoryName }) => observatoryName)).toEqual(['Dev-S-Observatory', 'Prod-S-Observatory']);
  });

  test('refuses a stack in which another construct has that id', () => {
    const stack = newStack();
    new Construct(stack, 'Observatory');

    expect(() => Observatory.of(stack)).toThrow(new Error('S/Observatory is not an Observatory, but has the id of the one that pipelines share by default; '
      + 'create an Observatory with another id and pass it to the pipelines as observatory'));
  });
});

describe('an observatory\'s name', () => {
  test('consists of the stack\'s name and the path in the stack', () => {
    const stack = newStack({ stackName: 'orders-prod' });

    expect(new Observatory(new Construct(stack, 'Watch'), 'Tower').observatoryName).toBe('orders-prod-Watch-Tower');
  });

  test('is shortened for a deep path, and stays unique', () => {
    const deep = Array.from({ length: 9 }).reduce<Construct>((scope, _, index) => new Construct(scope, `${'x'.repeat(40)}${index}`), newStack());
    const [one, two] = [new Observatory(deep, 'One').observatoryName, new Observatory(deep, 'Two').observatoryName];

    expect([one.length, two.length]).toEqual([128, 128]);
    expect(one).not.toBe(two);
  });

  test('keeps two observatories of one stack apart: contracts, metrics, alarms', () => {
    const stack = newStack();
    const [day, night] = [newObservatory(stack, 'Day'), newObservatory(stack, 'Night')];

    newPipeline(stack, { observatory: day, stages: [PipelineStage.lambdaFunction(newFunction(stack, 'A'))] }, 'First');
    newPipeline(stack, { observatory: night, stages: [PipelineStage.lambdaFunction(newFunction(stack, 'B'))], pipelineName: 'First' }, 'Second');

    const template = Template.fromStack(stack);
    expect(Object.values(template.findResources('AWS::SSM::Parameter')).map(({ Properties: { Name } }) => Name)).toEqual([
      '/observed-pipeline/S-Day/First', '/observed-pipeline/S-Day/profiles/First', '/observed-pipeline/S-Night/First', '/observed-pipeline/S-Night/profiles/First',
    ]);
    template.resourceCountIs('AWS::SNS::Topic', 6);
    template.resourceCountIs('AWS::DynamoDB::Table', 2);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 2);
  });
});

describe('an observatory\'s metrics', () => {
  test('can be used in alarms', () => {
    const { stack, observatory } = inStack();
    const beat = new Alarm(stack, 'Beat', { metric: observatory.metricCheckerHeartbeat({ period: Duration.minutes(15) }), threshold: 1, evaluationPeriods: 1 });
    const blind = new Alarm(stack, 'Blind', { metric: observatory.metricUnverifiablePipelines(), threshold: 1, evaluationPeriods: 1 });

    const deaf = new Alarm(stack, 'Deaf', { metric: observatory.metricUnreachableTopics(), threshold: 1, evaluationPeriods: 1 });
    const forgetful = new Alarm(stack, 'Forgetful', { metric: observatory.metricLedgerUnavailable(), threshold: 1, evaluationPeriods: 1 });

    expect(propertiesOf(forgetful)).toMatchObject({ Namespace: 'ObservedPipeline', MetricName: 'LedgerUnavailable', Statistic: 'Maximum', Period: 300, Dimensions: OWN });
    expect(propertiesOf(deaf)).toMatchObject({ Namespace: 'ObservedPipeline', MetricName: 'UnreachableTopics', Statistic: 'Maximum', Period: 300, Dimensions: OWN });
    expect(propertiesOf(beat)).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'CheckerHeartbeat', Statistic: 'SampleCount', Period: 900, Dimensions: OWN,
    });
    expect(propertiesOf(blind)).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'UnverifiablePipelines', Statistic: 'Maximum', Period: 300, Dimensions: OWN,
    });
  });
});

describe('everything that the library makes', () => {
  const NAMES: Readonly<Record<string, string>> = {
    'AWS::CloudWatch::Alarm': 'AlarmName', 'AWS::CloudWatch::Dashboard': 'DashboardName', 'AWS::IAM::Role': 'RoleName', 'AWS::KMS::Key': 'KeyName',
    'AWS::Lambda::Function': 'FunctionName', 'AWS::Logs::LogGroup': 'LogGroupName', 'AWS::SNS::Topic': 'TopicName', 'AWS::SQS::Queue': 'QueueName',
    'AWS::DynamoDB::Table': 'TableName', 'AWS::Events::Rule': 'Name', 'AWS::Pipes::Pipe': 'Name', 'AWS::Scheduler::Schedule': 'Name', 'AWS::StepFunctions::StateMachine': 'StateMachineName',
  };
  /** Resources that have no name, or whose name is required and follows from the stack's or the construct's. */
  const NAMELESS = [
    'AWS::IAM::Policy', 'AWS::Lambda::EventInvokeConfig', 'AWS::SNS::Subscription', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SSM::Parameter',
    'AWS::Scheduler::ScheduleGroup', 'AWS::Lambda::Permission',
  ];
  const resources = (): Json[] => {
    const stack = new ExampleStack(newApp(), 'Example', { email: 'data@example.com', phone: '+15550100' });
    return Object.values(Template.fromStack(stack).toJSON().Resources);
  };

  test('is named by CloudFormation, so that no two deployments collide', () => {
    expect(resources().filter(({ Type, Properties }) => Properties?.[NAMES[Type]] !== undefined)).toEqual([]);
  });

  test('is of the types whose names this test checks, and none is a custom resource', () => {
    expect([...new Set(resources().map(({ Type }) => Type as string))].filter((type) => NAMES[type] === undefined && !NAMELESS.includes(type))).toEqual([]);
  });

  test('is named after its stack if it needs a name', () => {
    expect(resources().filter(({ Type }) => Type === 'AWS::SSM::Parameter').map(({ Properties: { Name } }) => Name)).toEqual(
      ['NightlyOrders', 'CustomerSync', 'WeekdayReport'].flatMap((name) => [`/observed-pipeline/Example-Observatory/${name}`, `/observed-pipeline/Example-Observatory/profiles/${name}`]),
    );
  });
});
