import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { concurrency, lambdaFunction, logLines } from '../../../../../lambda/notifier/diagnosis/aws-calls';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../../../shared/failing-calls';

const lambdaClient = new LambdaClient({ region: 'eu-west-1' });
const lambda = mockClient(lambdaClient);
const logsClient = new CloudWatchLogsClient({ region: 'eu-west-1' });
const logs = mockClient(logsClient);
const GROUP = '/aws/lambda/Publish-1';
const SINCE = Date.parse('2026-03-10T01:00:00Z');

beforeEach(() => {
  lambda.reset();
  logs.reset();
});

const CALLS = [
  ['lambdaFunction', lambda, GetFunctionConfigurationCommand, (signal: AbortSignal) => lambdaFunction(lambdaClient, 'Publish-1', signal)],
  ['concurrency', lambda, GetFunctionConcurrencyCommand, (signal: AbortSignal) => concurrency(lambdaClient, 'Publish-1', signal)],
  ['logLines', logs, FilterLogEventsCommand, (signal: AbortSignal) => logLines(logsClient, { logGroupName: GROUP, since: SINCE, most: 200 }, signal)],
] as const;

describe.each(CALLS)('%s', (_name, mock, command, call) => {
  const on = (): ReturnType<typeof logs.on> => (mock as typeof logs).on(command as typeof FilterLogEventsCommand);

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_what, error) => {
    on().rejects(error);
    await expect(call(endless())).rejects.toBe(error);
  });

  test('A resource that does not exist has no answer.', async () => {
    on().rejects(named('ResourceNotFoundException', 'no such thing'));
    expect(await call(endless())).toBeUndefined();
  });

  test('A call that hangs fails when its time is over, and the request is aborted.', async () => {
    on().callsFake(hanging);
    const signal = soonOver();
    await expect(call(signal)).rejects.toBe(OVER);
    expect((mock as typeof logs).calls()[0]?.args.at(1)).toEqual({ abortSignal: signal });
  });
});

describe('functions', () => {
  test('The relevant configuration is used, the environment variables are not.', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({
      FunctionName: 'Publish-1', LastModified: '2026-03-09T17:05:00.123+0000', State: 'Failed', StateReason: 'a', LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'b', Timeout: 900,
      MemorySize: 256, LoggingConfig: { LogGroup: '/shared' }, Environment: { Variables: { PASSWORD: 'hunter2' } },
    });
    expect(await lambdaFunction(lambdaClient, 'Publish-1', endless())).toEqual({
      changedAt: Date.parse('2026-03-09T17:05:00.123Z'), state: 'Failed', stateReason: 'a', lastUpdateStatus: 'Failed', lastUpdateReason: 'b', timeoutSeconds: 900, memoryMb: 256, logGroupName: '/shared',
    });
    expect(lambda.commandCalls(GetFunctionConfigurationCommand).map(({ args }) => args[0].input)).toEqual([{ FunctionName: 'Publish-1' }]);
  });

  test('An empty reason counts as absent.', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ State: 'Active', StateReason: '', LastUpdateStatus: 'Successful', LastUpdateStatusReason: '' });
    expect(await lambdaFunction(lambdaClient, 'Publish-1', endless())).toEqual({ state: 'Active', lastUpdateStatus: 'Successful' });
  });

  test.each([undefined, '', 'yesterday'])('The date %j counts as absent.', async (date) => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ LastModified: date });
    expect(await lambdaFunction(lambdaClient, 'Publish-1', endless())).toEqual({});
  });

  test.each([[0], [5], [undefined]])('A reserved concurrency of %s is returned.', async (reserved) => {
    lambda.on(GetFunctionConcurrencyCommand).resolves({ ReservedConcurrentExecutions: reserved });
    expect(await concurrency(lambdaClient, 'Publish-1', endless())).toEqual({ reserved });
  });
});

describe('logs', () => {
  const inputs = (): unknown[] => logs.commandCalls(FilterLogEventsCommand).map(({ args }) => args[0].input);
  const read = (most = 200): ReturnType<typeof logLines> => logLines(logsClient, { logGroupName: GROUP, since: SINCE + 0.5, most }, endless());

  test('The newest lines are read, and returned oldest first.', async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [{ timestamp: 3, message: 'c', logStreamName: 's' }, { timestamp: 1, message: 'a' }] });
    expect(await read()).toEqual([{ at: 1, text: 'a' }, { at: 3, text: 'c', stream: 's' }]);
    expect(inputs()).toEqual([{
      logGroupName: GROUP, startTime: SINCE, startFromHead: false, limit: 200, nextToken: undefined,
      filterPattern: '%[Ee]rror|ERROR|Exception|FATAL|CRITICAL|SEVERE|Traceback|timed|exited|REPORT|platform.report|platform.initReport%',
    }]);
  });

  test('The pattern is valid in CloudWatch Logs, and finds the relevant lines.', async () => {
    logs.on(FilterLogEventsCommand).resolves({});
    await read();
    const { filterPattern } = logs.commandCalls(FilterLogEventsCommand)[0]!.args[0].input;
    expect(filterPattern).toMatch(/^%[A-Za-z0-9.[\]|]+%$/);
    const pattern = new RegExp(filterPattern!.slice(1, -1));
    const lines = [
      'ValueError: x', '2026-03-10T02:01:00Z x Task timed out after 3.00 seconds', 'RequestId: x Error: Runtime exited with error: signal: killed', 'REPORT RequestId: x', 'INIT_REPORT Init Duration',
      '{"type":"platform.report"}', '{"type":"platform.initReport"}', '{"level":"error"}', '{"level":"ERROR"}', 'java.lang.IllegalStateException: x', '{"errorType":"x"}',
    ];
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
    expect(['START RequestId: x', 'END RequestId: x', 'all is well', '{"type":"platform.start"}'].filter((line) => pattern.test(line))).toEqual([]);
  });

  test('At most five empty pages are skipped.', async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 'more' });
    expect(await read()).toEqual([]);
    expect(inputs()).toHaveLength(5);
  });

  test('Pages are read until there are enough lines, and the oldest lines are dropped.', async () => {
    const events = (...times: number[]): { timestamp: number; message: string }[] => times.map((timestamp) => ({ timestamp, message: `${timestamp}` }));
    logs.on(FilterLogEventsCommand).resolvesOnce({ events: events(9, 8), nextToken: '2' }).resolvesOnce({ events: events(7, 6), nextToken: '3' });
    expect((await read(3))?.map(({ at }) => at)).toEqual([7, 8, 9]);
    expect(logs.commandCalls(FilterLogEventsCommand).map(({ args: [{ input }] }) => [input.limit, input.nextToken])).toEqual([[3, undefined], [1, '2']]);
  });

  test('An event without a time or a text is left out, and an empty token ends the listing.', async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [{ message: 'a' }, { timestamp: 1 }, { timestamp: NaN, message: 'b' }], nextToken: '' });
    expect(await read()).toEqual([]);
    expect(inputs()).toHaveLength(1);
  });
});
