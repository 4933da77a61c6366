import type { Alarm } from '../../../drill/simulation/alarms/alarm';
import type { Condition } from '../../../drill/simulation/conditions';
import { DeadLetterQueue, failureRecord } from '../../../drill/simulation/delivery/dead-letter-queue';
import { unformattedMessage } from '../../../drill/simulation/delivery/message';
import { filledIn, PipeHost } from '../../../drill/simulation/delivery/pipe-host';
import { Topics } from '../../../drill/simulation/delivery/topics';
import type { Account, FunctionModel, PolicyStatementModel } from '../../../template/model';
import { alarmOf, functionOf, lambdaMetric, pipeOf, queueOf, subscriptionOf, topicOf } from '../accounts';
import { at, Bench, START } from './bench';

const INTAKE = topicOf('Intake');
const CRITICAL = topicOf('CriticalTopic', { displayName: 'CRITICAL' });
const QUEUE = queueOf('undelivered');

function allow(service: string, action: string, sourceArn: string): PolicyStatementModel {
  return { effect: 'Allow', principals: [`service:${service}`], actions: [action], resources: ['*'], conditions: { ArnLike: { 'aws:SourceArn': [sourceArn] } } };
}

const NOTIFIER = functionOf('notifier', { invokePolicy: [allow('sns.amazonaws.com', 'lambda:InvokeFunction', INTAKE.arn)] });
const OPEN_QUEUE = { ...QUEUE, policy: [allow('sns.amazonaws.com', 'sqs:SendMessage', INTAKE.arn)] };
const METRIC = (metricName: string): { namespace: string; metricName: string; dimensions: Record<string, string> } => ({ namespace: 'AWS/SNS', metricName, dimensions: { TopicName: INTAKE.name } });
const [DELIVERED, FAILED, REDRIVEN, NOT_REDRIVEN] = ['NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed', 'NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq'].map(METRIC) as [ReturnType<typeof METRIC>, ReturnType<typeof METRIC>, ReturnType<typeof METRIC>, ReturnType<typeof METRIC>];

interface Given {
  readonly model?: FunctionModel;
  readonly queue?: typeof OPEN_QUEUE | typeof QUEUE;
  readonly deadLetterArn?: string;
  readonly account?: Partial<Account>;
  readonly conditions?: readonly Condition[];
  readonly withPipe?: boolean;
}

/** An alarm goes to ALARM at 02:00 and notifies a topic with a subscribed function. */
async function deliver({ model = NOTIFIER, queue = OPEN_QUEUE, deadLetterArn = QUEUE.arn, account = {}, conditions = [], withPipe = false }: Given = {}): Promise<{ topics: Topics; bench: Bench; received: { at: number; payload: string }[]; queue: DeadLetterQueue }> {
  const pipe = pipeOf(queue, CRITICAL, { inputTemplate: '"Not sent by the notifier: <$.body.Message>"' });
  const bench = new Bench({
    account: {
      functions: [model], topics: [INTAKE, CRITICAL], queues: [queue], pipes: [pipe],
      subscriptions: [subscriptionOf(INTAKE, { protocol: 'lambda', endpoint: model.arn, deadLetterArn }), subscriptionOf(CRITICAL)], ...account,
    }, conditions,
  }).keep(DELIVERED, FAILED, REDRIVEN, NOT_REDRIVEN);
  const topics = new Topics(bench);
  const received: { at: number; payload: string }[] = [];
  topics.receivers.set(model.arn, { model, invoke: (now, _slot, payload) => void received.push({ at: now, payload }) });
  const dead = new DeadLetterQueue(bench, queue);
  topics.queues.set(queue.arn, dead);
  if (withPipe) new PipeHost(bench, pipe, dead, topics).start();
  const actions = { alarm: [INTAKE.arn], ok: [], insufficientData: [] };
  const alarm: Alarm = { model: alarmOf('OrdersFailed', lambdaMetric('Orders', 'Errors'), { description: 'FAILED? Orders', actions }), state: 'ALARM', history: [] };
  bench.queue.at(at('02:00'), () => topics.act(alarm, { at: at('02:00'), from: 'OK', to: 'ALARM', reason: 'Threshold Crossed: 1 datapoint.' }));
  await bench.until(at('03:00'));
  return { topics, bench, received, queue: dead };
}

