import { type Cost, costOf } from '../../cost/cost-of';
import type { PriceName } from '../../cost/price';
import { resource } from '../template/templates';

type Resources = Readonly<Record<string, ReturnType<typeof resource> & { readonly Metadata?: unknown }>>;

function cost(resources: Resources, place: { readonly region?: string } = {}): Cost {
  const [found] = costOf([{ stack: 'Jobs', template: { Resources: resources }, ...place }]);
  return found!;
}

/** The part of a bill at one price: quantities by owner. */
function paid({ bill }: Cost, price: PriceName): Record<string, number> {
  const charges = bill.owners.flatMap((one) => one.charges).filter((charge) => charge.price === price);
  const sums: Record<string, number> = {};
  for (const { owner, quantity } of charges) sums[`${owner.kind} ${owner.name}`] = (sums[`${owner.kind} ${owner.name}`] ?? 0) + quantity;
  return sums;
}

function at<T extends object>(path: string, one: T): T & { readonly Metadata: unknown } {
  return { ...one, Metadata: { 'aws:cdk:path': path } };
}

const ERRORS = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Work' } }] };
const WORK = resource('AWS::Lambda::Function', { FunctionName: 'work', Timeout: 60 });
const COMPARED = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, EvaluationPeriods: 1 };

function plainAlarm(more: object = {}): ReturnType<typeof resource> {
  return resource('AWS::CloudWatch::Alarm', { ...ERRORS, ...COMPARED, Statistic: 'Sum', Period: 300, ...more });
}

function mathAlarm(metrics: number, expression: string, more: object = COMPARED): ReturnType<typeof resource> {
  const stats = Array.from({ length: metrics }, (_, index) => ({ Id: `m${index}`, MetricStat: { Metric: ERRORS, Stat: 'Sum', Period: 300 }, ReturnData: false }));
  return resource('AWS::CloudWatch::Alarm', { ...more, Metrics: [...stats, { Id: 'all', Expression: expression }] });
}

/** An observatory as this library creates it, with one pipeline: its function `work`, every night. */
function observed(more: Resources = {}, contract: object = {}): Resources {
  return {
    Work: WORK,
    Topic: at('Jobs/Observatory/CriticalTopic/Resource', resource('AWS::SNS::Topic', { TopicName: 'critical' })),
    Checker: at('Jobs/Observatory/Checker/Function/Resource', resource('AWS::Lambda::Function', {
      FunctionName: 'checker', MemorySize: 512, Architectures: ['arm64'],
      Environment: { Variables: { OBSERVATORY: 'Jobs', CONTRACTS_PATH: '/observed-pipeline/Jobs', TABLE_NAME: 'Ledger', TOPIC_ARNS: { Ref: 'Topic' } } },
    })),
    Tick: at('Jobs/Observatory/Checker/Schedule/Resource', resource('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)', FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::GetAtt': ['Checker', 'Arn'] }, RoleArn: 'arn:aws:iam::111122223333:role/tick', DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } } },
    })),
    DeadLetters: at('Jobs/Observatory/Checker/DeadLetters/Resource', resource('AWS::SQS::Queue', {})),
    Contract: at('Jobs/Nightly/Contract/Resource', resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Jobs/Nightly', Value: contractText(contract) })),
    ...more,
  };
}

function contractText(more: object): string {
  return JSON.stringify({
    version: 1, pipeline: 'Nightly',
    expectation: { failuresToAlarm: 1, successesToRecover: 1, schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, ...more },
    stages: [{
      name: 'Work', source: { kind: 'lambdaFunction', functionName: 'work' }, startWithinSeconds: 900, maxDurationSeconds: 60, publicationDelaySeconds: 720,
      retryWithinSeconds: 0, minSuccessfulRuns: 1, optional: false,
    }],
  });
}

const CHECKER_TICKS = 8760;
/** In an average month: four for each run, from its due time until a run of ten minutes is visible, and four a day. */
const NIGHTLY_LOOKS = (4 + 4) * 730 / 24;

