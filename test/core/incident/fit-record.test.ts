import { fitRecord, readRecord } from '../../../core/incident/read-record';
import { IncidentRecord, OpenIncident, SeenAlarm } from '../../../core/incident/record';
import { fullRecord } from './sample-record';

const LONG = 'Ü'.repeat(500);

/** A record that is long only because of its texts. */
function longRecord(): IncidentRecord {
  const record = fullRecord();
  const alarms = (['OK', 'ALARM'] as const).flatMap((state) => Array.from({ length: 10 }, (_, index): SeenAlarm => (
    { ...record.alarms['Orders-Failed']!, name: `${state}-${index}`, state, means: LONG, lookFirst: LONG, reason: LONG })));
  const incident: OpenIncident = { ...record.incident!, thread: Array.from({ length: 30 }, (_, index) => ({ at: index, text: `${index} ${LONG}`, sent: true })) };
  return {
    ...record,
    alarms: Object.fromEntries(alarms.map((alarm) => [alarm.name, alarm])),
    incident,
    closed: { ...record.closed!, incident },
    outbox: [{ ...record.outbox[0]!, incident }],
  };
}

function fitted(maxBytes: number): IncidentRecord {
  const json = fitRecord(longRecord(), maxBytes);
  expect(Buffer.byteLength(json!)).toBeLessThanOrEqual(maxBytes);
  return readRecord(json!);
}

/**
 * How many lines the threads have (of the closed incident, of a pending notification, of the open incident), and how many
 * alarms have texts.
 */
function words({ closed, outbox, incident, alarms }: IncidentRecord): number[] {
  return [closed!.incident.thread.length, outbox[0]!.incident!.thread.length, incident!.thread.length, Object.values(alarms).filter(({ means }) => means !== '').length];
}

test('A record that fits is written as it is.', () => {
  expect(fitRecord(fullRecord(), 350_000)).toBe(JSON.stringify(fullRecord()));
});

test.each([
  [170_000, [30, 30, 30, 20]],
  [150_000, [0, 30, 30, 20]],
  [110_000, [0, 3, 30, 20]],
  [80_000, [0, 3, 30, 10]],
  [60_000, [0, 3, 3, 10]],
  [30_000, [0, 3, 3, 0]],
])('Of %d bytes it has the words that are missed most: %j.', (maxBytes, left) => {
  expect(words(fitted(maxBytes))).toEqual(left);
});

test('However short a record is, it keeps what is open, owed and sent, and counts dropped lines.', () => {
  const whole = longRecord();
  const short = fitted(30_000);
  expect(short.incident).toEqual({ ...whole.incident, thread: whole.incident!.thread.slice(-3), droppedLines: 30 });
  expect(short.outbox).toEqual([{ ...whole.outbox[0], incident: short.incident }]);
  expect([short.sentKeys, short.sentAt, short.rateLimitedUntil, short.suppressed]).toEqual([whole.sentKeys, whole.sentAt, whole.rateLimitedUntil, whole.suppressed]);
  expect(Object.values(short.alarms)).toEqual(Object.values(whole.alarms).map(({ lookFirst: _lookFirst, ...alarm }) => ({ ...alarm, means: '', reason: 'Ü'.repeat(120) })));
});

test('A notification keeps all lines that no message has sent, however short it is.', () => {
  const whole = longRecord();
  const incident = { ...whole.outbox[0]!.incident!, thread: whole.incident!.thread.map((line, index) => ({ ...line, sent: index < 25 })) };
  const short = readRecord(fitRecord({ ...whole, outbox: [{ ...whole.outbox[0]!, incident }] }, 110_000)!);
  expect(short.outbox[0]!.incident).toEqual({ ...incident, thread: incident.thread.slice(25), droppedLines: 28 });
});

test('A record that cannot be shortened enough is not written.', () => {
  expect(fitRecord(longRecord(), 10_000)).toBeUndefined();
});
