import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { readTopic } from '../../../../lambda/checker/aws-ports';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const client = new SNSClient({ region: 'eu-west-1' });
const sns = mockClient(client);

beforeEach(() => sns.reset());

test('A topic has a policy and a number of confirmed subscriptions.', async () => {
  sns.on(GetTopicAttributesCommand, { TopicArn: TOPIC }).resolves({ Attributes: { Policy: '{}', SubscriptionsConfirmed: '2', SubscriptionsPending: '1' } });
  expect(await readTopic(client, TOPIC, endless())).toEqual({ policy: '{}', confirmed: 2 });
});

test('A topic without a policy in the answer has none.', async () => {
  sns.on(GetTopicAttributesCommand).resolves({ Attributes: { SubscriptionsConfirmed: '0' } });
  expect(await readTopic(client, TOPIC, endless())).toEqual({ policy: undefined, confirmed: 0 });
});

test.each([
  ['no attributes', {}, 'no'],
  ['no count', { Attributes: { Policy: '{}' } }, 'no'],
  ['no number', { Attributes: { SubscriptionsConfirmed: 'many' } }, '"many"'],
  ['an empty count', { Attributes: { SubscriptionsConfirmed: '' } }, '""'],
])('An answer with %s is an error.', async (_what, output, shown) => {
  sns.on(GetTopicAttributesCommand).resolves(output);
  await expect(readTopic(client, TOPIC, endless())).rejects.toThrow(new Error(`GetTopicAttributes answered with ${shown} SubscriptionsConfirmed`));
});

test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
  sns.on(GetTopicAttributesCommand).rejects(error);
  await expect(readTopic(client, TOPIC, endless())).rejects.toThrow(error);
});

test('A call that hangs fails when its time is over.', async () => {
  sns.on(GetTopicAttributesCommand).callsFake(hanging);
  await expect(readTopic(client, TOPIC, soonOver())).rejects.toBe(OVER);
});
