import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { deadLetters, rule, schedule } from '../../../../../lambda/notifier/diagnosis/aws-calls';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../../../shared/failing-calls';

const schedulerClient = new SchedulerClient({ region: 'eu-west-1' });
const scheduler = mockClient(schedulerClient);
const eventsClient = new EventBridgeClient({ region: 'eu-west-1' });
const events = mockClient(eventsClient);
const queuesClient = new SQSClient({ region: 'eu-west-1' });
const queues = mockClient(queuesClient);
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Lost-1';
const CHANGED = new Date('2026-03-09T17:05:00Z');

beforeEach(() => {
  scheduler.reset();
  events.reset();
  queues.reset();
});

const CALLS = [
  ['schedule', scheduler, GetScheduleCommand, ['ResourceNotFoundException'], (signal: AbortSignal) => schedule(schedulerClient, 'nightly', 'jobs', signal)],
  ['rule', events, DescribeRuleCommand, ['ResourceNotFoundException'], (signal: AbortSignal) => rule(eventsClient, 'nightly', undefined, signal)],
  ['deadLetters', queues, ReceiveMessageCommand, ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'], (signal: AbortSignal) => deadLetters(queuesClient, QUEUE, 10, signal)],
] as const;

describe.each(CALLS)('%s', (_name, mock, command, missing, call) => {
  const on = (): ReturnType<typeof queues.on> => (mock as typeof queues).on(command as typeof ReceiveMessageCommand);

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_what, error) => {
    on().rejects(error);
    await expect(call(endless())).rejects.toBe(error);
  });

  test.each(missing)('A resource that does not exist (%s) has no answer.', async (name) => {
    on().rejects(named(name, 'no such thing'));
    expect(await call(endless())).toBeUndefined();
  });

  test('A call that hangs fails when its time is over, and the request is aborted.', async () => {
    on().callsFake(hanging);
    const signal = soonOver();
    await expect(call(signal)).rejects.toBe(OVER);
    expect((mock as typeof queues).calls()[0]?.args.at(1)).toEqual({ abortSignal: signal });
  });
});

describe('schedules', () => {
  test('A schedule has a state, a date of its last change, and the dates between which it fires.', async () => {
    scheduler.on(GetScheduleCommand).resolves({ State: 'DISABLED', LastModificationDate: CHANGED, CreationDate: new Date(0), StartDate: new Date(1), EndDate: new Date(2), Target: { Arn: 'a', RoleArn: 'b', Input: '{"secret":1}' } });
    expect(await schedule(schedulerClient, 'nightly', 'jobs', endless())).toEqual({ enabled: false, changedAt: CHANGED.getTime(), startsAt: 1, endsAt: 2 });
    expect(scheduler.commandCalls(GetScheduleCommand).map(({ args }) => args[0].input)).toEqual([{ Name: 'nightly', GroupName: 'jobs' }]);
  });

  test('A schedule without changes has the date of its creation.', async () => {
    scheduler.on(GetScheduleCommand).resolves({ State: 'ENABLED', CreationDate: CHANGED });
    expect(await schedule(schedulerClient, 'nightly', 'jobs', endless())).toEqual({ enabled: true, changedAt: CHANGED.getTime() });
  });

  test('An answer without a state is an error, because the state must not be guessed.', async () => {
    scheduler.on(GetScheduleCommand).resolves({});
    await expect(schedule(schedulerClient, 'nightly', 'jobs', endless())).rejects.toThrow('GetSchedule answered without a state');
  });
});

describe('rules', () => {
  test.each([['ENABLED', true], ['DISABLED', false], ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', true]] as const)('A rule that is %s is returned as such.', async (State, enabled) => {
    events.on(DescribeRuleCommand).resolves({ State });
    expect(await rule(eventsClient, 'nightly', 'orders', endless())).toEqual({ enabled });
    expect(events.commandCalls(DescribeRuleCommand).map(({ args }) => args[0].input)).toEqual([{ Name: 'nightly', EventBusName: 'orders' }]);
  });

  test('An answer without a state is an error.', async () => {
    events.on(DescribeRuleCommand).resolves({});
    await expect(rule(eventsClient, 'nightly', undefined, endless())).rejects.toThrow('DescribeRule answered without a state');
  });
});

describe('dead letters', () => {
  const message = (id: string, sent: number, attributes: Readonly<Record<string, string>> = {}): Message => ({
    MessageId: id, Body: '{"secret":1}', Attributes: { SentTimestamp: `${sent}` },
    MessageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, StringValue]) => [name, { StringValue, DataType: 'String' }])),
  });

  test('The queue is read three times, and its messages stay visible to other readers.', async () => {
    queues.on(ReceiveMessageCommand).resolves({ Messages: [message('a', 5)] });
    expect(await deadLetters(queuesClient, QUEUE, 10, endless())).toEqual([{ at: 5 }]);
    const asked = queues.commandCalls(ReceiveMessageCommand).map(({ args }) => args[0].input);
    expect(asked).toEqual(Array(3).fill({
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/Lost-1', MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'], MessageAttributeNames: ['All'],
    }));
  });

  test('A queue of the Chinese partition has a URL of that partition.', async () => {
    queues.on(ReceiveMessageCommand).resolves({});
    await deadLetters(queuesClient, QUEUE.replace(':aws:', ':aws-cn:').replace('eu-west-1', 'cn-north-1'), 10, endless());
    expect(queues.commandCalls(ReceiveMessageCommand)[0]?.args[0].input.QueueUrl).toBe('https://sqs.cn-north-1.amazonaws.com.cn/111122223333/Lost-1');
  });

  test('The newest messages come first, each once, up to the wanted number.', async () => {
    queues.on(ReceiveMessageCommand).resolvesOnce({ Messages: [message('a', 1), message('b', 3)] }).resolvesOnce({ Messages: [message('b', 3), message('c', 2)] }).resolves({});
    expect(await deadLetters(queuesClient, QUEUE, 2, endless())).toEqual([{ at: 3 }, { at: 2 }]);
  });

  test.each([
    ['EventBridge Scheduler', { ERROR_CODE: 'E', ERROR_MESSAGE: 'm', SCHEDULE_ARN: 's', SCHEDULED_TIME: '2026-03-10T02:00:00Z', RETRY_ATTEMPTS: '0' }, { errorCode: 'E', errorMessage: 'm', source: 's', scheduledAt: Date.parse('2026-03-10T02:00:00Z') }],
    ['EventBridge', { ERROR_CODE: 'E', ERROR_MESSAGE: 'm', RULE_ARN: 'r', TARGET_ARN: 't' }, { errorCode: 'E', errorMessage: 'm', source: 'r' }],
    ['Lambda', { RequestID: 'x', ErrorCode: '200', ErrorMessage: 'm' }, { errorCode: '200', errorMessage: 'm' }],
    ['somebody else', { SCHEDULED_TIME: 'tomorrow' }, {}],
  ])('The attributes that %s writes are read, the body is not.', async (_who, attributes, letter) => {
    queues.on(ReceiveMessageCommand).resolves({ Messages: [message('a', 5, attributes as Record<string, string>)] });
    expect(await deadLetters(queuesClient, QUEUE, 10, endless())).toEqual([{ at: 5, ...letter }]);
  });

  test('A message without attributes counts.', async () => {
    queues.on(ReceiveMessageCommand).resolvesOnce({ Messages: [{}, {}] }).resolves({});
    expect(await deadLetters(queuesClient, QUEUE, 10, endless())).toEqual([{}, {}]);
  });
});
