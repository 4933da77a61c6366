import type { Alarm } from '../../../drill/simulation/alarms/alarm';
import type { Condition } from '../../../drill/simulation/conditions';
import { isAtLeast, severityOf } from '../../../drill/simulation/delivery/message';
import { Topics } from '../../../drill/simulation/delivery/topics';
import type { AlarmModel, KeyModel, PolicyStatementModel, SubscriptionModel, TopicModel } from '../../../template/model';
import { alarmOf, lambdaMetric, subscriptionOf, topicOf } from '../accounts';
import { at, Bench, START } from './bench';

const ALLOW: PolicyStatementModel = { effect: 'Allow', principals: ['service:cloudwatch.amazonaws.com'], actions: ['sns:Publish'], resources: ['*'], conditions: {} };
const DENY_INSECURE: PolicyStatementModel = {
  effect: 'Deny', principals: ['*'], actions: ['sns:Publish'], resources: ['*'], conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
};
const TOPIC = topicOf('CriticalTopic', { displayName: 'CRITICAL', policy: [DENY_INSECURE, ALLOW] });
const PUBLISHED = { namespace: 'AWS/SNS', metricName: 'NumberOfMessagesPublished', dimensions: { TopicName: TOPIC.name } };
const DELIVERED = { ...PUBLISHED, metricName: 'NumberOfNotificationsDelivered' };

/** An alarm with an action on a topic goes to ALARM at 02:00. */
function deliver({ topic = TOPIC, subscriptions = [subscriptionOf(TOPIC)], keys = [], conditions = [], model = {}, to = 'ALARM', keep = [] }: {
  readonly topic?: TopicModel; readonly subscriptions?: readonly SubscriptionModel[]; readonly keys?: readonly KeyModel[];
  readonly conditions?: readonly Condition[]; readonly model?: Partial<AlarmModel>; readonly to?: 'OK' | 'ALARM';
  readonly keep?: readonly (typeof PUBLISHED)[];
} = {}): { topics: Topics; bench: Bench } {
  const bench = new Bench({ account: { topics: [topic], subscriptions, keys }, conditions }).keep(PUBLISHED, DELIVERED, ...keep);
  const topics = new Topics(bench);
  const actions = { alarm: [topic.arn], ok: [], insufficientData: [] };
  const alarm: Alarm = { model: alarmOf('OrdersFailed', lambdaMetric('Orders', 'Errors'), { description: 'FAILED? Orders', actions, ...model }), state: to, history: [] };
  topics.act(alarm, { at: at('02:00'), from: 'OK', to, reason: 'Threshold Crossed: 1 datapoint.' });
  return { topics, bench };
}

