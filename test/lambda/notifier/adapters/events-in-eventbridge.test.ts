import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import type { MachineEvent } from '../../../../core/message/facts';
import { putEvent } from '../../../../lambda/notifier/adapters/events-in-eventbridge';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const EVENT: MachineEvent = {
  version: 1, kind: 'opened', observatory: 'Prod', severity: 'critical', subject: 'Orders did not start', text: 'Orders did not start.', pipeline: 'Orders',
  incident: { id: 'Orders 1', since: '2026-03-10T06:00:00.000Z', question: 'ALIVE', failures: 1, open: true },
};
const client = new EventBridgeClient({ region: 'eu-west-1' });
const bus = mockClient(client);

beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'a-1' }] });
});

async function put(event: MachineEvent): Promise<{ type?: string; detail: MachineEvent; bytes: number }> {
  await putEvent(client, event, endless());
  const { DetailType: type, Detail: text } = bus.commandCalls(PutEventsCommand).at(-1)!.args[0].input.Entries![0];
  return { type, detail: JSON.parse(text!) as MachineEvent, bytes: Buffer.byteLength(text!) };
}

test("An event is put on the account's default bus, complete.", async () => {
  await putEvent(client, EVENT, endless());
  expect(bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input)).toEqual([
    { Entries: [{ Source: 'cdk-observed-pipeline', DetailType: 'Pipeline Incident', Detail: JSON.stringify(EVENT) }] },
  ]);
});

test.each([
  ['digest', 'Pipeline Digest'], ['recovered', 'Pipeline Incident'], ['massOpened', 'Pipeline Incident'],
] as const)('The kind %s has the detail type %s.', async (kind, type) => {
  expect((await put({ ...EVENT, kind })).type).toBe(type);
});

test('An event that is too long loses its long parts, and keeps everything that programs decide by.', async () => {
  const long = Array.from({ length: 3000 }, (_, index) => `Pipeline number ${index} of the observatory, ${'x'.repeat(80)}`);
  const { detail, bytes } = await put({
    ...EVENT, text: 'ü'.repeat(100_000), pipelines: long, reasons: long.map((text) => ({ id: 'a', text, next: 'Look.' })), links: long.map((title) => ({ title, url: 'https://example.com' })),
  });
  expect(bytes).toBeLessThan(256 * 1024);
  expect(detail).toEqual({
    ...EVENT, text: 'ü'.repeat(10_000), pipelines: long.slice(0, 200), reasons: [{ id: 'a', text: long[0], next: 'Look.' }], links: [{ title: long[0], url: 'https://example.com' }],
  });
});

test('An event that stays too long is an error, because EventBridge would refuse it.', async () => {
  await expect(putEvent(client, { ...EVENT, runbookUrl: 'x'.repeat(300_000) }, endless())).rejects.toThrow(/^the event has 300\d+ bytes, EventBridge takes 255000$/);
  expect(bus.calls()).toEqual([]);
});

test.each([
  ['with its reason', { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }] }, 'InternalFailure: try again'],
  ['without one', { FailedEntryCount: 1 }, 'no code: no message'],
  ['by an answer that says nothing', {}, 'no code: no message'],
])('An event that EventBridge refuses, %s, is an error.', async (_how, output, reason) => {
  bus.on(PutEventsCommand).resolves(output);
  await expect(putEvent(client, EVENT, endless())).rejects.toThrow(new Error(`PutEvents did not take the event: ${reason}`));
});

test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
  bus.on(PutEventsCommand).rejects(error);
  await expect(putEvent(client, EVENT, endless())).rejects.toBe(error);
});

test('A call that hangs fails when its time is over.', async () => {
  bus.on(PutEventsCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(putEvent(client, EVENT, signal)).rejects.toBe(OVER);
  expect(bus.commandCalls(PutEventsCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});
