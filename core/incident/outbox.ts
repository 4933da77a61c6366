import { DAY, Instant, SECOND } from '../time';
import type { IncidentRecord, Notification } from './record';

/** So long a notice belongs to whoever claimed it; whoever died meanwhile loses it to the next. */
export const CLAIM = 90 * SECOND;

/** So many keys are remembered of what was sent. */
const MOST_KEYS = 40;

/** Notices that nobody is sending at the moment, in the order in which they were decided. */
export function unclaimed({ outbox }: IncidentRecord, now: Instant): Notification[] {
  return outbox.filter(({ claimedUntil }) => claimedUntil === undefined || claimedUntil <= now);
}

/** Takes a notice for oneself. */
export function claim(record: IncidentRecord, key: string, now: Instant): IncidentRecord {
  return change(record, key, (notification) => ({ ...notification, claimedUntil: now + CLAIM }));
}

/** Gives a claimed notice back, since it could not be sent. */
export function release(record: IncidentRecord, key: string): IncidentRecord {
  return change(record, key, ({ claimedUntil: _until, ...notification }) => notification);
}

/** Holds a notice back, to be told together with others. */
export function hold(record: IncidentRecord, key: string): IncidentRecord {
  return change(record, key, ({ claimedUntil: _until, ...notification }) => ({ ...notification, pending: true }));
}

/** The notice was sent: its key is remembered, so that it is never decided again. */
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