describe('an alarm\'s action', () => {
  test('A topic whose policy lets CloudWatch publish notifies its subscribers.', async () => {
    const { topics, bench } = deliver({ subscriptions: [subscriptionOf(TOPIC), subscriptionOf(TOPIC, { protocol: 'sms', endpoint: '+15550100' })] });
    expect(topics.messages).toHaveLength(1);
    expect(topics.messages[0]).toMatchObject({ at: at('02:00'), alarm: 'OrdersFailed', state: 'ALARM', severity: 'critical', to: ['email:data@example.com', 'sms:+15550100'] });
    await bench.until(at('02:05'));
    expect([bench.points(PUBLISHED), bench.points(DELIVERED)]).toEqual([['02:00:00 1'], ['02:00:00 2']]);
  });

  test.each([
    ['A failed attempt on a web hook is counted, and the next one succeeds.', 'https', 'hiccup', ['02:00:00 1'], ['02:00:20 1']],
    ['A web hook that is gone is tried four times in a minute.', 'https', 'lost', ['02:00:00 1', '02:00:20 1', '02:00:40 1', '02:01:00 1'], []],
    ['Other subscribers are counted once, when SNS gives up.', 'email', 'lost', ['02:00:00 1'], []],
    ['Attempts on other subscribers that succeed later are not counted.', 'email', 'hiccup', [], ['02:00:20 1']],
  ] as const)('%s', async (_, protocol, hindrance, failed, delivered) => {
    const FAILED = { ...PUBLISHED, metricName: 'NumberOfNotificationsFailed' };
    const { topics, bench } = deliver({
      subscriptions: [subscriptionOf(TOPIC, { protocol })], conditions: [{ from: START, to: Infinity, delivery: () => hindrance }], keep: [FAILED],
    });
    await bench.until(at('02:05'));
    expect([bench.points(FAILED), bench.points(DELIVERED)]).toEqual([failed, delivered]);
    expect(topics.messages[0]!.to).toHaveLength(hindrance === 'hiccup' ? 1 : 0);
  });

  test('The message has CloudWatch\'s subject, and says what, why and when.', () => {
    const [message] = deliver().topics.messages;
    expect(message!.subject).toBe('ALARM: "OrdersFailed" in US East (N. Virginia)');
    expect(message!.text.split('\n').slice(0, 4)).toEqual([
      'The alarm "OrdersFailed" in US East (N. Virginia) went to ALARM at 2026-06-01 02:00:00 UTC: Threshold Crossed: 1 datapoint.',
      '',
      'Alarm details:',
      '- Name:          OrdersFailed',
    ]);
    expect(message!.text).toContain('FAILED? Orders');
    expect(message!.text).toContain('- AWS/Lambda Errors (Sum) FunctionName = Orders');
  });

  test('A subject is never longer than SNS accepts.', () => {
    const [message] = deliver({ model: { name: 'x'.repeat(200) } }).topics.messages;
    expect(message!.subject.length).toBeLessThan(100);
  });

  test('A topic that only denies insecure transport accepts nothing, because its policy replaced the default one.', () => {
    const topic = { ...TOPIC, policy: [DENY_INSECURE] };
    const { topics } = deliver({ topic });
    expect(topics.messages).toEqual([]);
    expect(topics.lost[0]?.why).toContain('topic policy: no statement allows');
  });

  test('A topic without a policy has the default one, which allows it.', () => {
    expect(deliver({ topic: { ...TOPIC, policy: undefined } }).topics.messages).toHaveLength(1);
  });

  test('A topic with a key that CloudWatch may not use accepts nothing.', () => {
    const key: KeyModel = { stack: 'App', logicalId: 'Key', id: 'key-1', arn: 'arn:aws:kms:us-east-1:111122223333:key/key-1', policy: [] };
    const { topics } = deliver({ topic: { ...TOPIC, keyId: 'key-1' }, keys: [key] });
    expect(topics.messages).toEqual([]);
    expect(topics.lost[0]?.why).toContain('key policy');
  });

  test('The drill assumes that CloudWatch may use a key outside the templates, and notes it.', () => {
    const { topics, bench } = deliver({ topic: { ...TOPIC, keyId: 'alias/alerts' } });
    expect(topics.messages).toHaveLength(1);
    expect(bench.assumptions.list).toEqual([{
      where: TOPIC.arn, what: 'the topic\'s key alias/alerts is not in the templates, so its policy is not known; the drill assumes that CloudWatch may use it',
    }]);
  });

  test('A phone receives the subject of an alarm, which fits.', () => {
    const { topics } = deliver({ subscriptions: [subscriptionOf(TOPIC, { protocol: 'sms', endpoint: '+15550100' })], model: { description: 'x'.repeat(1024), entries: [] } });
    expect(topics.messages[0]?.to).toEqual(['sms:+15550100']);
  });

  test.each([[1600, ['email:data@example.com', 'sms:+15550100']], [1601, ['email:data@example.com']]])('A text of %d characters without a short text for phones reaches %j.', async (length, to) => {
    const { topics, bench } = deliver({ to: 'OK', subscriptions: [subscriptionOf(TOPIC), subscriptionOf(TOPIC, { protocol: 'sms', endpoint: '+15550100' })] });
    topics.publish(undefined, TOPIC.arn, { by: 'OrdersFailed', state: 'ALARM', subject: 's', text: 'x'.repeat(length) }, at('02:00'));
    expect(topics.messages[0]?.to).toEqual(to);
    await bench.until(at('02:05'));
    expect(bench.points(DELIVERED)).toEqual([`02:00:00 ${to.length}`]);
    expect(topics.lost.map(({ why }) => why)).toEqual(to.length === 2 ? [] : ['an SMS of 1,601 characters is longer than the 1,600 that SNS sends']);
  });

  test('A long text with a short one reaches phones.', () => {
    const { topics } = deliver({ to: 'OK', subscriptions: [subscriptionOf(TOPIC, { protocol: 'sms', endpoint: '+15550100' })] });
    topics.publish(undefined, TOPIC.arn, { by: 'OrdersFailed', state: 'ALARM', subject: 's', text: 'x'.repeat(5000), sms: 'Orders failed' }, at('02:00'));
    expect(topics.messages[0]?.to).toEqual(['sms:+15550100']);
  });

  test('A message of more than 256 KiB is refused as a whole.', () => {
    const { topics } = deliver({ to: 'OK' });
    const publish = (bytes: number): string | undefined => topics.publish(undefined, TOPIC.arn, { by: 'b', state: 'ALARM', subject: 's', text: 'ü'.repeat(bytes / 2) }, at('02:00'));
    expect([publish(262_144), publish(262_146)]).toEqual([undefined, 'a message of 262,146 bytes is larger than the 262,144 that SNS accepts']);
    expect(topics.messages).toHaveLength(1);
  });

  test('A topic without subscribers accepts the message, and nobody receives it.', () => {
    expect(deliver({ subscriptions: [] }).topics.messages.map(({ to }) => to)).toEqual([[]]);
  });

  test('A subscription that is not confirmed receives nothing.', () => {
    const { topics } = deliver({ conditions: [{ from: START, to: Infinity, confirmed: () => false }] });
    expect(topics.messages.map(({ to }) => to)).toEqual([[]]);
  });

  test.each([
    ['on attributes', { filterPolicy: '{"severity":["critical"]}' }, 0], ['that is empty', { filterPolicy: ' { } ' }, 1],
    ['on the body', { filterPolicy: '{"AlarmName":["OrdersFailed"]}', filterScope: 'MessageBody' as const }, 1],
  ])('A subscription with a filter %s receives %#.', (_filter, filter, recipients) => {
    expect(deliver({ subscriptions: [subscriptionOf(TOPIC, filter)] }).topics.messages[0]?.to).toHaveLength(recipients);
  });

  test('The drill assumes that a topic outside the templates reaches someone, and notes it.', () => {
    const { topics, bench } = deliver({ model: { actions: { alarm: ['arn:aws:sns:us-east-1:111122223333:company-alerts'], ok: [], insufficientData: [] } } });
    expect(topics.messages[0]?.to).toEqual(['topic:arn:aws:sns:us-east-1:111122223333:company-alerts']);
    expect(bench.assumptions.list).toEqual([{
      where: 'arn:aws:sns:us-east-1:111122223333:company-alerts', what: 'this topic is not in the templates; the drill assumes that it accepts messages and that someone receives them',
    }]);
  });

  test('An alarm with disabled actions, or without one for the state, notifies nobody.', () => {
    expect(deliver({ model: { actionsEnabled: false } }).topics.messages).toEqual([]);
    expect(deliver({ to: 'OK' }).topics.messages).toEqual([]);
  });

  test('Actions other than messages are not played, and are listed.', () => {
    const { topics } = deliver({ model: { actions: { alarm: ['arn:aws:lambda:us-east-1:111122223333:function:Pager'], ok: [], insufficientData: [] } } });
    expect(topics.messages).toEqual([]);
    expect(topics.lost[0]?.why).toBe('a drill plays no actions other than messages to topics');
  });
});

describe('the severity of a topic', () => {
  test.each([
    [{ displayName: 'CRITICAL', name: 't' }, 'critical'], [{ name: 'App-WarningTopic' }, 'warning'], [{ displayName: 'Data team', name: 't' }, 'Data team'], [{ name: 'alerts' }, 'alerts'],
  ])('%j is %s.', (topic, severity) => {
    expect(severityOf(topic)).toBe(severity);
  });

  test('A critical message is enough where a warning is required, but not the other way round; an unknown severity always is.', () => {
    expect([isAtLeast('critical', 'warning'), isAtLeast('warning', 'critical'), isAtLeast('warning', 'warning'), isAtLeast('alerts', 'critical')]).toEqual([true, false, true, true]);
  });
});