describe('A function that is subscribed to a topic', () => {
  test('receives the alarm as CloudWatch sends it to programs, and no person has been notified by that.', async () => {
    const { topics, received, bench } = await deliver();
    expect(received.map((one) => one.at)).toEqual([at('02:00:01')]);
    const { Records: [{ Sns: { Message, TopicArn } }] } = JSON.parse(received[0]!.payload) as { Records: [{ Sns: { Message: string; TopicArn: string } }] };
    expect(TopicArn).toBe(INTAKE.arn);
    expect(JSON.parse(Message)).toMatchObject({ AlarmName: 'OrdersFailed', AlarmDescription: 'FAILED? Orders', NewStateValue: 'ALARM', OldStateValue: 'OK', StateChangeTime: '2026-06-01T02:00:00.000+0000' });
    expect(topics.messages).toEqual([]);
    expect(bench.points(DELIVERED)).toEqual(['02:00:00 1']);
  });

  test.each<[string, Given]>([
    ['is deleted', { conditions: [{ from: START, to: Infinity, invocable: () => 'deleted' }] }],
    ['lost the permission', { conditions: [{ from: START, to: Infinity, invocable: () => 'notPermitted' }] }],
    ['never had a permission', { model: { ...NOTIFIER, invokePolicy: [] } }],
    ['has one for another topic', { model: { ...NOTIFIER, invokePolicy: [allow('sns.amazonaws.com', 'lambda:InvokeFunction', CRITICAL.arn)] } }],
  ])('and %s receives nothing: the message is in the dead-letter queue, and both are counted.', async (_why, given) => {
    const { received, queue, bench, topics } = await deliver(given);
    expect(received).toEqual([]);
    expect(queue.messages.map(({ body }) => JSON.parse(body) as object)).toMatchObject([{ Type: 'Notification', TopicArn: INTAKE.arn }]);
    expect([bench.points(FAILED), bench.points(REDRIVEN), bench.points(NOT_REDRIVEN)]).toEqual([['02:00:00 1'], ['02:00:00 1'], []]);
    expect(topics.lost).toEqual([]);
  });

  test('loses a message when it cannot be invoked and the dead-letter queue refuses it, which is counted.', async () => {
    const { topics, bench } = await deliver({ model: { ...NOTIFIER, invokePolicy: [] }, queue: QUEUE });
    expect(topics.lost.map(({ why }) => why)).toEqual(['the policy of the function notifier does not let the topic invoke it, and the policy of the queue undelivered does not let sns.amazonaws.com send to it']);
    expect([bench.points(FAILED), bench.points(REDRIVEN), bench.points(NOT_REDRIVEN)]).toEqual([['02:00:00 1'], [], ['02:00:00 1']]);
  });
});

describe('A pipe from the dead-letter queue to a topic', () => {
  const dead = { model: { ...NOTIFIER, invokePolicy: [] }, withPipe: true };

  test('sends people the unformatted alarm, with its own name and state.', async () => {
    const { topics, queue } = await deliver(dead);
    expect(queue.messages).toEqual([]);
    expect(topics.messages).toMatchObject([{ at: at('02:00:02'), alarm: 'OrdersFailed', state: 'ALARM', severity: 'critical', kind: 'raw', to: ['email:data@example.com'] }]);
    expect(topics.messages[0]!.text).toMatch(/^Not sent by the notifier: \{"AlarmName":"OrdersFailed",/);
  });

  test.each<[string, Partial<Account>]>([
    ['that is stopped', { pipes: [pipeOf(OPEN_QUEUE, CRITICAL, { running: false })] }],
    ['whose role may not read the queue', { rolePolicies: new Map([['pipe', [{ effect: 'Allow', principals: [], actions: ['sns:Publish'], resources: ['*'], conditions: {} }]]]) }],
    ['whose role may not publish', { rolePolicies: new Map([['pipe', [{ effect: 'Allow', principals: [], actions: ['sqs:*'], resources: ['*'], conditions: {} }]]]), topics: [INTAKE, { ...CRITICAL, policy: [] }] }],
  ])('%s leaves the message in the queue.', async (_which, account) => {
    const bench = new Bench({ account: { topics: [INTAKE, CRITICAL], subscriptions: [subscriptionOf(CRITICAL)], pipes: [pipeOf(OPEN_QUEUE, CRITICAL)], ...account } });
    const topics = new Topics(bench);
    const queue = new DeadLetterQueue(bench, OPEN_QUEUE);
    new PipeHost(bench, bench.account.pipes[0]!, queue, topics).start();
    queue.receive(START, { body: '{}', attributes: {} });
    await bench.until(at('01:00'));
    expect(queue.messages).toHaveLength(1);
    expect(topics.messages).toEqual([]);
  });
});

describe('a pipe\'s template', () => {
  const record = { body: '{"Message":"{\\"AlarmName\\":\\"A\\"}","Subject":"ALARM: \\"A\\""}', attributes: { Count: 1 }, list: ['a', 'b'] };

  test.each([
    ['"Raw: <$.body.Subject>"', 'Raw: ALARM: "A"'],
    ['"<$.body.Message.AlarmName> <$.list[1]> <$.attributes.Count>"', 'A b 1'],
    ['{"alarm": <$.attributes>}', '{"alarm": {"Count":1}}'],
    ['"<$.nothing> <aws.pipes.pipe-name> <other>"', ' p <other>'],
    ['{"alarm": <$.body>, "subject": <$.body.Subject>, "again": "<$.body.Subject>"}', `{"alarm": ${record.body}, "subject": "ALARM: \\"A\\"", "again": "ALARM: \\"A\\""}`],
    ['"not closed', '"not closed'],
  ])('%s gives %s', (template, text) => {
    expect(filledIn(template, record, { 'aws.pipes.pipe-name': 'p' })).toBe(text);
  });
});

describe('A message that no code of the library has written', () => {
  test('is about the alarm in the record of the failed invocation.', () => {
    const payload = JSON.stringify({ Records: [{ Sns: { Message: JSON.stringify({ AlarmName: 'OrdersFailed', NewStateValue: 'OK' }) } }] });
    const text = failureRecord({ functionArn: NOTIFIER.arn, payload, condition: 'RetriesExhausted', attempts: 3, error: { errorType: 'Error', errorMessage: 'no' } }, START);
    expect(JSON.parse(text)).toMatchObject({ requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 }, responsePayload: { errorType: 'Error' } });
    expect(unformattedMessage(text)).toEqual({ by: 'OrdersFailed', state: 'OK', subject: 'AWS Notification Message', text, kind: 'raw' });
  });

  test.each(['{"requestPayload":{"kind":"tick"}}', 'no JSON', '{broken', '[]', '{"AlarmName":5}'])('%s is about nothing that has a name, and reports that something is wrong.', (text) => {
    expect(unformattedMessage(text)).toMatchObject({ by: 'something that is not an alarm', state: 'ALARM' });
  });
});
