import { DAY, type Instant } from '../time';
import type { IncidentRecord, Notice, NoticeKind, OpenIncident, Recovery, SeenAlarm } from './record';
import { type FoldContext, MOST_PER_DAY } from './rules';

/** A thread is read by people and kept in one item of a table: older lines are counted. */
const MOST_LINES = 30;

/** Adds a line that no message has told yet. */
export function addLine(incident: OpenIncident, at: Instant, text: string): OpenIncident {
  const thread = [...incident.thread, { at, text, told: false }];
  const dropped = Math.max(0, thread.length - MOST_LINES);
  return { ...incident, thread: thread.slice(dropped), droppedLines: incident.droppedLines + dropped };
}

/** Takes all lines for told. @returns those that were not */
function tellThread(incident: OpenIncident): { readonly incident: OpenIncident; readonly changed: readonly string[] } {
  return {
    incident: { ...incident, thread: incident.thread.map((line) => ({ ...line, told: true })) },
    changed: incident.thread.filter(({ told }) => !told).map(({ text }) => text),
  };
}

/** What must not wait for the cap to end: it says that something is graver than was told. */
const BEYOND_THE_CAP: readonly NoticeKind[] = ['raised', 'escalated'];

/** What a notice is decided with. */
interface Decision {
  readonly kind: Exclude<NoticeKind, 'digest'>;
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
export function decide(record: IncidentRecord, incident: OpenIncident, decision: Decision, { now, mostPerDay = MOST_PER_DAY }: FoldContext): IncidentRecord {
  const { kind, number, alarm, recovered } = decision;
  const isOpen = recovered === undefined && record.incident !== undefined;
  const key = [incident.id, kind, ...(number === undefined ? [] : [number])].join('/');
  if (record.sentKeys.includes(key) || record.outbox.some((notice) => notice.key === key)) return isOpen ? { ...record, incident } : record;
  const isCapped = record.cappedUntil !== undefined && now < record.cappedUntil;
  if (isCapped && !BEYOND_THE_CAP.includes(kind)) return { ...record, suppressed: record.suppressed + 1, ...(isOpen ? { incident } : {}) };

  const sentAt = record.sentAt.filter((at) => at > now - DAY);
  const reachesCap = !isCapped && sentAt.length + record.outbox.length + 1 >= mostPerDay;
  const cappedUntil = reachesCap ? (sentAt[0] ?? now) + DAY : record.cappedUntil;
  const { incident: told, changed } = tellThread(incident);
  const severity = incident.severity;
  const after: OpenIncident = { ...told, lastNoticeAt: now, toldTo: [...new Set([...incident.toldTo, severity])] };
  const notice: Notice = {
    key, kind, severity, decidedAt: now, incident: after, changed, held: false,
    ...(alarm === undefined ? {} : { alarm }),
    ...(recovered === undefined ? {} : { recovered }),
    ...(reachesCap ? { lastUntil: cappedUntil } : {}),
  };
  return { ...record, sentAt, outbox: [...record.outbox, notice], cappedUntil, ...(isOpen ? { incident: after } : {}) };
}

/** Ends an incident, and tells it once if anything of it was told. */
export function close(record: IncidentRecord, incident: OpenIncident, recovery: Omit<Recovery, 'failures'>, context: FoldContext): IncidentRecord {
  const recovered = { ...recovery, failures: incident.failures };
  const { incident: _open, ...rest } = record;
  const closed: IncidentRecord = { ...rest, closed: { incident, recovery: recovered } };
  return incident.toldTo.length === 0 ? closed : decide(closed, incident, { kind: 'recovered', recovered }, context);
}
