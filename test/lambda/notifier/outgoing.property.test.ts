import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { readDescription } from '../../../core/signals';
import { septets } from '../../../core/text/plain-text';
import { publishToTopic } from '../../../lambda/notifier/adapters/sns';
import { unformattedMessage } from '../../../lambda/notifier/fallback-message';
import type { OutgoingMessage } from '../../../lambda/notifier/ports';
import { forwardUnmarked } from '../../../lambda/notifier/receive';
import { endless } from '../shared/failing-calls';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { change, CRITICAL, ENVIRONMENT } from './scene';

const sns = mockClient(SNSClient);
/** One line of characters of GSM 03.38. */
const GSM_LINE = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ -Z¤¡ÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('', '\r\nBcc: everybody@example.com', '\u0000', '\u202egnp.exe', '😀'.repeat(500), 'x'.repeat(3000), '\ud800', '\u2028next', '{"default":"forged"}'),
);

/** The input that SNS gets for a message. */
async function published(message: OutgoingMessage): Promise<{ subject: string; default: string; sms: string; bytes: number }> {
  sns.reset();
  sns.on(PublishCommand).resolves({});
  await publishToTopic(new SNSClient({}), CRITICAL, message, endless());
  const { Subject: subject = '', Message: text = '' } = sns.commandCalls(PublishCommand)[0]!.args[0].input;
  return { subject, ...JSON.parse(text) as { default: string; sms: string }, bytes: Buffer.byteLength(text) };
}

test('SNS accepts every message: the subject is printable ASCII, and the texts for mail and SMS are within its limits.', async () => {
  const message = fc.record({ subject: anyText, text: fc.oneof({ weight: 20, arbitrary: anyText }, fc.constant('é\n"'.repeat(30_000))), sms: anyText });
  await fc.assert(fc.asyncProperty(message, async (given) => {
    const { subject, bytes, sms, ...texts } = await published(given);
    expect(subject).toMatch(/^[A-Za-z0-9][ -~]{0,98}$/);
    expect(bytes).toBeLessThan(250_000);
    expect(sms.length).toBeLessThanOrEqual(1500);
    if (given.text.length < 1000) expect(texts.default).toBe(given.text);
  }), { numRuns: 100 });
});

test('Every message in the intake topic that is not an alarm is sent in full by mail, and in one line by SMS.', async () => {
  await fc.assert(fc.asyncProperty(anyText, anyText, async (text, problem) => {
    const message = unformattedMessage(ENVIRONMENT.address, text, problem);
    expect(message.sms).toMatch(GSM_LINE);
    expect(septets(message.sms)).toBeLessThanOrEqual(150);
    expect(message.text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
    expect((await published(message)).subject).toBe(message.subject);
  }), { numRuns: 100 });
});

test('The name and the texts of a foreign alarm are sent in single lines.', async () => {
  await fc.assert(fc.asyncProperty(anyText, anyText, anyText, async (alarmName, description, reason) => {
    fc.pre(readDescription(description) === undefined);
    const ports = new FakeNotifierPorts();
    await forwardUnmarked(ports, ENVIRONMENT, change(undefined, 'X', 'ALARM', Date.UTC(2026, 2, 10), { alarmName, description, reason }));
    const [message] = ports.messagesTo(CRITICAL);
    expect(message!.sms).toMatch(GSM_LINE);
    expect(septets(message!.sms)).toBeLessThanOrEqual(150);
    expect(message!.text.split('\n').length).toBeLessThanOrEqual(3);
    expect(message!.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect((await published(message!)).subject).toMatch(/^ALARM: [ -~]*$|^ALARM:$/);
  }), { numRuns: 100 });
});
