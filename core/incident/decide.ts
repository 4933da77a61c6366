import { unique } from '../collections';
import { DAY, type Instant } from '../time';
import type { IncidentRecord, Notification, NotificationKind, OpenIncident, Recovery, SeenAlarm } from './record';
import { type FoldContext, RATE_LIMIT_PER_DAY } from './rules';

/** People read the thread, and one item of a table holds it. Older lines are only counted. */
const MOST_LINES = 30;

/** Adds a line that no message has sent yet. */
export function addLine(incident: OpenIncident, at: Instant, text: string): OpenIncident {
  const thread = [...incident.thread, { at, text, sent: false }];
  const dropped = Math.max(0, thread.length - MOST_LINES);
  return { ...incident, thread: thread.slice(dropped), droppedLines: incident.droppedLines + dropped };
}

/** The thread after a message has sent all of it. */
function sentThread({ thread }: OpenIncident): OpenIncident['thread'] {
  return thread.map((line) => ({ ...line, sent: true }));
}

/** Kinds that the rate limit does not suppress: something is more severe than earlier messages said. */
const BEYOND_THE_LIMIT: readonly NotificationKind[] = ['raised', 'escalated'];

/** What a notification is decided with. */
interface Decision {
  readonly kind: Exclude<NotificationKind, 'digest'>;
  /** Distinguishes what may be decided several times in one incident. */
  readonly number?: string | number;
  readonly alarm?: SeenAlarm;
  readonly recovered?: Recovery;
}

/**
 * Puts a notification about an incident into the outbox and notes in the incident that it was sent. If the rate limit is
 * reached, the notification is suppressed and counted; one message follows when the limit ends.
 *
 * @returns the record, with the incident as it is after the notification, unless the incident is closed
 */
export function decide(record: IncidentRecord, incident: OpenIncident, decision: Decision, { now, rateLimitPerDay = RATE_LIMIT_PER_DAY }: FoldContext): IncidentRecord {
  const { kind, number, alarm, recovered } = decision;
  const isOpen = recovered === undefined && record.incident !== undefined;
  const key = [incident.id, kind, ...(number === undefined ? [] : [number])].join('/');
  if (record.sentKeys.includes(key) || record.outbox.some((notification) => notification.key === key)) return isOpen ? { ...record, incident } : record;
  const isLimited = record.rateLimitedUntil !== undefined && now < record.rateLimitedUntil;
  if (isLimited && !BEYOND_THE_LIMIT.includes(kind)) return { ...record, suppressed: record.suppressed + 1, ...(isOpen ? { incident } : {}) };

  const sentAt = record.sentAt.filter((at) => at > now - DAY);
  const reachesLimit = !isLimited && sentAt.length + record.outbox.length + 1 >= rateLimitPerDay;
  const rateLimitedUntil = reachesLimit ? (sentAt[0] ?? now) + DAY : record.rateLimitedUntil;
  const severity = incident.severity;
  const notified: OpenIncident = { ...incident, lastNotificationAt: now, notifiedSeverities: unique([...incident.notifiedSeverities, severity]) };
  const notification: Notification = {
    key, kind, severity, decidedAt: now, incident: notified, pending: false,
    ...(alarm === undefined ? {} : { alarm }),
    ...(recovered === undefined ? {} : { recovered }),
    ...(reachesLimit ? { lastUntil: rateLimitedUntil } : {}),
  };
  return { ...record, sentAt, outbox: [...record.outbox, notification], rateLimitedUntil, ...(isOpen ? { incident: { ...notified, thread: sentThread(incident) } } : {}) };
}

/** Ends an incident. Sends one message if an earlier message reported the incident. */
export function close(record: IncidentRecord, incident: OpenIncident, recovery: Omit<Recovery, 'failures'>, context: FoldContext): IncidentRecord {
  const recovered = { ...recovery, failures: incident.failures };
  const { incident: _open, ...rest } = record;
  const closed: IncidentRecord = { ...rest, closed: { incident, recovery: recovered } };
  return incident.notifiedSeverities.length === 0 ? closed : decide(closed, incident, { kind: 'recovered', recovered }, context);
}