describe('alarms of any app', () => {
  test('are charged for one metric when they look at one', () => {
    expect(paid(cost({ Work: WORK, Alarm: plainAlarm() }), 'alarmMetric')).toEqual({ 'shared shared': 1 });
  });

  test('are charged for each metric that their math refers to', () => {
    expect(paid(cost({ Alarm: mathAlarm(4, 'm0+m1+m2+m3') }), 'alarmMetric')).toEqual({ 'shared shared': 4 });
  });

  test('are charged for three metrics when they compare one with a band', () => {
    const band = mathAlarm(1, 'ANOMALY_DETECTION_BAND(m0, 2)', { ComparisonOperator: 'GreaterThanUpperThreshold', ThresholdMetricId: 'all', EvaluationPeriods: 1 });
    expect(paid(cost({ Alarm: band }), 'alarmMetric')).toEqual({ 'shared shared': 3 });
  });

  test('are charged the higher price with a period of ten seconds', () => {
    expect(paid(cost({ Alarm: plainAlarm({ Period: 10 }) }), 'fastAlarmMetric')).toEqual({ 'shared shared': 1 });
  });

  test('are charged their own price when they combine others', () => {
    const composite = resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM("one")' });
    expect(paid(cost({ Alarm: plainAlarm({ AlarmName: 'one' }), Both: composite }), 'compositeAlarm')).toEqual({ 'shared shared': 1 });
  });

  test('are listed as not priced when they look at the metrics of a query', () => {
    const { bill, unpriced } = cost({ Alarm: mathAlarm(0, 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda")') });
    expect(bill.usd).toBe(0);
    expect(unpriced).toEqual([{
      type: 'AWS::CloudWatch::Alarm', where: 'Jobs/Alarm',
      why: 'it pays for every metric that its Metrics Insights query reads, and the template does not tell their number',
    }]);
  });

  test('are priced even when a drill cannot play them', () => {
    expect(paid(cost({ Alarm: mathAlarm(2, 'UNKNOWN(m0, m1)') }), 'alarmMetric')).toEqual({ 'shared shared': 2 });
  });

  test('are listed when they cannot be read', () => {
    expect(cost({ Alarm: resource('AWS::CloudWatch::Alarm', { ...ERRORS, Period: 'long' }) }).unpriced)
      .toEqual([{ type: 'AWS::CloudWatch::Alarm', where: 'Jobs/Alarm', why: 'it cannot be read: Period must be a number, got "long"' }]);
  });

  test('belong to the scheduled function that they look at', () => {
    const nightly = resource('AWS::Events::Rule', { ScheduleExpression: 'cron(0 2 * * ? *)', Targets: [{ Id: 'work', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } }] });
    expect(paid(cost({ Work: WORK, Nightly: nightly, Alarm: plainAlarm() }), 'alarmMetric')).toEqual({ 'pipeline work': 1 });
  });
});

test('An alarm on two pipelines is shared.', () => {
  const schedule = (target: string): ReturnType<typeof resource> => resource('AWS::Events::Rule', { ScheduleExpression: 'cron(0 2 * * ? *)', Targets: [{ Id: 'one', Arn: { 'Fn::GetAtt': [target, 'Arn'] } }] });
  const stat = (Id: string, Ref: string): object => ({ Id, ReturnData: false, MetricStat: { Metric: { ...ERRORS, Dimensions: [{ Name: 'FunctionName', Value: { Ref } }] }, Stat: 'Sum', Period: 300 } });
  const both = resource('AWS::CloudWatch::Alarm', { ...COMPARED, Metrics: [stat('a', 'Work'), stat('b', 'Other'), { Id: 'all', Expression: 'a+b' }] });
  const found = cost({ Work: WORK, Other: resource('AWS::Lambda::Function', { FunctionName: 'other' }), Nightly: schedule('Work'), Hourly: schedule('Other'), Both: both });
  expect(paid(found, 'alarmMetric')).toEqual({ 'shared shared': 2 });
});

describe('the rest of monitoring in any app', () => {
  test('includes a dashboard', () => {
    expect(paid(cost({ Board: resource('AWS::CloudWatch::Dashboard', { DashboardBody: '{}' }) }), 'dashboard')).toEqual({ 'shared shared': 1 });
  });

  test('includes a metric from a log, one for each transformation', () => {
    const filter = resource('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'a' }, { MetricName: 'b' }] });
    expect(paid(cost({ Filter: filter }), 'customMetric')).toEqual({ 'shared shared': 2 });
  });

  test('includes a metric with dimensions from the log, whose number is unknown', () => {
    const filter = resource('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'a', Dimensions: [{ Key: 'user', Value: '$.user' }] }] });
    expect(cost({ Filter: filter }).unpriced.map(({ why }) => why)).toEqual(['its dimensions create a metric for every value in the log; one is counted']);
  });

  test.each(['AWS::CloudWatch::AlarmMuteRule', 'AWS::CloudWatch::InsightRule', 'AWS::CloudWatch::LogAlarm', 'AWS::Synthetics::Canary'])('includes %s, whose price is unknown', (type) => {
    expect(cost({ One: resource(type) }).unpriced).toEqual([{ type, where: 'Jobs/One', why: 'its price has not been read' }]);
  });

  test('does not include functions, machines, tables, queues or keys of the workload', () => {
    const { bill, leftOut } = cost({
      Work: WORK, Machine: resource('AWS::StepFunctions::StateMachine'), Table: resource('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' }),
      Queue: resource('AWS::SQS::Queue'), Key: resource('AWS::KMS::Key'), Topic: resource('AWS::SNS::Topic'),
    });
    expect(bill.usd).toBe(0);
    expect(leftOut.map(({ type, count }) => `${type} ${count}`)).toEqual([
      'AWS::DynamoDB::Table 1', 'AWS::KMS::Key 1', 'AWS::Lambda::Function 1', 'AWS::SNS::Topic 1', 'AWS::SQS::Queue 1', 'AWS::StepFunctions::StateMachine 1',
    ]);
  });

  test('does not include a queue that an alarm only looks at', () => {
    const alarm = plainAlarm({ Namespace: 'AWS/SQS', Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }] });
    expect(cost({ Queue: resource('AWS::SQS::Queue'), Alarm: alarm }).byUse).toEqual([]);
  });

  test('does not include a resource whose condition does not hold', () => {
    const [found] = costOf([{ stack: 'Jobs', template: {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Board: { ...resource('AWS::CloudWatch::Dashboard'), Condition: 'Never' } },
    } }]);
    expect(found!.bill.usd).toBe(0);
  });
});

