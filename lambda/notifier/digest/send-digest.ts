import { digestKey, digestMessage } from '../../../core/digest/digest-message';
import { digestDue } from '../../../core/digest/due';
import { release, sent, unclaimed } from '../../../core/incident/outbox';
import { emptyRecord, IncidentRecord, Notification } from '../../../core/incident/record';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { Instant } from '../../../core/time';
import { DeliveryError, publishTo } from '../deliver';
import type { NotifierRun } from '../run';
import { gatherDigest } from './gather-digest';

/**
 * Sends the digest when it is due: once for each slot, however many ticks run at once. When a digest could not be sent, a
 * later tick sends it.
 *
 * If this code fails, the ticker's invocation fails and the alarm NotifierFailing fires. No alarm notices a digest that is
 * never due: its readers have to miss it.
 *
 * @throws DeliveryError when it could not be sent
 */
export async function sendDigest(run: NotifierRun, records: readonly IncidentRecord[]): Promise<void> {
  const { now, environment: { digest } } = run;
  if (digest === undefined) return;
  const known = records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF) ?? emptyRecord(OBSERVATORY_ITSELF);
  if (digestDue(digest.schedule, known.digestFor, undefined, now) === undefined && known.outbox.every(({ kind }) => kind !== 'digest')) return;
  const record = await run.update(OBSERVATORY_ITSELF, (current) => {
    const due = digestDue(digest.schedule, current.digestFor, undefined, now);
    if (due === undefined) return current;
    const noted = { ...current, digestFor: due.slot };
    return due.send ? { ...noted, outbox: [...noted.outbox, notificationOf(due.slot, now)] } : noted;
  });
  for (const notification of unclaimed(record, now)) {
    if (notification.kind === 'digest' && await run.claim(OBSERVATORY_ITSELF, notification.key)) await send(run, notification);
  }
}

function notificationOf(slot: Instant, now: Instant): Notification {
  return { key: digestKey(slot), kind: 'digest', severity: 'warning', decidedAt: now, pending: false, slot };
}

async function send(run: NotifierRun, { key, slot }: Notification): Promise<void> {
  const facts = await gatherDigest(run, await run.loadRecords(), slot!);
  const problems = await publishTo(run.ports, run.environment.digest!.topicArns, digestMessage(facts));
  await run.update(OBSERVATORY_ITSELF, (record) => (problems === 'notSent' ? release(record, key) : sent(record, key, run.now)));
  if (problems === 'notSent') throw new DeliveryError([`${key} was not sent`]);
  if (problems.length > 0) throw new DeliveryError(problems);
}
