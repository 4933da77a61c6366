import fc from 'fast-check';
import { readRecord, RecordError } from '../../../core/incident/read-record';
import { emptyRecord } from '../../../core/incident/record';
import { damaged, pathsOf } from '../damaged';
import { fullRecord } from './sample-record';
import { alarm, Story } from './story';

const read = (value: unknown) => readRecord(JSON.stringify(value));

test.each([
  ['nothing', emptyRecord('Orders')],
  ['everything', fullRecord()],
  ['an alarm and its notification', new Story({}, false).receives(alarm('Failed', 'ALARM', '2026-11-24 02:10')).record],
  ['an incident that ended', new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:20')).receives(alarm('ProofOfLife', 'OK', '2026-11-24 04:20')).record],
])('A record of %s is read as it was written.', (_what, record) => {
  expect(read(record)).toEqual(record);
});

test('Additional fields of a newer version are kept.', () => {
  expect(read({ ...emptyRecord('Orders'), later: 1 })).toEqual({ ...emptyRecord('Orders'), later: 1 });
});

test.each([
  ['no JSON', '', 'record: $ is not JSON: ""'],
  ['a list', '[]', 'record: $ must be an object, got []'],
  ['an empty object', '{}', 'record: pipeline is missing'],
])('A text that is %s is refused.', (_what, text, problem) => {
  expect(() => readRecord(text)).toThrow(problem);
});

test.each([
  [['alarms', 'Orders-Failed', 'state'], 'FINE', 'alarms["Orders-Failed"].state must be OK or ALARM or INSUFFICIENT_DATA, got "FINE"'],
  [['alarms', 'Orders-Failed', 'raisedAt', 0], '02:10', 'alarms["Orders-Failed"].raisedAt[0] must be a number, got "02:10"'],
  [['incident', 'thread', 0, 'sent'], 1, 'incident.thread[0].sent must be true or false, got 1'],
  [['incident', 'thread'], {}, 'incident.thread must be a list, got {}'],
  [['incident', 'verdict'], 'ok', 'incident.verdict must be missed or stuck or failed, got "ok"'],
  [['closed', 'recovery'], undefined, 'closed.recovery is missing'],
  [['outbox', 0, 'kind'], 'cheer', 'outbox[0].kind must be opened or raised or failedAgain or reminder or stillBroken or escalated or recovered or catchUp or explained or digest, got "cheer"'],
  [['suppressed'], null, 'suppressed must be a number, got null'],
])('Damaged at %j with %j it is refused, and the place is named.', (path, put, problem) => {
  expect(() => read(damaged(fullRecord(), path, put))).toThrow(`record: ${problem}`);
});

test('Any text, and any record damaged in one place, is read or refused with a RecordError.', () => {
  const damage = fc.tuple(fc.constantFrom(...pathsOf(fullRecord())), fc.jsonValue()).map(([path, put]) => JSON.stringify(damaged(fullRecord(), path, put)));
  fc.assert(fc.property(fc.oneof(damage, fc.json(), fc.string()), (text) => {
    try {
      readRecord(text);
    } catch (error) {
      expect(error).toBeInstanceOf(RecordError);
    }
  }), { numRuns: 1000 });
});

test('A text nested as deeply as an item is long is refused with a RecordError.', () => {
  for (const text of ['['.repeat(350_000), `${'['.repeat(175_000)}${']'.repeat(175_000)}`]) expect(() => readRecord(text)).toThrow(RecordError);
});
