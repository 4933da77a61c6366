import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { readAlarmChange } from '../../../core/alarm-change';
import { emptyRecord } from '../../../core/incident/record';
import { MachineEvent } from '../../../core/message/facts';
import { SECOND } from '../../../core/time';
import { createClients } from '../../../lambda/notifier/aws-ports';
import type { Flow } from '../../../lambda/notifier/handle';
import { createHandler, Handler } from '../../../lambda/notifier/handler';
import type { NotifierPorts } from '../../../lambda/notifier/ports';
import { COMPOSITE_ALARM, METRIC_ALARM } from '../../core/alarm-change/messages';
import { hanging, named } from '../shared/failing-calls';
import { VARIABLES } from './variables';

const NOW = Date.parse('2026-03-10T06:20:31Z');
const MINUTE_LEFT = { getRemainingTimeInMillis: () => 60_000 };
const METRIC = JSON.stringify(METRIC_ALARM);
const COMPOSITE = JSON.stringify(COMPOSITE_ALARM);
const EVENT: MachineEvent = { version: 1, kind: 'opened', observatory: 'Prod', severity: 'critical', subject: 's', text: 't' };

const mocks = {
  parameterStore: mockClient(SSMClient), cloudWatch: mockClient(CloudWatchClient), stepFunctions: mockClient(SFNClient), notifications: mockClient(SNSClient),
  tables: mockClient(DynamoDBClient), events: mockClient(EventBridgeClient), logs: mockClient(CloudWatchLogsClient), lambda: mockClient(LambdaClient),
  scheduler: mockClient(SchedulerClient), queues: mockClient(SQSClient),
};
const { notifications, tables, events, parameterStore } = mocks;
/** TypeScript finds no common type for the mocks of different clients. */
const everyCall = Object.values(mocks) as unknown as (typeof mocks)['tables'][];

let lines: Record<string, unknown>[];
let printing: jest.SpyInstance;
let received: unknown[][];

beforeEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
  notifications.on(PublishCommand).resolves({ MessageId: 'a-1' });
  lines = [];
  received = [];
  printing = jest.spyOn(console, 'log').mockImplementation((line: string) => { lines.push(JSON.parse(line) as Record<string, unknown>); });
});
afterEach(() => printing.mockRestore());

/** Records alarms and ticks, and does nothing. */
const RECORDING: Flow = {
  receive: async (_ports, environment, change, now) => { received.push([environment.address.observatory, change.alarmName, now]); },
  tick: async (_ports, environment, now) => {
    received.push([environment.address.observatory, now]);
    return { incidents: 3 };
  },
};

function handlerWith(flow?: Partial<Flow>, variables: NodeJS.ProcessEnv = VARIABLES): Handler {
  const around = { clients: createClients(), variables, clock: () => NOW };
  return flow === undefined ? createHandler(around) : createHandler(around, { ...RECORDING, ...flow });
}

/** The event with which SNS invokes a function. */
function messages(...texts: string[]): unknown {
  return { Records: texts.map((text) => ({ EventSource: 'aws:sns', Sns: { Type: 'Notification', MessageId: 'a-1', Message: text } })) };
}

/** The ports that the flow gets. */
async function portsOf(invocation = MINUTE_LEFT, event: unknown = { kind: 'tick' }, use: (ports: NotifierPorts) => unknown = () => undefined): Promise<NotifierPorts> {
  let given: NotifierPorts | undefined;
  const take = async (ports: NotifierPorts): Promise<never> => {
    given = ports;
    return await use(ports) as never;
  };
  await handlerWith({ tick: take, receive: take })(event, invocation);
  return given!;
}