describe('an observatory', () => {
  test('is charged for what its checker reads of each pipeline, as often as it looks', () => {
    expect(paid(cost(observed()), 'metricRead')).toEqual({ 'pipeline Nightly': 2 * NIGHTLY_LOOKS });
  });

  test('is not charged for a checker with a disabled schedule, which is noted', () => {
    const { Tick } = observed();
    const off = cost(observed({ Tick: { ...Tick!, Properties: { ...(Tick!.Properties as object), State: 'DISABLED' } } }));
    expect(paid(off, 'metricRead')).toEqual({ 'pipeline Nightly': 0 });
    expect(off.unpriced.map(({ why }) => why)).toEqual(['no enabled schedule in the templates runs the checker, so it counts as never running']);
  });

  test('is charged for the proof of life of each pipeline in three hours of a day, and for four metrics of its own', () => {
    expect(paid(cost(observed()), 'customMetric')).toEqual({ 'pipeline Nightly': 1 / 8, 'observatory Jobs': 4 });
  });

  test('is charged for one more metric where there is a deadline', () => {
    expect(paid(cost(observed({}, { finishWithinSeconds: 3600 })), 'customMetric')).toMatchObject({ 'pipeline Nightly': 2 / 8 });
  });

  test('publishes in two requests a tick', () => {
    expect(paid(cost(observed()), 'metricRequest')).toEqual({ 'observatory Jobs': 2 * CHECKER_TICKS });
  });

  test('asks for one topic at each tick', () => {
    expect(paid(cost(observed()), 'topicRequest')).toEqual({ 'observatory Jobs': CHECKER_TICKS });
  });

  test('is charged for the invocations, the time, the schedule and the log of its checker', () => {
    const found = cost(observed());
    expect(paid(found, 'invocation')).toEqual({ 'observatory Jobs': CHECKER_TICKS });
    expect(paid(found, 'armSecond')['observatory Jobs']).toBeCloseTo(CHECKER_TICKS * 0.505 * 0.5, 6);
    expect(paid(found, 'scheduleInvocation')).toEqual({ 'observatory Jobs': CHECKER_TICKS });
    expect(paid(found, 'logIngestion')['observatory Jobs']).toBeCloseTo(CHECKER_TICKS * 1e-6, 9);
  });

  test('stores its contracts for free', () => {
    expect(paid(cost(observed()), 'standardParameter')).toEqual({ 'pipeline Nightly': 1 });
  });

  test('is charged for an advanced parameter', () => {
    const parameter = resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Jobs/Big', Value: contractText({}), Tier: 'Advanced' });
    expect(paid(cost(observed({ Big: parameter })), 'advancedParameter')).toEqual({ 'shared shared': 1 });
  });

  test('lists a contract that cannot be read', () => {
    const broken = resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Jobs/Broken', Value: '{}' });
    expect(cost(observed({ Broken: broken })).unpriced.map(({ why }) => why))
      .toEqual(['the contract /observed-pipeline/Jobs/Broken cannot be read (contract: version is missing), so its evidence is not counted']);
  });

  test('counts a contract whose function is in no template', () => {
    const { Work: _, ...others } = observed();
    expect(paid(cost(others), 'metricRead')).toEqual({ 'pipeline Nightly': 2 * NIGHTLY_LOOKS });
  });

  test('does not count a profile as a contract', () => {
    const profile = resource('AWS::SSM::Parameter', { Name: '/observed-pipeline/Jobs/profiles/Nightly', Value: '{}' });
    const found = cost(observed({ Profile: profile }));
    expect(found.unpriced).toEqual([]);
    expect(paid(found, 'standardParameter')).toEqual({ 'pipeline Nightly': 1, 'shared shared': 1 });
  });

  test('owns the alarms on its checker, and a pipeline owns those on its proof of life', () => {
    const proof = plainAlarm({ Namespace: 'ObservedPipeline', MetricName: 'ProofOfLife', Dimensions: [{ Name: 'Observatory', Value: 'Jobs' }, { Name: 'Pipeline', Value: 'Nightly' }] });
    const failing = plainAlarm({ Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Checker' } }] });
    expect(paid(cost(observed({ Proof: proof, Failing: failing })), 'alarmMetric')).toEqual({ 'pipeline Nightly': 1, 'observatory Jobs': 1 });
  });

  test('owns the dashboard that is created in it', () => {
    const board = at('Jobs/Observatory/Page/Dashboard', resource('AWS::CloudWatch::Dashboard'));
    expect(paid(cost(observed({ Board: board })), 'dashboard')).toEqual({ 'observatory Jobs': 1 });
  });

  test('is charged for its queue only when something could not be delivered', () => {
    const found = cost(observed());
    expect(paid(found, 'queueRequest')).toEqual({});
    expect(found.byUse).toContainEqual({ owner: { kind: 'observatory', name: 'Jobs' }, price: 'queueRequest', when: 'something could not be delivered' });
  });

  test('is charged for the pipe that polls its queue', () => {
    const pipe = resource('AWS::Pipes::Pipe', { RoleArn: 'arn:aws:iam::111122223333:role/pipe', Source: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, Target: { Ref: 'Topic' } });
    const found = cost(observed({ Pipe: pipe }));
    expect(paid(found, 'queueRequest')).toEqual({ 'observatory Jobs': 5 * 3 * 43_800 });
    expect(found.assumed).toContain('pipePolls');
  });

  test('is charged for the key of its topics, but for no other key', () => {
    const key = at('Jobs/Key/Resource', resource('AWS::KMS::Key'));
    const topic = at('Jobs/Observatory/CriticalTopic/Resource', resource('AWS::SNS::Topic', { TopicName: 'critical', KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }));
    expect(paid(cost(observed({ Key: key, Topic: topic, Other: resource('AWS::KMS::Key') })), 'key')).toEqual({ 'shared shared': 1 });
  });
});

describe('a notifier', () => {
  const NOTIFIER: Resources = {
    Notifier: at('Jobs/Observatory/Notifier/Function/Resource', resource('AWS::Lambda::Function', {
      FunctionName: 'notifier', MemorySize: 256,
      Environment: { Variables: {
        OBSERVATORY: 'Jobs', CONTRACTS_PATH: '/observed-pipeline/Jobs', PROFILES_PATH: '/observed-pipeline/Jobs/profiles', TABLE_NAME: { Ref: 'Incidents' }, CRITICAL_TOPIC_ARN: { Ref: 'Topic' }, WARNING_TOPIC_ARN: { Ref: 'Topic' },
      } },
    })),
    Every: at('Jobs/Observatory/Notifier/Schedule/Resource', resource('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::GetAtt': ['Notifier', 'Arn'] }, RoleArn: 'arn:aws:iam::111122223333:role/tick' },
    })),
    Incidents: at('Jobs/Observatory/Notifier/Incidents/Resource', resource('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })),
  };

  test('is charged for its runs every minute, with its memory and processor', () => {
    const found = cost(observed(NOTIFIER));
    expect(paid(found, 'invocation')).toEqual({ 'observatory Jobs': CHECKER_TICKS + 43_800 });
    expect(paid(found, 'x86Second')['observatory Jobs']).toBeCloseTo(43_800 * 0.3 * 0.25, 6);
  });

  test('is charged for reading its table, for the table\'s contents and for its recovery', () => {
    const found = cost(observed(NOTIFIER));
    expect(paid(found, 'tableRead')).toEqual({ 'observatory Jobs': 21_900 });
    expect(paid(found, 'tableStorage')).toEqual({ 'observatory Jobs': 1e-5 });
    expect(paid(found, 'tableBackup')).toEqual({ 'observatory Jobs': 1e-5 });
  });

  test('is charged for receiving alarms only when there are some', () => {
    const { Every: _, ...notifier } = NOTIFIER;
    const intake = at('Jobs/Observatory/Notifier/Intake/Resource', resource('AWS::SNS::Topic', { TopicName: 'intake' }));
    const subscription = resource('AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Notifier', 'Arn'] }, TopicArn: { Ref: 'Intake' } });
    const found = cost(observed({ ...notifier, Intake: intake, Subscription: subscription }));
    expect(paid(found, 'invocation')).toEqual({ 'observatory Jobs': CHECKER_TICKS });
    expect(found.unpriced).toEqual([]);
    expect(found.byUse).toContainEqual({ owner: { kind: 'observatory', name: 'Jobs' }, price: 'invocation', when: 'an alarm changes its state' });
  });

  test('is not a pipeline, although a schedule starts it', () => {
    const silent = plainAlarm({ MetricName: 'Invocations', Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Notifier' } }] });
    const made = at('Jobs/Observatory/NotifierSilent/Resource', silent);
    expect(paid(cost(observed({ ...NOTIFIER, Silent: made })), 'alarmMetric')).toEqual({ 'observatory Jobs': 1 });
  });

  test('reads no evidence while nothing is wrong', () => {
    expect(paid(cost(observed(NOTIFIER)), 'metricRead')).toEqual({ 'pipeline Nightly': 2 * NIGHTLY_LOOKS });
  });

  test('is not priced with a table of provisioned capacity', () => {
    const { Incidents } = NOTIFIER;
    expect(cost(observed({ ...NOTIFIER, Incidents: { ...Incidents!, Properties: {} } })).unpriced.map(({ why }) => why))
      .toEqual(['provisioned capacity has its own prices']);
  });
});

