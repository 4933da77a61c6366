import { Template } from 'aws-cdk-lib/assertions';
import {
  Alarm, AlarmMuteRule, AlarmRule, AlarmState, AnomalyDetectionAlarm, CompositeAlarm, Metric,
  ScheduleExpression as MuteSchedule,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke as LambdaTask } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { App, Duration, NestedStack, Stack, Stage, TimeZone } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';
import { type Account, targetOf } from '../../template/model';
import { isAllowed } from '../../template/policy/decision';
import { mayPublish, roleMayPublish } from '../../template/policy/permissions';
import { readAssembly } from '../../template/read-assembly';
import { readStack, readTemplate } from '../../template/read-stack';
import { notes } from './templates';

function workIn(scope: Construct, id = 'Work'): Function {
  return new Function(scope, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'), timeout: Duration.minutes(5) });
}

function alarmIn(scope: Construct, id: string, metric: Metric, topic?: Topic): Alarm {
  const alarm = new Alarm(scope, id, { metric, threshold: 1, evaluationPeriods: 1 });
  if (topic !== undefined) alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}

function publications(account: Account): boolean[] {
  return [...account.alarms, ...account.compositeAlarms].flatMap(({ arn, actions }) => actions.alarm.map((topic) => mayPublish(account, arn, topic).allowed));
}

describe('stacks made with aws-cdk-lib', () => {
  test('schedules find their targets, and their roles may call them', () => {
    const stack = new Stack(new App(), 'Jobs');
    const work = workIn(stack);
    const machine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new LambdaTask(stack, 'Call', { lambdaFunction: work })), timeout: Duration.hours(1) });
    new Schedule(stack, 'Nightly', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }), start: new Date('2027-01-01T00:00:00Z'),
      target: new StepFunctionsStartExecution(machine, { deadLetterQueue: new Queue(stack, 'Dead'), retryAttempts: 3 }),
    });
    new Schedule(stack, 'Often', { schedule: ScheduleExpression.rate(Duration.minutes(5)), target: new LambdaInvoke(work.currentVersion) });
    new Rule(stack, 'Hourly', { schedule: RuleSchedule.rate(Duration.hours(1)), targets: [new LambdaFunction(work)] });

    const account = readStack(stack);
    expect(notes(account)).toEqual([]);
    expect(account.schedules.map(({ targetArns: [arn = ''] }) => targetOf(account, arn)?.model.logicalId.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Machine', 'Work', 'Work']);
    expect(account.stateMachines).toMatchObject([{ timeoutSeconds: 3600, functionArns: [account.functions[0]?.arn] }]);
    const [nightly, often] = account.schedules;
    expect(nightly).toMatchObject({ timeZone: 'America/New_York', start: Date.UTC(2027, 0, 1), retryAttempts: 3, deadLetterArn: account.queues[0]?.arn });
    const may = (role: string | undefined, action: string, resource: string | undefined): boolean => isAllowed(account.rolePolicies.get(role ?? '') ?? [], { action, resource: resource ?? '' });
    expect(may(nightly?.roleName, 'states:StartExecution', account.stateMachines[0]?.arn)).toBe(true);
    expect(may(nightly?.roleName, 'sqs:SendMessage', account.queues[0]?.arn)).toBe(true);
    expect(may(nightly?.roleName, 'lambda:InvokeFunction', account.functions[0]?.arn)).toBe(false);
    expect(may(often?.roleName, 'lambda:InvokeFunction', often?.targetArns[0])).toBe(true);
  });

  test('alarms of every kind are read', () => {
    const stack = new Stack(new App(), 'Jobs');
    const errors = workIn(stack).metricErrors();
    const plain = alarmIn(stack, 'Plain', errors);
    new AnomalyDetectionAlarm(stack, 'Odd', { metric: errors, evaluationPeriods: 1, stdDevs: 3 });
    new CompositeAlarm(stack, 'Any', { alarmRule: AlarmRule.anyOf(AlarmRule.fromAlarm(plain, AlarmState.ALARM)), actionsSuppressor: plain });
    new AlarmMuteRule(stack, 'Mute', { schedule: MuteSchedule.cron({ minute: '0', hour: '1', timeZone: TimeZone.EUROPE_BERLIN }), duration: Duration.hours(2), alarms: [plain] });

    const account = readTemplate(Template.fromStack(stack), { stack: 'Jobs' });
    expect(notes(account)).toEqual([]);
    const [plainModel, odd] = account.alarms;
    expect(plainModel?.entries[0]?.metric?.dimensions).toEqual({ FunctionName: account.functions[0]?.name });
    expect(odd?.entries.find(({ id }) => id === odd.thresholdMetricId)?.expression).toMatch(/^ANOMALY_DETECTION_BAND\(m\d, 3\)$/);
    expect(account.compositeAlarms).toMatchObject([{ rule: expect.stringContaining(plainModel?.arn ?? '?'), suppressor: { alarm: plainModel?.arn, waitSeconds: 60, extensionSeconds: 60 } }]);
    expect(account.muteRules).toMatchObject([{ timeZone: 'Europe/Berlin', durationSeconds: 7200, alarmNames: [plainModel?.name] }]);
  });

  test('an alarm publishes to a plain topic, not to one that only enforces TLS, and again with a statement for CloudWatch', () => {
    const stack = new Stack(new App(), 'Jobs');
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    const open = new Topic(stack, 'Open', { enforceSSL: true });
    open.addToResourcePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [open.topicArn], principals: [new ServicePrincipal('cloudwatch.amazonaws.com')] }));
    alarmIn(stack, 'ToPlain', metric, new Topic(stack, 'Plain'));
    alarmIn(stack, 'ToTrap', metric, new Topic(stack, 'Trap', { enforceSSL: true }));
    alarmIn(stack, 'ToOpen', metric, open);
    expect(publications(readStack(stack))).toEqual([true, false, true]);
  });

  test('an encrypted topic needs a key whose policy lets CloudWatch use it', () => {
    const stack = new Stack(new App(), 'Jobs');
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    const shared = new Key(stack, 'Shared', { alias: 'topics' });
    shared.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    alarmIn(stack, 'ToClosed', metric, new Topic(stack, 'Closed', { masterKey: new Key(stack, 'Private') }));
    alarmIn(stack, 'ToOpen', metric, new Topic(stack, 'Open', { masterKey: shared }));
    expect(publications(readStack(stack))).toEqual([false, true]);
  });

  test.each(['strong', 'weak', 'both'])('%s references between stacks are followed', (strength) => {
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': strength } });
    const topic = new Topic(new Stack(app, 'Shared'), 'Topic');
    topic.addSubscription(new EmailSubscription('a@example.com'));
    const jobs = new Stack(app, 'Jobs');
    alarmIn(jobs, 'Alarm', workIn(jobs).metricErrors(), topic);

    const account = readStack(jobs);
    expect(account.alarms[0]?.actions.alarm).toEqual([account.topics[0]?.arn]);
    expect(account.subscriptions[0]?.topicArn).toBe(account.topics[0]?.arn);
    expect(publications(account)).toEqual([true]);
    expect(notes(account)).toEqual([]);
  });

  test('weak references between Regions are followed, and each Region is an account', () => {
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
    const topic = new Topic(new Stack(app, 'Shared', { env: { account: '444455556666', region: 'eu-west-1' } }), 'Topic');
    const jobs = new Stack(app, 'Jobs', { env: { account: '444455556666', region: 'eu-central-1' }, crossRegionReferences: true });
    alarmIn(jobs, 'Alarm', workIn(jobs).metricErrors(), topic);

    const accounts = readAssembly(app.synth().directory);
    expect(accounts.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-central-1']);
    const [alarm] = accounts[1]?.alarms ?? [];
    expect(alarm?.actions.alarm).toEqual([accounts[0]?.topics[0]?.arn]);
    expect(accounts[1] === undefined || alarm === undefined ? undefined : mayPublish(accounts[1], alarm.arn, alarm.actions.alarm[0] ?? '')).toMatchObject({ allowed: false, known: true });
  });

  test('nested stacks exchange values with their parent', () => {
    const parent = new Stack(new App(), 'Jobs');
    const nested = new NestedStack(parent, 'Inner');
    const topic = new Topic(parent, 'Topic');
    const work = workIn(nested);
    alarmIn(nested, 'InnerAlarm', work.metricErrors(), topic);
    alarmIn(parent, 'OuterAlarm', work.metricErrors());

    const account = readStack(parent);
    expect(notes(account)).toEqual([]);
    expect(account.functions).toHaveLength(1);
    expect(account.alarms.map(({ entries: [entry] }) => entry?.metric?.dimensions)).toEqual([{ FunctionName: account.functions[0]?.name }, { FunctionName: account.functions[0]?.name }]);
    expect(publications(account)).toEqual([true]);
    expect(account.functions[0]?.path).toBe('Jobs/Inner/Work/Resource');
  });

  test('stacks of stages have the stage in their name', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Prod'), 'Jobs');
    new Topic(stack, 'Topic');
    expect(readStack(stack).topics[0]?.name).toMatch(/^Prod-Jobs-Topic/);
  });

  test('stages may have stacks with nested stacks', () => {
    const stack = new Stack(new Stage(new App(), 'Prod'), 'Jobs');
    new Topic(new NestedStack(stack, 'Inner'), 'Topic');
    const account = readStack(stack);
    expect(account.topics).toMatchObject([{ stack: expect.stringMatching(/^Prod-Jobs-Inner/), path: 'Prod/Jobs/Inner/Topic/Resource' }]);
    expect(notes(account)).toEqual([]);
  });

  test('a stack without an app is refused', () => {
    expect(() => readStack({ artifactId: 'Jobs', node: { root: {} } })).toThrow('The stack does not belong to an app that can be synthesized. Create it in an App: new MyStack(new App(), "MyStack").');
  });
});

