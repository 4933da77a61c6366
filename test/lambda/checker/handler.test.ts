import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { createClients } from '../../../lambda/checker/aws-ports';
import { createHandler, Handler } from '../../../lambda/checker/handler';
import { at, machineStage, nightly, SINCE } from './fake-contracts';

const parameterStore = mockClient(SSMClient);
const cloudWatch = mockClient(CloudWatchClient);
const stepFunctions = mockClient(SFNClient);
const notifications = mockClient(SNSClient);
const ledger = mockClient(DynamoDBClient);
const MORNING = at('06:00:00');
const MINUTE_LEFT = { getRemainingTimeInMillis: () => 60_000 };
const VARIABLES = { OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', TABLE_NAME: 'Ledger', AWS_REGION: 'eu-west-1' };

let lines: Record<string, unknown>[];
let printing: jest.SpyInstance;

beforeEach(() => {
  for (const mock of [parameterStore, cloudWatch, stepFunctions, notifications, ledger]) mock.reset();
  ledger.on(QueryCommand).resolves({ Items: [] });
  ledger.on(GetItemCommand).resolves({});
  ledger.on(PutItemCommand).resolves({});
  lines = [];
  printing = jest.spyOn(console, 'log').mockImplementation((line: string) => { lines.push(JSON.parse(line) as Record<string, unknown>); });
});
afterEach(() => printing.mockRestore());

/** An account with one function and one machine, neither of which ran. */
function silentAccount(): void {
  const contracts = [nightly('Orders'), nightly('Load', [machineStage('Load')])];
  parameterStore.on(GetParametersByPathCommand).resolves({
    Parameters: contracts.map((contract) => ({ Name: `/observatory/${String(contract.pipeline)}`, Value: JSON.stringify(contract), LastModifiedDate: new Date(SINCE) })),
  });
  cloudWatch.on(GetMetricDataCommand).callsFake(async ({ MetricDataQueries: queries }: { MetricDataQueries: { Id: string }[] }) => ({
    MetricDataResults: queries.map(({ Id }) => ({ Id, StatusCode: 'Complete', Timestamps: [], Values: [] })),
  }));
  cloudWatch.on(PutMetricDataCommand).resolves({});
  stepFunctions.on(ListExecutionsCommand).resolves({ executions: [] });
}

function handlerWith(variables: NodeJS.ProcessEnv = VARIABLES, get?: typeof fetch): Handler {
  return createHandler({
    clients: { parameterStore: new SSMClient({}), cloudWatch: new CloudWatchClient({}), stepFunctions: async () => new SFNClient({}), notifications: new SNSClient({}), ledger: new DynamoDBClient({}) },
    variables,
    clock: () => MORNING,
    get,
  });
}

function published(): unknown[] {
  return cloudWatch.commandCalls(PutMetricDataCommand).flatMap(({ args }) => args[0].input.MetricData ?? [])
    .map(({ MetricName, Dimensions, Value }) => [MetricName, Dimensions?.map((dimension) => dimension.Value), Value]);
}

test('One invocation is one tick: it reads contracts and evidence, and publishes verdicts and a heartbeat.', async () => {
  silentAccount();
  expect(await handlerWith()({}, MINUTE_LEFT)).toEqual({ complete: true, pipelines: 2, unverifiable: 0 });
  expect(published()).toEqual([
    ['ProofOfLife', ['Prod', 'Orders'], 0],
    ['ProofOfLife', ['Prod', 'Load'], 0],
    ['UnverifiablePipelines', ['Prod'], 0],
    ['UnreachableTopics', ['Prod'], 0],
    ['LedgerUnavailable', ['Prod'], 0],
    ['CheckerHeartbeat', ['Prod'], 1],
  ]);
  expect(parameterStore.commandCalls(GetParametersByPathCommand)[0].args[0].input.Path).toBe('/observatory');
});

test('Each line of the log is one JSON object.', async () => {
  silentAccount();
  await handlerWith()({}, MINUTE_LEFT);
  expect(lines.map(({ event, pipeline, verdict }) => [event, pipeline, verdict])).toEqual([
    ['verdict', 'Orders', 'missed'], ['verdict', 'Load', 'missed'], ['tick', undefined, undefined],
  ]);
});

test('The log remembers its lines from one invocation of a process to the next.', async () => {
  silentAccount();
  parameterStore.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: '/observatory/New', Value: JSON.stringify(nightly('New')), LastModifiedDate: new Date(MORNING) }],
  });
  const handler = handlerWith();
  await handler({}, MINUTE_LEFT);
  await handler({}, MINUTE_LEFT);
  expect(lines.filter(({ event }) => event === 'verdict')).toHaveLength(1);
});

