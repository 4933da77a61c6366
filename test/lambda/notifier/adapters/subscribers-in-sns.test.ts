import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { listSubscribers } from '../../../../lambda/notifier/adapters/sns';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const MAIL = { Protocol: 'email', Endpoint: 'data@example.com', SubscriptionArn: `${TOPIC}:1` };
const SMS = { Protocol: 'sms', Endpoint: '+15550100', SubscriptionArn: 'PendingConfirmation' };
const client = new SNSClient({ region: 'eu-west-1' });
const sns = mockClient(client);

beforeEach(() => sns.reset());

test('Subscribers are listed page by page, confirmed or not.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolvesOnce({ Subscriptions: [MAIL], NextToken: 'more' }).resolvesOnce({ Subscriptions: [SMS], NextToken: '' });
  expect(await listSubscribers(client, TOPIC, endless())).toEqual([
    { protocol: 'email', endpoint: 'data@example.com', confirmed: true },
    { protocol: 'sms', endpoint: '+15550100', confirmed: false },
  ]);
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand).map(({ args }) => args[0].input)).toEqual([
    { TopicArn: TOPIC, NextToken: undefined }, { TopicArn: TOPIC, NextToken: 'more' },
  ]);
});

test('A topic without subscribers has an empty list.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
  expect(await listSubscribers(client, TOPIC, endless())).toEqual([]);
});

test('A deleted subscription is left out, and a subscription without an ARN is not confirmed.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [{ ...MAIL, SubscriptionArn: 'Deleted' }, {}] });
  expect(await listSubscribers(client, TOPIC, endless())).toEqual([{ protocol: 'unknown', endpoint: '', confirmed: false }]);
});

test('An answer without a list is an error, because it does not say that there are no subscribers.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({});
  await expect(listSubscribers(client, TOPIC, endless())).rejects.toThrow(new Error(`ListSubscriptionsByTopic answered without a list of subscriptions of ${TOPIC}`));
});

test('A listing that never ends is an error.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [MAIL], NextToken: 'again' });
  await expect(listSubscribers(client, TOPIC, endless())).rejects.toThrow(new Error(`${TOPIC} has more than 20 subscriptions`));
  expect(sns.calls()).toHaveLength(20);
});

test.each(FAILURES)('When any page %s, the listing fails with that error.', async (_how, error) => {
  sns.on(ListSubscriptionsByTopicCommand).resolvesOnce({ Subscriptions: [MAIL], NextToken: 'more' }).rejects(error);
  await expect(listSubscribers(client, TOPIC, endless())).rejects.toBe(error);
});

test('A call that hangs fails when its time is over.', async () => {
  sns.on(ListSubscriptionsByTopicCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(listSubscribers(client, TOPIC, signal)).rejects.toBe(OVER);
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});
