import type { IncidentRecord, OpenIncident, SeenAlarm } from './record';

/** A thread that has to be short keeps so many of its newest lines. */
const LINES_AT_LEAST = 3;
/** CloudWatch's words begin with what matters. */
const REASON_AT_LEAST = 120;

/** What a record can do without, from the least to the most missed. None of it decides anything. */
const SHORTER: readonly ((record: IncidentRecord) => IncidentRecord)[] = [
  (record) => (record.closed === undefined ? record : { ...record, closed: { ...record.closed, incident: shortThread(record.closed.incident, 0) } }),
  (record) => ({ ...record, outbox: record.outbox.map((notice) => (notice.incident === undefined ? notice : { ...notice, incident: shortThread(notice.incident, LINES_AT_LEAST) })) }),
  (record) => ({ ...record, alarms: eachAlarm(record, (alarm) => (alarm.state === 'ALARM' ? alarm : wordless(alarm))) }),
  (record) => (record.incident === undefined ? record : { ...record, incident: shortThread(record.incident, LINES_AT_LEAST) }),
  (record) => ({ ...record, alarms: eachAlarm(record, wordless) }),
];

/**
 * A record as JSON that takes at most so many bytes, as the table's item has a limit. One that is too long loses words,
 * and never what is open, owed or sent: a record that cannot be written would open the same incident again and again.
 *
 * @returns undefined when nothing helps
 */
export function fitRecord(record: IncidentRecord, maxBytes: number): string | undefined {
  let fitted = record;
  for (const shorter of [(same: IncidentRecord) => same, ...SHORTER]) {
    fitted = shorter(fitted);
    const json = JSON.stringify(fitted);
    if (Buffer.byteLength(json) <= maxBytes) return json;
  }
  return undefined;
}

function shortThread(incident: OpenIncident, lines: number): OpenIncident {
  const dropped = Math.max(0, incident.thread.length - lines);
  return { ...incident, thread: incident.thread.slice(dropped), droppedLines: incident.droppedLines + dropped };
}

function eachAlarm({ alarms }: IncidentRecord, to: (alarm: SeenAlarm) => SeenAlarm): IncidentRecord['alarms'] {
  return Object.fromEntries(Object.entries(alarms).map(([name, alarm]) => [name, to(alarm)]));
}

function wordless({ lookFirst: _lookFirst, ...alarm }: SeenAlarm): SeenAlarm {
  return { ...alarm, means: '', reason: alarm.reason.slice(0, REASON_AT_LEAST) };
}
