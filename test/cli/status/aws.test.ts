import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { openAws } from '../../../cli/status/aws';
import type { StatusPorts } from '../../../cli/status/ports';
import { emptyRecord } from '../../../core/incident/record';
import type { StoredContract } from '../../../lambda/shared/ports';

const NOW = Date.UTC(2026, 10, 25, 12);
const parameterStore = mockClient(SSMClient);
const cloudWatch = mockClient(CloudWatchClient);
const stepFunctions = mockClient(SFNClient);
const notifications = mockClient(SNSClient);
const tables = mockClient(DynamoDBClient);
const functions = mockClient(LambdaClient);

beforeEach(() => { [parameterStore, cloudWatch, stepFunctions, notifications, tables, functions].forEach((one) => one.reset()); });

function ports(): StatusPorts {
  return openAws({ region: 'eu-west-1' }).look(NOW);
}

async function listed(path: string): Promise<StoredContract[]> {
  const found: StoredContract[] = [];
  for await (const parameter of ports().parameters(path)) found.push(parameter);
  return found;
}

describe('an account', () => {
  test('is read in the Region that you name', async () => {
    expect(await openAws({ region: 'eu-west-1' }).region()).toBe('eu-west-1');
  });

  test('lists parameters at any depth, page by page', async () => {
    const changed = new Date(NOW);
    parameterStore.on(GetParametersByPathCommand, { NextToken: undefined }).resolves({ Parameters: [{ Name: '/observed-pipeline/A/X', Value: '{}', LastModifiedDate: changed }], NextToken: 'more' })
      .on(GetParametersByPathCommand, { NextToken: 'more' }).resolves({ Parameters: [{ Name: '/observed-pipeline/A/profiles/X', Value: '{}', LastModifiedDate: changed }] });
    expect((await listed('/observed-pipeline')).map(({ name }) => name)).toEqual(['/observed-pipeline/A/X', '/observed-pipeline/A/profiles/X']);
    expect(parameterStore.commandCalls(GetParametersByPathCommand)[0]!.args[0].input).toMatchObject({ Path: '/observed-pipeline', Recursive: true });
  });

  test('passes on a parameter without a value or a date, which is reported as broken', async () => {
    parameterStore.on(GetParametersByPathCommand).resolves({ Parameters: [{ Name: '/observed-pipeline/A/X' }] });
    expect(await listed('/observed-pipeline')).toEqual([{ name: '/observed-pipeline/A/X', text: '', lastChanged: NaN }]);
  });

  test('lists the alarms on metrics of a namespace from all pages', async () => {
    const mine = {
      AlarmName: 'Silent', Namespace: 'ObservedPipeline', MetricName: 'CheckerHeartbeat', Dimensions: [{ Name: 'Observatory', Value: 'A' }], StateValue: 'ALARM' as const,
      AlarmDescription: 'text', AlarmActions: ['arn:aws:sns:eu-west-1:1:t'], ActionsEnabled: true,
    };
    cloudWatch.on(DescribeAlarmsCommand, { NextToken: undefined }).resolves({ MetricAlarms: [{ AlarmName: 'Other', Namespace: 'AWS/Lambda' }], NextToken: 'more' })
      .on(DescribeAlarmsCommand, { NextToken: 'more' }).resolves({ MetricAlarms: [mine] });
    expect(await ports().alarms('ObservedPipeline')).toEqual([
      { name: 'Silent', state: 'ALARM', metric: 'CheckerHeartbeat', dimensions: { Observatory: 'A' }, description: 'text', notifies: ['arn:aws:sns:eu-west-1:1:t'] },
    ]);
  });

  test('treats an alarm with disabled actions as one that notifies nobody', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ Namespace: 'ObservedPipeline', AlarmActions: ['arn:aws:sns:eu-west-1:1:t'], ActionsEnabled: false }] });
    expect(await ports().alarms('ObservedPipeline')).toMatchObject([{ notifies: [] }]);
  });

  test('reads evidence with the checker\'s own calls', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: [new Date(NOW)], Values: [1] }] });
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [] });
    const read = { key: 'k', namespace: 'AWS/Lambda', dimensions: { FunctionName: 'f' }, row: { metric: 'Invocations', statistic: 'Sum' as const }, from: NOW - 60_000 };
    expect((await ports().readMetrics({ from: NOW - 60_000, to: NOW, periodSeconds: 60, reads: [read] })).points.get('k')).toEqual([{ at: NOW, value: 1 }]);
    expect(await ports().listExecutions({ stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:m' }, NOW - 60_000)).toEqual({ runs: [], from: NOW - 60_000 });
  });

  test('returns who is subscribed to a topic', async () => {
    notifications.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [{ Protocol: 'email', Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' }] });
    expect(await ports().subscribers('arn:aws:sns:eu-west-1:1:t')).toEqual([{ protocol: 'email', endpoint: 'a@example.com', confirmed: false }]);
  });

  test('returns the environment variables of a function', async () => {
    functions.on(GetFunctionConfigurationCommand, { FunctionName: 'arn:f' }).resolves({ Environment: { Variables: { OBSERVATORY: 'A' } } });
    expect(await ports().variables('arn:f')).toEqual({ OBSERVATORY: 'A' });
  });

  test('returns no environment variables for a function without any', async () => {
    functions.on(GetFunctionConfigurationCommand).resolves({});
    expect(await ports().variables('arn:f')).toEqual({});
  });

  test('reads the records of a table, and reports those that it does not understand', async () => {
    const item = (name: string, record: string): Record<string, { S: string } | { N: string }> => ({ kind: { S: 'record' }, name: { S: name }, revision: { N: '1' }, record: { S: record } });
    tables.on(QueryCommand).resolves({ Items: [item('Nightly', JSON.stringify(emptyRecord('Nightly'))), item('Broken', '{')] });
    const broken: string[] = [];
    const records = await ports().records('incidents', (pipeline) => broken.push(pipeline));
    expect(records.map(({ pipeline }) => pipeline)).toContain('Nightly');
    expect(broken).toEqual(['Broken']);
  });

  test('has time left at first', () => {
    expect(ports().timeLeft()).toBeGreaterThan(0);
  });

  test.each([
    ['parameters', () => { parameterStore.on(GetParametersByPathCommand).resolves({ Parameters: [], NextToken: 'again' }); return listed('/observed-pipeline'); }, 'GetParametersByPath did not end within 2000 pages below /observed-pipeline'],
    ['alarms', () => { cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [], NextToken: 'again' }); return ports().alarms('x'); }, 'DescribeAlarms did not end within 500 pages'],
  ])('gives up a listing of %s that does not end', async (_, list, message) => {
    await expect(list()).rejects.toThrow(message);
  });
});
