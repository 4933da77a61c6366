import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { MINUTE } from '../../../core/time';
import { cachedTable, updateRecord } from '../../../lambda/notifier/incident-records';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';

const NOW = Date.parse('2026-03-10T06:00:00Z');

/** A record that can be told from others. */
function record(digestFor: number): IncidentRecord {
  return { ...emptyRecord('Orders'), digestFor };
}

/** Counts what is asked of a table in which there is a record. */
function account(): { ports: FakeNotifierPorts; loads: () => number } {
  const ports = new FakeNotifierPorts();
  ports.table.put(record(1));
  let loads = 0;
  ports.disturb.load = () => { loads += 1; };
  return { ports, loads: () => loads };
}

test('What was listed is not loaded again.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  expect(await table.load('Orders')).toEqual({ record: record(1), revision: 1 });
  expect(loads()).toBe(0);
});

test('What was loaded or written is not loaded again, and is written again with the revision that it has.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await updateRecord(table, 'Orders', NOW, () => record(2));
  await updateRecord(table, 'Orders', NOW, () => record(3));
  expect(ports.table.peek('Orders')).toEqual({ record: record(3), revision: 3 });
  expect(loads()).toBe(1);
});

test('What somebody else has changed since is read when a write finds that out.', async () => {
  const { ports } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  ports.table.put(record(7));
  await updateRecord(table, 'Orders', NOW, ({ digestFor }) => record(digestFor! + 1));
  expect(ports.table.peek('Orders').record).toEqual(record(8));
});

test('A listing that is older than what was written does not take it back.', async () => {
  const { ports } = account();
  const stale = [{ record: record(1), revision: 1 }];
  ports.table.loadAll = async () => stale;
  const table = cachedTable(ports.table);
  await updateRecord(table, 'Orders', NOW, () => record(2));
  expect(await table.loadAll()).toEqual([{ record: record(2), revision: 2 }]);
});

test('After a write of which it is not known whether it was done, the record is read.', async () => {
  const { ports, loads } = account();
  const table = cachedTable(ports.table);
  await table.loadAll();
  ports.disturb.saved = () => { throw new FakeError('TimeoutError'); };
  await expect(table.save(record(2), 1, NOW)).rejects.toThrow();
  expect(await table.load('Orders')).toEqual({ record: record(2), revision: 2 });
  expect(loads()).toBe(1);
});

test('Send slots are those of the table behind it, which all processes share.', async () => {
  const { ports } = account();
  const table = cachedTable(ports.table);
  const asked: string[] = [];
  ports.disturb.acquireSendSlot = (sort) => { asked.push(sort); };
  expect(await table.acquireSendSlot('opened', NOW + MINUTE)).toBe(true);
  expect(asked).toEqual(['opened']);
});