describe('what this library creates', () => {
  test('the checker, its contracts, its permission to read them and the alarms\' way to the topics are found', () => {
    const stack = new Stack(new App(), 'Jobs');
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('a@example.com')] });
    const work = workIn(stack);
    const schedule = new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(work) });
    new ObservedPipeline(stack, 'Nightly', { stages: [PipelineStage.lambdaFunction(work)], expectation: RunExpectation.fromSchedule(schedule), observatory });

    const account = readStack(stack);
    const [checker] = account.checkers;
    const ofNightly = (path = ''): Account['parameters'] => account.parameters.filter(({ name }) => name === `${path}/Nightly`);
    const contracts = ofNightly(checker?.contractsPath);
    expect(contracts.map(({ value }) => readContract(value, 0).pipeline)).toEqual(['Nightly']);
    expect(ofNightly(account.notifiers[0]?.profilesPath).map(({ value }) => readProfile(value).pipeline)).toEqual(['Nightly']);
    expect(contracts[0]?.value).toContain(account.functions.find(({ logicalId }) => logicalId.startsWith('Work'))?.name);
    const { roleName = '' } = account.functions.find(({ name }) => name === checker?.functionName) ?? {};
    expect(isAllowed(account.rolePolicies.get(roleName) ?? [], { action: 'ssm:GetParametersByPath', resource: `arn:aws:ssm:us-east-1:111122223333:parameter${checker?.contractsPath}` })).toBe(true);
    expect(publications(account).length).toBeGreaterThan(5);
    expect(publications(account)).not.toContain(false);
    expect(account.alarms.find(({ warmUp, wallClock }) => warmUp !== undefined && wallClock === undefined)).toMatchObject({ treatMissingData: 'breaching' });
  });

  test('the notifier, its subscriptions, its table, its fallback and its permissions are found', () => {
    const stack = new Stack(new App(), 'Jobs');
    new Observatory(stack, 'Observatory', { contacts: [Contact.email('a@example.com')], encryptionKey: new Key(stack, 'Key') });
    const account = readStack(stack);
    const { notifiers, functions, subscriptions, queues, pipes, tables, topics } = account;
    const names = notifiers.map(({ functionName }) => functionName);
    const taking = subscriptions.filter(({ protocol }) => protocol === 'lambda');
    const [receiver] = functions.filter(({ arn }) => taking.some(({ endpoint }) => endpoint === arn));
    expect(names).toContain(receiver?.name);
    expect(isAllowed(receiver?.invokePolicy ?? [], {
      principal: 'service:sns.amazonaws.com', action: 'lambda:InvokeFunction', resource: receiver!.arn, context: { 'aws:SourceArn': taking[0]!.topicArn },
    })).toBe(true);
    expect(receiver?.onFailureArn).toBe(notifiers[0]?.criticalTopicArn);
    expect(queues.map(({ arn }) => arn)).toContain(taking[0]?.deadLetterArn);
    expect(pipes).toMatchObject([{ sourceArn: taking[0]?.deadLetterArn, targetArn: notifiers[0]?.criticalTopicArn, running: true }]);
    expect(tables.map(({ name, partitionKey, sortKey }) => [name, partitionKey, sortKey])).toEqual([[notifiers[0]?.tableName, 'kind', 'name']]);
    // The notifier and the pipe may use the topics' key, too.
    const others = topics.filter(({ arn }) => arn !== taking[0]?.topicArn);
    for (const { arn } of others) expect(roleMayPublish(account, receiver?.roleName, arn)).toMatchObject({ allowed: true });
    expect(roleMayPublish(account, pipes[0]?.roleName, pipes[0]!.targetArn)).toMatchObject({ allowed: true });
    expect(account.notPlayed).toEqual([]);
  });
});
