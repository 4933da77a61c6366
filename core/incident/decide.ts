import { unique } from '../collections';
import { DAY, type Instant } from '../time';
import type { IncidentRecord, Notification, NotificationKind, OpenIncident, Recovery, SeenAlarm } from './record';
import { type FoldContext, RATE_LIMIT_PER_DAY } from './rules';

/** A thread is read by people and kept in one item of a table: older lines are counted. */
const MOST_LINES = 30;

/** Adds a line that no message has told yet. */
export function addLine(incident: OpenIncident, at: Instant, text: string): OpenIncident {
  const thread = [...incident.thread, { at, text, sent: false }];
  const dropped = Math.max(0, thread.length - MOST_LINES);
  return { ...incident, thread: thread.slice(dropped), droppedLines: incident.droppedLines + dropped };
}

/** The thread after a message has sent all of it. */
function sentThread({ thread }: OpenIncident): OpenIncident['thread'] {
  return thread.map((line) => ({ ...line, sent: true }));
}

/** What must not wait for the cap to end: it says that something is graver than was told. */
const BEYOND_THE_CAP: readonly NotificationKind[] = ['raised', 'escalated'];

/** What a notice is decided with. */
interface Decision {
  readonly kind: Exclude<NotificationKind, 'digest'>;
  /** Tells apart what may be decided several times in an incident. */
  readonly number?: string | number;
  readonly alarm?: SeenAlarm;
  readonly recovered?: Recovery;
}

/**
 * Puts a notice about an incident into the outbox, and into the incident that it was told. Where the cap on messages is
 * reached it is swallowed and counted, to be told when the cap ends.
 *
 * @returns the record; its incident is the given one as it is after the notice, unless that one is closed
 */
export function decide(record: IncidentRecord, incident: OpenIncident, decision: Decision, { now, rateLimitPerDay = RATE_LIMIT_PER_DAY }: FoldContext): IncidentRecord {
  const { kind, number, alarm, recovered } = decision;
  const isOpen = recovered === undefined && record.incident !== undefined;
  const key = [incident.id, kind, ...(number === undefined ? [] : [number])].join('/');
  if (record.sentKeys.includes(key) || record.outbox.some((notification) => notification.key === key)) return isOpen ? { ...record, incident } : record;
  const isCapped = record.rateLimitedUntil !== undefined && now < record.rateLimitedUntil;
  if (isCapped && !BEYOND_THE_CAP.includes(kind)) return { ...record, suppressed: record.suppressed + 1, ...(isOpen ? { incident } : {}) };

  const sentAt = record.sentAt.filter((at) => at > now - DAY);
  const reachesCap = !isCapped && sentAt.length + record.outbox.length + 1 >= rateLimitPerDay;
  const rateLimitedUntil = reachesCap ? (sentAt[0] ?? now) + DAY : record.rateLimitedUntil;
  const severity = incident.severity;
  const notified: OpenIncident = { ...incident, lastNotificationAt: now, notifiedSeverities: unique([...incident.notifiedSeverities, severity]) };
  const notification: Notification = {
    key, kind, severity, decidedAt: now, incident: notified, pending: false,
    ...(alarm === undefined ? {} : { alarm }),
    ...(recovered === undefined ? {} : { recovered }),
    ...(reachesCap ? { lastUntil: rateLimitedUntil } : {}),
  };
  return { ...record, sentAt, outbox: [...record.outbox, notification], rateLimitedUntil, ...(isOpen ? { incident: { ...notified, thread: sentThread(incident) } } : {}) };
}

/** Ends an incident, and tells it once if anything of it was told. */
export function close(record: IncidentRecord, incident: OpenIncident, recovery: Omit<Recovery, 'failures'>, context: FoldContext): IncidentRecord {
  const recovered = { ...recovery, failures: incident.failures };
  const { incident: _open, ...rest } = record;
  const closed: IncidentRecord = { ...rest, closed: { incident, recovery: recovered } };
  return incident.notifiedSeverities.length === 0 ? closed : decide(closed, incident, { kind: 'recovered', recovered }, context);
}