test.each(['OBSERVATORY', 'CONTRACTS_PATH'])('Without %s, the invocation rejects and names it, so that CheckerFailing fires.', async (name) => {
  await expect(handlerWith({ ...VARIABLES, [name]: undefined })({}, MINUTE_LEFT))
    .rejects.toThrow(`environment variable ${name} is missing: deploy the observatory's stack again`);
});

test('When the contracts cannot be listed, the invocation resolves without a heartbeat.', async () => {
  silentAccount();
  parameterStore.on(GetParametersByPathCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await handlerWith()({}, MINUTE_LEFT)).toEqual({ complete: false, pipelines: 0, unverifiable: 0 });
  expect(published()).toEqual([['UnreachableTopics', ['Prod'], 0], ['LedgerUnavailable', ['Prod'], 0]]);
});

test('When the listing hangs, the pipelines listed before are judged, and there is no heartbeat.', async () => {
  silentAccount();
  const contract = nightly('Orders');
  parameterStore.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: '/observatory/Orders', Value: JSON.stringify(contract), LastModifiedDate: new Date(SINCE) }], NextToken: 'more',
  }).on(GetParametersByPathCommand, { NextToken: 'more' }).callsFake(() => new Promise(() => {}));
  // A busy machine needs time between the end of listing and that of reading.
  const end = Date.now() + 3000;
  expect(await handlerWith()({}, { getRemainingTimeInMillis: () => end - Date.now() })).toEqual({ complete: false, pipelines: 1, unverifiable: 0 });
  expect(published()).toEqual([['ProofOfLife', ['Prod', 'Orders'], 0], ['UnreachableTopics', ['Prod'], 0], ['LedgerUnavailable', ['Prod'], 0]]);
});

test('Slow calls that answer in time leave the tick complete.', async () => {
  silentAccount();
  stepFunctions.on(ListExecutionsCommand).callsFake(async () => {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    return { executions: [] };
  });
  expect((await handlerWith()({}, MINUTE_LEFT)).complete).toBe(true);
});

test('When a call hangs, the tick ends at its own deadline and publishes the rest without a heartbeat.', async () => {
  silentAccount();
  cloudWatch.on(GetMetricDataCommand).callsFake(() => new Promise(() => {}));
  const end = Date.now() + 100;
  const result = await handlerWith()({}, { getRemainingTimeInMillis: () => end - Date.now() });
  expect(result).toEqual({ complete: false, pipelines: 2, unverifiable: 2 });
  expect(published()).toEqual([['UnverifiablePipelines', ['Prod'], 2], ['UnreachableTopics', ['Prod'], 0], ['LedgerUnavailable', ['Prod'], 0]]);
});

