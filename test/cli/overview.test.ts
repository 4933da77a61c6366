import { App, Stage } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../bin/example-stack';
import { overviewOf } from '../../cli/overview/overview';
import { overviewText } from '../../cli/overview/overview-text';
import { readDescription } from '../../core/signals';
import { PLAIN } from '../../drill/report/terminal/paint';
import type { Account } from '../../template/model';
import { readAssembly } from '../../template/read-assembly';
import { readStack } from '../../template/read-stack';
import { importOnDemand } from '../drill/event-driven/apps';

const NOW = Date.UTC(2026, 10, 22, 12);
const ORIGIN = { stack: 'S', logicalId: 'X' };
const CRITICAL = 'arn:aws:sns:us-east-1:111122223333:critical';
const WARNING = 'arn:aws:sns:us-east-1:111122223333:warning';

function contract(expectation: object): string {
  return JSON.stringify({
    version: 1,
    pipeline: 'Nightly',
    expectation: { failuresToAlarm: 1, successesToRecover: 1, ...expectation },
    stages: [{
      name: 'Load', source: { kind: 'lambdaFunction', functionName: 'load' }, startWithinSeconds: 900, maxDurationSeconds: 300,
      publicationDelaySeconds: 720, retryWithinSeconds: 0, minSuccessfulRuns: 1, optional: false,
    }],
  });
}

