import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { MINUTE } from '../../../core/time';
import { cachedTable, updateRecord } from '../../../lambda/notifier/incident-records';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';

const NOW = Date.parse('2026-03-10T06:00:00Z');

/** A record with a number that identifies it. */
function record(digestFor: number): IncidentRecord {
  return { ...emptyRecord('Orders'), digestFor };
}

/** An account whose table has one record, and a count of its loads. */
function account(): { ports: FakeNotifierPorts; loads: () => number } {
  const ports = new FakeNotifierPorts();
  ports.table.put(record(1));
  let loads = 0;
  ports.disturb.load = () => { loads += 1; };
  return { ports, loads: () => loads };
}

test('A listed record is not loaded again.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  expect(await table.load('Orders')).toEqual({ record: record(1), revision: 1 });
  expect(loads()).toBe(0);
});

test('A loaded or written record is not loaded again, and the next write uses its known revision.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await updateRecord(table, 'Orders', NOW, () => record(2));
  await updateRecord(table, 'Orders', NOW, () => record(3));
  expect(ports.table.peek('Orders')).toEqual({ record: record(3), revision: 3 });
  expect(loads()).toBe(1);
});

test('When a write is refused, the record of the other process is read.', async () => {
  const { ports } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  ports.table.put(record(7));
  await updateRecord(table, 'Orders', NOW, ({ digestFor }) => record(digestFor! + 1));
  expect(ports.table.peek('Orders').record).toEqual(record(8));
});

test('A listing that is older than a written record does not replace it.', async () => {
  const { ports } = account();
  const stale = [{ record: record(1), revision: 1 }];
  ports.table.loadAll = async () => stale;
  const table = cachedTable(ports.table);
  await updateRecord(table, 'Orders', NOW, () => record(2));
  expect(await table.loadAll()).toEqual([{ record: record(2), revision: 2 }]);
});

test('After a write with a lost answer, the record is read again.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  ports.disturb.saved = () => { throw new FakeError('TimeoutError'); };
  await expect(table.save(record(2), 1, NOW)).rejects.toThrow();
  expect(await table.load('Orders')).toEqual({ record: record(2), revision: 2 });
  expect(loads()).toBe(1);
});

test('Send slots come from the table itself, which all processes share.', async () => {
  const { ports } = account();
  const table = cachedTable(ports.table);
  const asked: string[] = [];
  ports.disturb.acquireSendSlot = (kind) => { asked.push(kind); };
  expect(await table.acquireSendSlot('opened', NOW + MINUTE)).toBe(true);
  expect(asked).toEqual(['opened']);
});
