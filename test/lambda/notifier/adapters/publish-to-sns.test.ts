import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { publishToTopic } from '../../../../lambda/notifier/adapters/sns';
import type { OutgoingMessage } from '../../../../lambda/notifier/ports';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const MESSAGE = { subject: 'NightlyOrders did not start', text: 'NightlyOrders did not start.\nDue 02:00.', sms: 'NightlyOrders did not start' };
const client = new SNSClient({ region: 'eu-west-1' });
const sns = mockClient(client);

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: 'a-1' });
});

/** The published message: its subject, and its texts by protocol. */
async function published(message: Partial<OutgoingMessage>): Promise<{ subject?: string; texts: Record<string, string>; bytes: number }> {
  await publishToTopic(client, TOPIC, { ...MESSAGE, ...message }, endless());
  const { Subject: subject, Message: text } = sns.commandCalls(PublishCommand).at(-1)!.args[0].input;
  return { subject, texts: JSON.parse(text!) as Record<string, string>, bytes: Buffer.byteLength(text!) };
}

test('A message has a subject, an SMS, and a text for all other subscribers.', async () => {
  await publishToTopic(client, TOPIC, MESSAGE, endless());
  expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([{
    TopicArn: TOPIC,
    Subject: 'NightlyOrders did not start',
    MessageStructure: 'json',
    Message: JSON.stringify({ default: MESSAGE.text, sms: MESSAGE.sms }),
  }]);
});

test.each([
  ['a line break and letters that are not ASCII', 'Bestellungen für\nMünchen', 'Bestellungen f?r?M?nchen'],
  ['no letter at its beginning', '(observatory) is not well', 'Alarm: (observatory) is not well'],
  ['nothing in it', '', 'Alarm:'],
  ['too many letters', 'x'.repeat(150), 'x'.repeat(99)],
  ['a space where it is cut', `${'x'.repeat(98)} yz`, 'x'.repeat(98)],
])('A subject with %s is changed to one that SNS accepts.', async (_what, subject, taken) => {
  expect((await published({ subject })).subject).toBe(taken);
});

test.each(['x', 'ü', '€', '\u0001', '"', '😀'])('A text that is too long is cut and says so (of %j).', async (character) => {
  const { texts, bytes } = await published({ text: character.repeat(250_000) });
  expect(bytes).toBeLessThan(256 * 1024);
  expect(texts.default).toBe(`${character.repeat(20_000 / character.length)}\n(cut here: the message was too long)`);
});

test('A cut never splits a character.', async () => {
  expect((await published({ text: `x${'😀'.repeat(100_000)}` })).texts.default).toBe(`x${'😀'.repeat(9_999)}\n(cut here: the message was too long)`);
});

test('An SMS that is too long for SNS is cut.', async () => {
  expect((await published({ sms: 'x'.repeat(2000) })).texts.sms).toBe('x'.repeat(1500));
});

test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
  sns.on(PublishCommand).rejects(error);
  await expect(publishToTopic(client, TOPIC, MESSAGE, endless())).rejects.toBe(error);
});

test('A call that hangs fails when its time is over.', async () => {
  sns.on(PublishCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(publishToTopic(client, TOPIC, MESSAGE, signal)).rejects.toBe(OVER);
  expect(sns.commandCalls(PublishCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});
