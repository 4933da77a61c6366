import { DAY, Instant, SECOND } from '../time';
import type { IncidentRecord, Notification } from './record';

/** How long a notification belongs to the process that claimed it. If the process dies, the next one takes over. */
export const CLAIM = 90 * SECOND;

/** How many keys of sent notifications are remembered. */
const MOST_KEYS = 40;

/** Notifications that nobody is sending at the moment, in the order in which they were decided. */
export function unclaimed({ outbox }: IncidentRecord, now: Instant): Notification[] {
  return outbox.filter(({ claimedUntil }) => claimedUntil === undefined || claimedUntil <= now);
}

/** Claims a notification for this process. */
export function claim(record: IncidentRecord, key: string, now: Instant): IncidentRecord {
  return change(record, key, (notification) => ({ ...notification, claimedUntil: now + CLAIM }));
}

/** Returns a claimed notification that could not be sent. */
export function release(record: IncidentRecord, key: string): IncidentRecord {
  return change(record, key, ({ claimedUntil: _until, ...notification }) => notification);
}

/** Marks a notification as pending, to be sent in a group. */
export function hold(record: IncidentRecord, key: string): IncidentRecord {
  return change(record, key, ({ claimedUntil: _until, ...notification }) => ({ ...notification, pending: true }));
}

/** Removes a notification that was sent and remembers its key, so that it is never decided again. */
export function sent(record: IncidentRecord, key: string, now: Instant): IncidentRecord {
  if (!record.outbox.some((notification) => notification.key === key)) return record;
  return {
    ...record,
    outbox: record.outbox.filter((notification) => notification.key !== key),
    sentKeys: [...record.sentKeys, key].slice(-MOST_KEYS),
    sentAt: [...record.sentAt.filter((at) => at > now - DAY), now],
  };
}

function change(record: IncidentRecord, key: string, to: (notification: Notification) => Notification): IncidentRecord {
  return { ...record, outbox: record.outbox.map((notification) => (notification.key === key ? to(notification) : notification)) };
}