describe('the topics', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
  const variables = { ...VARIABLES, TOPIC_ARNS: TOPIC };

  test('The checker reads the topics by their ARNs.', async () => {
    silentAccount();
    notifications.on(GetTopicAttributesCommand, { TopicArn: TOPIC }).resolves({ Attributes: { SubscriptionsConfirmed: '0' } });
    expect((await handlerWith(variables)({}, MINUTE_LEFT)).complete).toBe(true);
    expect(published().slice(-3)).toEqual([['UnreachableTopics', ['Prod'], 1], ['LedgerUnavailable', ['Prod'], 0], ['CheckerHeartbeat', ['Prod'], 1]]);
  });

  test('When reading topics hangs, they count as topics that may not reach anyone, and the heartbeat is published.', async () => {
    silentAccount();
    notifications.on(GetTopicAttributesCommand).callsFake(() => new Promise(() => {}));
    const end = Date.now() + 1000;
    expect((await handlerWith(variables)({}, { getRemainingTimeInMillis: () => end - Date.now() })).complete).toBe(true);
    expect(published().slice(-3)).toEqual([['UnreachableTopics', ['Prod'], 1], ['LedgerUnavailable', ['Prod'], 0], ['CheckerHeartbeat', ['Prod'], 1]]);
    expect(lines.find(({ event }) => event === 'unreachableTopic')).toMatchObject({ topic: TOPIC, problem: 'not readable: DeadlineError: no time was left for verifying topics' });
  });
});

test('When publishing hangs, the invocation still ends and logs what was lost.', async () => {
  silentAccount();
  cloudWatch.on(PutMetricDataCommand).callsFake(() => new Promise(() => {}));
  const end = Date.now() + 1500;
  expect((await handlerWith()({}, { getRemainingTimeInMillis: () => end - Date.now() })).complete).toBe(false);
  expect(lines.find(({ event }) => event === 'notPublished')).toEqual({
    level: 'ERROR', event: 'notPublished', metrics: 3, problem: 'DeadlineError: no time was left for publishing',
  });
});

describe('the watchdog', () => {
  const variables = { ...VARIABLES, WATCHDOG_URL: 'https://watchdog.example.com/ping' };

  test('The watchdog is pinged after a complete tick.', async () => {
    silentAccount();
    const get = jest.fn().mockResolvedValue(new Response('OK'));
    await handlerWith(variables, get)({}, MINUTE_LEFT);
    expect(get).toHaveBeenCalledTimes(1);
  });

  test('The watchdog is not pinged after an incomplete tick.', async () => {
    silentAccount();
    cloudWatch.on(PutMetricDataCommand).rejects(new Error('no'));
    const get = jest.fn();
    await handlerWith(variables, get)({}, MINUTE_LEFT);
    expect(get).not.toHaveBeenCalled();
  });

  test("The watchdog is pinged by the runtime's own fetch by default.", async () => {
    silentAccount();
    const get = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('OK'));
    await handlerWith(variables)({}, MINUTE_LEFT);
    expect(get).toHaveBeenCalledTimes(1);
    get.mockRestore();
  });

  test('When the watchdog fails, the tick does not fail.', async () => {
    silentAccount();
    const get = jest.fn().mockRejectedValue(new TypeError('fetch failed'));
    expect((await handlerWith(variables, get)({}, MINUTE_LEFT)).complete).toBe(true);
    expect(lines.at(-1)).toEqual({ level: 'WARN', event: 'watchdogNotReached', problem: 'TypeError: fetch failed' });
  });
});

test('The clients make up to 4 attempts of 10 seconds each, and the client of Step Functions adapts its rate.', async () => {
  const { stepFunctions, ...others } = createClients();
  for (const [name, client] of Object.entries({ ...others, stepFunctions: await stepFunctions() } as unknown as Record<string, CloudWatchClient>)) {
    expect(await client.config.maxAttempts()).toBe(4);
    expect(client.config.retryMode).toBe(name === 'stepFunctions' ? 'adaptive' : 'standard');
    // The SDK's handler resolves its options in a microtask.
    await Promise.resolve();
    const handler = client.config.requestHandler as unknown as { configProvider: Promise<Record<string, unknown>> };
    expect(await handler.configProvider).toMatchObject({ connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true });
  }
});

test('The entry point exports the handler that Lambda calls.', async () => {
  silentAccount();
  const { handler } = await import('../../../lambda/checker');
  await expect(handler({}, MINUTE_LEFT)).rejects.toThrow('environment variable CONTRACTS_PATH is missing');
});