async function collected<T>(all: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

function published(): unknown[] {
  return notifications.commandCalls(PublishCommand).map(({ args }) => [args[0].input.TopicArn, args[0].input.Subject]);
}

test("A message of the intake topic is received as an alarm's change, with the time of the invocation.", async () => {
  const changes: unknown[] = [];
  expect(await handlerWith({ receive: async (_ports, _environment, change, now) => { changes.push(change, now); } })(messages(METRIC), MINUTE_LEFT)).toBeUndefined();
  expect(changes).toEqual([readAlarmChange(METRIC), NOW]);
});

test('Every message of an event is received, in order.', async () => {
  await handlerWith({})(messages(METRIC, COMPOSITE), MINUTE_LEFT);
  expect(received).toEqual([['Prod', 'Orders-ProofOfLife', NOW], ['Prod', 'Anything: wrong', NOW]]);
});

test("The schedule's event is a tick, and the invocation returns its result.", async () => {
  expect(await handlerWith({})({ kind: 'tick' }, MINUTE_LEFT)).toEqual({ incidents: 3 });
  expect(received).toEqual([['Prod', NOW]]);
});

test('Each successful invocation writes a line to the log.', async () => {
  await handlerWith({})(messages(METRIC, COMPOSITE), MINUTE_LEFT);
  await handlerWith({})({ kind: 'tick' }, MINUTE_LEFT);
  const now = '2026-03-10T06:20:31.000Z';
  expect(lines).toEqual([{ level: 'INFO', now, event: 'received', messages: 2 }, { level: 'INFO', now, event: 'tick', incidents: 3 }]);
});

describe('a message that is not an alarm', () => {
  test('The message is forwarded to the critical topic as it is, and logged.', async () => {
    await handlerWith({})(messages('Disk is full on "host 7"'), MINUTE_LEFT);
    expect(received).toEqual([]);
    expect(published()).toEqual([[VARIABLES.CRITICAL_TOPIC_ARN, 'A message to Prod that is not an alarm']]);
    expect(JSON.parse(notifications.commandCalls(PublishCommand)[0].args[0].input.Message!)).toEqual({
      default: 'This message arrived in the topic for alarms of the observatory Prod. It is forwarded as it is, because it cannot be read as an alarm '
        + '(alarm message: $ is not JSON: "Disk is full on \\"host 7\\"").\n\nDisk is full on "host 7"',
      sms: 'A message to Prod that is not an alarm: Disk is full on "host 7"',
    });
    expect(lines[0]).toEqual({ level: 'WARN', event: 'notAnAlarm', problem: 'alarm message: $ is not JSON: "Disk is full on \\"host 7\\""', message: 'Disk is full on "host 7"' });
  });

  test('The SMS has one part, with characters that every phone shows.', async () => {
    await handlerWith({})(messages(`für\u0000 \`${'x'.repeat(500)}`), MINUTE_LEFT);
    const { sms } = JSON.parse(notifications.commandCalls(PublishCommand)[0].args[0].input.Message!) as { sms: string };
    expect(sms).toBe(`A message to Prod that is not an alarm: für '${'x'.repeat(102)}...`);
  });

  test('When the message cannot be forwarded, the invocation rejects.', async () => {
    notifications.on(PublishCommand).rejects(named('AuthorizationErrorException', 'not allowed'));
    await expect(handlerWith({})(messages('Disk is full'), MINUTE_LEFT))
      .rejects.toThrow(/^1 of 1 messages failed, the first because of AuthorizationErrorException: not allowed$/);
  });
});

describe('failures', () => {
  test('An alarm that cannot be sent rejects the invocation after the other alarms, and is logged with its text.', async () => {
    const receive: Flow['receive'] = async (ports, environment, change, now) => {
      if (change.alarmName === 'Orders-ProofOfLife') throw named('ThrottlingException', 'Rate exceeded');
      await RECORDING.receive(ports, environment, change, now);
    };
    await expect(handlerWith({ receive })(messages(METRIC, COMPOSITE, METRIC), MINUTE_LEFT))
      .rejects.toThrow(/^2 of 3 messages failed, the first because of ThrottlingException: Rate exceeded$/);
    expect(received).toEqual([['Prod', 'Anything: wrong', NOW]]);
    expect(lines).toEqual(Array.from({ length: 2 }, () => ({ level: 'ERROR', event: 'notReceived', problem: 'ThrottlingException: Rate exceeded', message: METRIC })));
  });

  test('A record that is not a message rejects the invocation after the other records.', async () => {
    const event = { Records: [{ EventSource: 'aws:sqs', body: 'b' }, { Sns: { Message: METRIC } }] };
    await expect(handlerWith({})(event, MINUTE_LEFT)).rejects.toThrow(new Error('the event contains something that is not a message of a topic: {"EventSource":"aws:sqs","body":"b"}'));
    expect(received).toHaveLength(1);
  });

  test('An event that is neither a tick nor from a topic rejects the invocation.', async () => {
    await expect(handlerWith({})({ hello: 'world' }, MINUTE_LEFT)).rejects.toThrow(new Error('the event is neither a tick nor from a topic: {"hello":"world"}'));
  });

  test('A tick that fails rejects the invocation.', async () => {
    await expect(handlerWith({ tick: () => Promise.reject(new Error('no')) })({ kind: 'tick' }, MINUTE_LEFT)).rejects.toThrow(new Error('no'));
  });

  test.each(Object.keys(VARIABLES))('A missing %s rejects the invocation.', async (name) => {
    await expect(handlerWith({}, { ...VARIABLES, [name]: undefined })(messages(METRIC), MINUTE_LEFT))
      .rejects.toThrow(new Error(`environment variable ${name} is missing: deploy the observatory's stack again`));
  });

  test('An alarm rejects the invocation when AWS refuses every call.', async () => {
    for (const mock of everyCall) mock.onAnyCommand().rejects(named('AccessDeniedException', 'no'));
    await expect(handlerWith()(messages(METRIC), MINUTE_LEFT)).rejects.toThrow('1 of 1 messages failed');
  });
});

describe('the ports', () => {
  test('The ports call the clients with the settings of the environment.', async () => {
    tables.on(GetItemCommand).resolves({});
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    parameterStore.on(GetParametersByPathCommand).resolves({ Parameters: [] }).on(GetParametersCommand).resolves({ Parameters: [] });
    notifications.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
    await portsOf(MINUTE_LEFT, { kind: 'tick' }, async (ports) => {
      expect(await ports.table.load('Orders')).toEqual({ record: emptyRecord('Orders'), revision: 0 });
      expect(await collected(ports.contracts())).toEqual([]);
      expect(await collected(ports.profiles())).toEqual([]);
      expect(await ports.parameters(['/o/Orders'])).toEqual([]);
      expect(await ports.alarms([])).toEqual(new Map());
      expect(await ports.subscribers('arn:topic')).toEqual([]);
      await ports.publish('arn:topic', { subject: 'Subject', text: 'text', sms: 'sms' });
      await ports.emit(EVENT);
      ports.log({ level: 'INFO', event: 'said' });
    });
    expect(tables.commandCalls(GetItemCommand)[0].args[0].input.TableName).toBe('Incidents');
    expect(parameterStore.commandCalls(GetParametersByPathCommand).map(({ args }) => args[0].input.Path)).toEqual(['/observed-pipeline/Prod', '/observed-pipeline/Prod/profiles']);
    expect(published()).toEqual([['arn:topic', 'Subject']]);
    expect(events.commandCalls(PutEventsCommand)).toHaveLength(1);
    expect(lines[0]).toEqual({ level: 'INFO', event: 'said' });
  });

  test('A tick reads for as long as its invocation allows, and a message waits at most 12 seconds for its explanation.', async () => {
    expect((await portsOf()).timeLeft()).toBe(50 * SECOND);
    expect((await portsOf(MINUTE_LEFT, messages(METRIC))).timeLeft()).toBe(12 * SECOND);
  });

  describe('a service that does not answer', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    /** The number of seconds after which the call of a port fails. */
    async function givesUpAfter(call: (ports: NotifierPorts) => Promise<unknown>): Promise<number> {
      // Jest does not fake the timers of a signal.
      const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation((millis) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(named('TimeoutError', 'too slow')), millis);
        return controller.signal;
      });
      for (const mock of everyCall) mock.onAnyCommand().callsFake(hanging);
      const begun = Date.now();
      let after = NaN;
      const invocation = { getRemainingTimeInMillis: () => 60_000 - (Date.now() - begun) };
      const done = portsOf(invocation, { kind: 'tick' }, (ports) => call(ports).catch(() => { after = Date.now() - begun; }));
      await jest.advanceTimersByTimeAsync(60_000);
      await done;
      timeout.mockRestore();
      return after / SECOND;
    }

    test.each<[string, number, (ports: NotifierPorts) => Promise<unknown>]>([
      ['the table', 5, (ports) => ports.table.load('Orders')],
      ['the bus', 5, (ports) => ports.emit(EVENT)],
      ['a topic', 10, (ports) => ports.publish('arn:topic', { subject: 'Subject', text: 'text', sms: 'sms' })],
      ['evidence', 50, (ports) => ports.alarms(['a'])],
    ])('The call %s ends after %d seconds, so that the rest can still be done.', async (_what, seconds, call) => {
      expect(await givesUpAfter(call)).toBe(seconds);
    });
  });

  test('No invocation leaves a timer for the next one, whatever its result.', async () => {
    jest.useFakeTimers();
    await portsOf();
    await handlerWith({ tick: () => Promise.reject(new Error('no')) })({ kind: 'tick' }, MINUTE_LEFT).catch(() => undefined);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});

test('The clients use the standard retry mode, with up to 4 attempts of 10 seconds each.', async () => {
  const { diagnosis: _ofItsOwn, ...clients } = createClients();
  for (const client of Object.values(clients as unknown as Record<string, CloudWatchClient>)) {
    expect(await client.config.maxAttempts()).toBe(4);
    expect(client.config.retryMode).toBe('standard');
    // The SDK's handler resolves its options in a microtask.
    await Promise.resolve();
    const handler = client.config.requestHandler as unknown as { configProvider: Promise<Record<string, unknown>> };
    expect(await handler.configProvider).toMatchObject({ connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true });
  }
});

test('The entry point exports the handler that Lambda calls.', async () => {
  const { handler } = await import('../../../lambda/notifier');
  await expect(handler({ kind: 'tick' }, MINUTE_LEFT)).rejects.toThrow(/^environment variable [A-Z_]+ is missing/);
});
