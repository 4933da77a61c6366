import fc from 'fast-check';
import { readEvent } from '../../../lambda/notifier/handle';

/** A record as SNS hands it to a function. */
const record = (Message: unknown) => ({ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Type: 'Notification', MessageId: 'a-1', Subject: 'ALARM', Message, Timestamp: '2026-03-10T06:20:31.000Z' } });

test("The schedule's event is a tick.", () => {
  expect(readEvent({ kind: 'tick' })).toEqual({ kind: 'tick' });
});

test("A topic's event has the texts of its messages, in their order.", () => {
  expect(readEvent({ Records: [record('first'), record('second')] })).toEqual({ kind: 'messages', texts: ['first', 'second'], unreadable: [] });
});

test('A record that is not a message does not hide the others.', () => {
  const records = [record(7), record('second'), null, { EventSource: 'aws:sqs', body: 'b' }];
  expect(readEvent({ Records: records })).toEqual({ kind: 'messages', texts: ['second'], unreadable: [records[0], null, records[3]] });
});

test.each([
  [undefined, 'nothing'], [null, 'null'], ['tick', '"tick"'], [{ kind: 'tock' }, '{"kind":"tock"}'], [{ Records: [] }, '{"Records":[]}'], [{ Records: {} }, '{"Records":{}}'],
])('Any other event (%j) is an error that shows the event.', (event, shown) => {
  expect(() => readEvent(event)).toThrow(new Error(`the event is neither a tick nor from a topic: ${shown}`));
});

test('Only the beginning of a long event is shown.', () => {
  expect(() => readEvent({ text: 'x'.repeat(1000) })).toThrow(new Error(`the event is neither a tick nor from a topic: {"text":"${'x'.repeat(191)}`));
});

test('Every event is a tick, a list of messages and other records, or an error of one line.', () => {
  const anyRecord = fc.oneof(fc.string().map(record), fc.jsonValue(), fc.record({ Sns: fc.jsonValue() }));
  const event = fc.oneof(fc.jsonValue(), fc.record({ Records: fc.array(anyRecord, { maxLength: 5 }) }), fc.record({ kind: fc.oneof(fc.constant('tick'), fc.jsonValue()), Records: fc.jsonValue() }));
  fc.assert(fc.property(event, (given) => {
    try {
      const read = readEvent(given);
      if (read.kind === 'tick') return;
      expect(read.texts.length + read.unreadable.length).toBe((given as { Records: unknown[] }).Records.length);
      expect(read.texts.every((text) => typeof text === 'string')).toBe(true);
    } catch (error) {
      expect((error as Error).message).toMatch(/^the event is neither a tick nor from a topic: .{1,200}$/s);
    }
  }), { numRuns: 300 });
});