describe('subscribers', () => {
  const subscription = (Protocol: string): Resources => ({ One: resource('AWS::SNS::Subscription', { Protocol, Endpoint: 'somebody', TopicArn: { Ref: 'Topic' } }) });

  test.each([['email', 'email'], ['https', 'httpDelivery']])('by %s are charged for each message', (protocol, price) => {
    expect(cost(observed(subscription(protocol))).byUse.map((one) => one.price)).toContain(price);
  });

  test('by SMS are listed as not priced', () => {
    expect(cost(observed(subscription('sms'))).unpriced.map(({ why }) => why)).toEqual(['an SMS costs what the carriers of its country charge for each part of it']);
  });

  test('by mobile push are listed as not priced', () => {
    expect(cost(observed(subscription('application'))).unpriced.map(({ why }) => why)).toEqual(['deliveries by application have their own prices']);
  });

  test.each(['sqs', 'lambda', 'firehose'])('by %s are free', (protocol) => {
    const [plain, subscribed] = [cost(observed()), cost(observed(subscription(protocol)))];
    expect([subscribed.byUse, subscribed.unpriced]).toEqual([plain.byUse, plain.unpriced]);
  });
});

test('Stacks of several Regions have separate bills.', () => {
  const template = { Resources: { Board: resource('AWS::CloudWatch::Dashboard') } };
  const found = costOf([{ stack: 'A', template, region: 'eu-west-1' }, { stack: 'B', template, region: 'us-east-1' }]);
  expect(found.map(({ region, bill }) => [region, bill.usd])).toEqual([['eu-west-1', 3], ['us-east-1', 3]]);
});
