import { emptyRecord, IncidentRecord, Notification } from '../../../core/incident/record';
import { MINUTE } from '../../../core/time';
import { NotifierRun } from '../../../lambda/notifier/run';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { ENVIRONMENT } from './scene';

const NOW = Date.parse('2026-03-10T06:00:00Z');
const NOTIFICATION: Notification = { key: 'Orders/opened', kind: 'opened', severity: 'critical', decidedAt: NOW, pending: false };

function runAt(ports: FakeNotifierPorts, now = NOW): NotifierRun {
  return new NotifierRun({ ports, environment: ENVIRONMENT, now });
}

function withNotification(): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  ports.table.put({ ...emptyRecord('Orders'), outbox: [NOTIFICATION] });
  return ports;
}

function stored(ports: FakeNotifierPorts): IncidentRecord {
  return ports.table.peek('Orders').record;
}

test('Of two runs at once, only one claims a notification.', async () => {
  const ports = withNotification();
  const claims = await Promise.all([runAt(ports).claim('Orders', NOTIFICATION.key), runAt(ports).claim('Orders', NOTIFICATION.key)]);
  expect(claims.sort()).toEqual([false, true]);
  expect(stored(ports).outbox).toEqual([{ ...NOTIFICATION, claimedUntil: NOW + 1.5 * MINUTE }]);
});

test('A claim ends after 90 seconds, so that a later run can claim the notification.', async () => {
  const ports = withNotification();
  expect(await runAt(ports).claim('Orders', NOTIFICATION.key)).toBe(true);
  expect(await runAt(ports, NOW + MINUTE).claim('Orders', NOTIFICATION.key)).toBe(false);
  expect(await runAt(ports, NOW + 2 * MINUTE).claim('Orders', NOTIFICATION.key)).toBe(true);
});

test('A notification that is no longer in the outbox cannot be claimed.', async () => {
  expect(await runAt(withNotification()).claim('Orders', 'Orders/another')).toBe(false);
});

test('An update reads a record only once in a run.', async () => {
  const ports = withNotification();
  let loads = 0;
  ports.disturb.load = () => { loads += 1; };
  const run = runAt(ports);
  await run.update('Orders', (record) => ({ ...record, digestFor: 1 }));
  await run.update('Orders', (record) => ({ ...record, digestFor: 2 }));
  expect([stored(ports).digestFor, loads]).toEqual([2, 1]);
});
