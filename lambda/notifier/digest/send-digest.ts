import { digestKey, digestMessage } from '../../../core/digest/digest-message';
import { digestDue, nextDigest } from '../../../core/digest/due';
import { release, sent, unclaimed } from '../../../core/incident/outbox';
import { emptyRecord, IncidentRecord, Notification } from '../../../core/incident/record';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { Instant } from '../../../core/time';
import { claimed, DeliveryError, sendTo } from '../deliver';
import type { NotifierEnvironment } from '../environment';
import { updateRecord } from '../incident-records';
import type { NotifierPorts } from '../ports';
import { gatherDigest } from './gather-digest';

/**
 * Tells the digest when it is due: once for each slot, however many ticks there are at once. A digest that nobody could
 * send is sent by a later tick; that no digest comes at all is what its reader has to notice.
 *
 * @returns when the next one is due
 * @throws DeliveryError when it could not be sent
 */
export async function sendDigest(ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], now: Instant): Promise<Instant | undefined> {
  const { digest } = environment;
  if (digest === undefined) return undefined;
  const next = nextDigest(digest.schedule, now);
  const known = records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF) ?? emptyRecord(OBSERVATORY_ITSELF);
  if (digestDue(digest.schedule, known.digestFor, undefined, now) === undefined && known.outbox.every(({ kind }) => kind !== 'digest')) return next;
  const record = await updateRecord(ports.table, OBSERVATORY_ITSELF, now, (current) => {
    const due = digestDue(digest.schedule, current.digestFor, undefined, now);
    if (due === undefined) return current;
    const noted = { ...current, digestFor: due.slot };
    return due.send ? { ...noted, outbox: [...noted.outbox, notificationOf(due.slot, now)] } : noted;
  });
  for (const notification of unclaimed(record, now)) {
    if (notification.kind === 'digest' && await claimed(ports, OBSERVATORY_ITSELF, notification.key, now)) await send(ports, environment, notification, now);
  }
  return next;
}

function notificationOf(slot: Instant, now: Instant): Notification {
  return { key: digestKey(slot), kind: 'digest', severity: 'warning', decidedAt: now, pending: false, slot };
}

async function send(ports: NotifierPorts, environment: NotifierEnvironment, { key, slot }: Notification, now: Instant): Promise<void> {
  const facts = await gatherDigest(ports, environment, (await ports.table.loadAll()).map(({ record }) => record), slot!, now);
  const problems = await sendTo(ports, environment.digest!.topicArns, digestMessage(facts));
  await updateRecord(ports.table, OBSERVATORY_ITSELF, now, (record) => (problems === 'notSent' ? release(record, key) : sent(record, key, now)));
  if (problems === 'notSent') throw new DeliveryError([`${key} was not sent`]);
  if (problems.length > 0) throw new DeliveryError(problems);
}