const NIGHTLY = { schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York', startEarlyBySeconds: 60, flexibleWindowSeconds: 0 };

function alarm(description: string, topic: string): Account['alarms'][number] {
  return {
    ...ORIGIN, name: description, arn: `arn:${description}`, description, entries: [], periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1,
    comparisonOperator: 'GreaterThanThreshold', treatMissingData: 'ignore', actionsEnabled: true, actions: { alarm: [topic], ok: [], insufficientData: [] },
  };
}

function account(value: string, alarms: Account['alarms'] = []): Account {
  return {
    accountId: '111122223333', region: 'us-east-1', functions: [], stateMachines: [], schedules: [], alarms, compositeAlarms: [], muteRules: [], queues: [],
    pipes: [], tables: [], keys: [], notifiers: [], rolePolicies: new Map(), notPlayed: [],
    topics: [{ ...ORIGIN, name: 'critical', arn: CRITICAL, displayName: 'CRITICAL' }, { ...ORIGIN, name: 'warning', arn: WARNING, displayName: 'WARNING' }],
    subscriptions: [{ ...ORIGIN, topicArn: CRITICAL, protocol: 'email', endpoint: 'data@example.com' }],
    parameters: [{ ...ORIGIN, name: '/observed-pipeline/S-Observatory/Nightly', value }],
    checkers: [{ ...ORIGIN, observatory: 'S-Observatory', contractsPath: '/observed-pipeline/S-Observatory', tableName: 'ledger', functionName: 'checker' }],
  };
}

describe('the overview of an app', () => {
  test('shows a pipeline with its expectation and its next three due times', () => {
    const [pipeline] = overviewOf(account(contract(NIGHTLY)), NOW).pipelines;
    expect(pipeline).toMatchObject({
      name: 'Nightly',
      expectation: 'every day at 02:00 America/New_York',
      due: [Date.UTC(2026, 10, 23, 7), Date.UTC(2026, 10, 24, 7), Date.UTC(2026, 10, 25, 7)],
    });
  });

  test('shows the deadline with the expectation', () => {
    const [pipeline] = overviewOf(account(contract({ ...NIGHTLY, finishWithinSeconds: 5400 })), NOW).pipelines;
    expect(pipeline.expectation).toBe('every day at 02:00 America/New_York, done within 1 hour 30 minutes');
  });

  test('shows no due times for a maximum silence', () => {
    const [pipeline] = overviewOf(account(contract({ maxSilenceSeconds: 86_400 })), NOW).pipelines;
    expect(pipeline).toMatchObject({ expectation: 'a success at least every 1 day', due: [] });
  });

  test('shows the alarms of a pipeline in the order of the questions, with who is notified', () => {
    const alarms = [
      alarm('SLOW? Nightly / Load: A run was slow. First: Look. [op1 warning SLOW passing NearTimeout Nightly Load]', WARNING),
      alarm('ALIVE? Nightly: No run. First: Look. [op1 critical ALIVE lasting ProofOfLife Nightly]', CRITICAL),
      alarm('FAILED? Other: Not this one. First: Look. [op1 critical FAILED passing Failed Other]', CRITICAL),
    ];
    expect(overviewOf(account(contract(NIGHTLY), alarms), NOW).pipelines[0].alarms).toEqual([
      { question: 'ALIVE', means: 'No run.', notifies: ['CRITICAL'] },
      { question: 'SLOW', stage: 'Load', means: 'A run was slow.', notifies: ['WARNING'] },
    ]);
  });

  test('shows for an alarm that goes through the notifier who is notified, and not the topic in between', () => {
    const INTAKE = 'arn:aws:sns:us-east-1:111122223333:intake';
    const plain = account(contract(NIGHTLY), [alarm('ALIVE? Nightly: No run. First: Look. [op1 critical ALIVE lasting ProofOfLife Nightly]', INTAKE)]);
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:notifier';
    const overview = overviewOf({
      ...plain,
      topics: [...plain.topics, { ...ORIGIN, name: 'intake', arn: INTAKE }],
      subscriptions: [...plain.subscriptions, { ...ORIGIN, topicArn: INTAKE, protocol: 'lambda', endpoint: arn }],
      functions: [{ ...ORIGIN, name: 'notifier', arn, timeoutSeconds: 60, environment: { CRITICAL_TOPIC_ARN: CRITICAL, WARNING_TOPIC_ARN: WARNING }, asyncRetries: 1 }],
      notifiers: [{
        ...ORIGIN, observatory: 'S-Observatory', functionName: 'notifier', contractsPath: '/observed-pipeline/S-Observatory',
        profilesPath: '/observed-pipeline/S-Observatory/profiles', tableName: 'table', criticalTopicArn: CRITICAL, warningTopicArn: WARNING,
      }],
    }, NOW);
    expect(overview.pipelines[0].alarms).toEqual([{ question: 'ALIVE', means: 'No run.', notifies: ['CRITICAL'] }]);
    expect(overview.audiences).toEqual([{ stack: 'S', topic: 'CRITICAL', to: ['email data@example.com'] }, { stack: 'S', topic: 'WARNING', to: [] }]);
  });

  test('does not count a profile as a pipeline', () => {
    const plain = account(contract(NIGHTLY));
    const profile = { ...ORIGIN, name: '/observed-pipeline/S-Observatory/profiles/Nightly', value: '{}' };
    expect(overviewOf({ ...plain, parameters: [...plain.parameters, profile] }, NOW).pipelines).toHaveLength(1);
  });

  test('shows the problem of a contract that cannot be read', () => {
    const [pipeline] = overviewOf(account('{}'), NOW).pipelines;
    expect(pipeline.problem).toBe('contract: version is missing');
  });

  test('shows that a topic with alarms and without subscribers notifies nobody', () => {
    const overview = overviewOf(account(contract(NIGHTLY), [alarm('SLOW? Nightly: Slow. First: Look. [op1 warning SLOW passing NearTimeout Nightly]', WARNING)]), NOW);
    expect(overviewText(overview, PLAIN)).toContain('WARNING notifies nobody\n');
  });

  test('is printed with due times in the local time of the pipeline\'s zone', () => {
    expect(overviewText(overviewOf(account(contract(NIGHTLY)), NOW), PLAIN)).toContain('Mon 23 Nov 02:00 · Tue 24 Nov 02:00 · Wed 25 Nov 02:00');
  });
});

describe('due times around a clock change', () => {
  test.each([
    ['America/New_York', Date.UTC(2026, 9, 31, 12), 'Sun 1 Nov 02:00 · Mon 2 Nov 02:00'],
    ['America/New_York', Date.UTC(2026, 9, 30, 12), 'Sat 31 Oct 02:00 (UTC-4) · Sun 1 Nov 02:00 (UTC-5)'],
    ['Australia/Lord_Howe', Date.UTC(2026, 9, 2, 12), 'Sat 3 Oct 02:00 (UTC+10:30) · Mon 5 Oct 02:00 (UTC+11)'],
    ['Asia/Kolkata', Date.UTC(2026, 9, 30, 12), 'Sat 31 Oct 02:00 · Sun 1 Nov 02:00'],
  ])('in %s from %d on have their offset, and others do not', (timeZone, now, text) => {
    expect(overviewText(overviewOf(account(contract({ ...NIGHTLY, timeZone })), now), PLAIN)).toContain(text);
  });
});

describe('the overview of an app with two Stages that deploy the same stack', () => {
  const app = new App();
  for (const id of ['Prod', 'Test']) new ExampleStack(new Stage(app, id), 'Data', { email: `${id.toLowerCase()}@example.com`, phone: '+15550100' });
  const [account] = readAssembly(app.synth().directory);
  const overview = overviewOf(account!, NOW);

  test('shows the Stage and the stack of each pipeline', () => {
    expect(overview.pipelines.map(({ stage, stack, name }) => [stage, stack, name])).toEqual(['Prod', 'Test'].flatMap((stage) => (
      ['NightlyOrders', 'CustomerSync', 'WeekdayReport'].map((name) => [stage, `${stage}-Data`, name])
    )));
  });

  test('lists each alarm once, with the pipeline or the observatory of its own Stage', () => {
    const listed = [...overview.pipelines, ...overview.observatories].reduce((sum, { alarms }) => sum + alarms.length, 0);
    expect(listed).toBe(account!.alarms.filter(({ description }) => readDescription(description) !== undefined).length);
    const [prod, , , test] = overview.pipelines;
    expect(prod!.alarms).toEqual(test!.alarms);
  });

  test('shows whose topics they are', () => {
    expect(overviewText(overview, PLAIN)).toContain('CRITICAL of Stage Prod, stack Prod-Data notifies email prod@example.com, sms +15550100\n');
  });

  test('is grouped by Stage and stack', () => {
    const lines = overviewText(overview, PLAIN).split('\n').filter((line) => /^(?:Stage|NightlyOrders|the observatory)/.test(line)).map((line) => line.split('  ')[0]);
    expect(lines).toEqual(['Stage Prod, stack Prod-Data', 'NightlyOrders', 'the observatory itself', 'Stage Test, stack Test-Data', 'NightlyOrders', 'the observatory itself']);
  });
});

describe('the overview of a pipeline without an expectation', () => {
  test('shows it with its owner\'s reason and its alarms, without due times', () => {
    const [pipeline] = overviewOf(readStack(importOnDemand()), NOW).pipelines;
    expect(pipeline).toMatchObject({ name: 'PartnerImport', expectation: 'no runs are expected: partners send files when they like', due: [] });
    expect(pipeline!.alarms.map(({ question }) => question)).toContain('FAILED');
  });
});
