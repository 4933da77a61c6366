import { ALARM_STATES } from '../alarm-configuration';
import type { Breach } from '../breach';
import { show } from '../json';
import { Shapes } from '../shape';
import { QUESTIONS, SEVERITIES } from '../signals';
import type { BadVerdict } from '../verdict/verdict';
import type { IncidentRecord, Notification, NotificationKind, OpenIncident, Recovery, SeenAlarm, ThreadLine } from './record';

/** A stored record that cannot be used. `path` names the place in it. */
export class RecordError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`record: ${path} ${problem}`);
    this.name = 'RecordError';
  }
}

const shapes = new Shapes((path, problem) => new RecordError(path, problem));
const { text, number, flag } = shapes;

/** Written as records, so that the compiler asks for a line when a type gets one more member. */
const BAD_VERDICTS: Readonly<Record<BadVerdict, true>> = { missed: true, stuck: true, failed: true };
const NOTIFICATION_KINDS: Readonly<Record<NotificationKind, true>> = {
  opened: true, raised: true, failedAgain: true, reminder: true, stillBroken: true, escalated: true, recovered: true, catchUp: true, explained: true, digest: true,
};

const severity = shapes.oneOf(SEVERITIES);
const question = shapes.oneOf(QUESTIONS);

const breach = shapes.optional(shapes.of<Breach>({ from: number, to: number }));

const seenAlarm = shapes.of<SeenAlarm>({
  name: text,
  arn: text,
  signal: text,
  question,
  severity,
  lasting: flag,
  stage: shapes.optional(text),
  state: shapes.oneOf(ALARM_STATES),
  at: number,
  raisedAt: shapes.listOf(number),
  breach,
  means: text,
  lookFirst: shapes.optional(text),
  reason: text,
});

const openIncident = shapes.of<OpenIncident>({
  id: text,
  openedAt: number,
  since: number,
  severity,
  notifiedSeverities: shapes.listOf(severity),
  question,
  answers: shapes.listOf(question),
  verdict: shapes.optional(shapes.oneOf(Object.keys(BAD_VERDICTS))),
  failures: number,
  failedAt: shapes.listOf(number),
  lastFailure: breach,
  lastSlow: shapes.optional(number),
  lastNotificationAt: shapes.optional(number),
  reminders: number,
  escalatedAt: shapes.optional(number),
  inhibitedBy: shapes.optional(text),
  upstreamRecoveredAt: shapes.optional(number),
  thread: shapes.listOf(shapes.of<ThreadLine>({ at: number, text, sent: flag })),
  droppedLines: number,
});

const recovery = shapes.of<Recovery>({ at: number, by: text, slot: shapes.optional(number), unwatched: shapes.optional(flag), failures: number });

const notification = shapes.of<Notification>({
  key: text,
  kind: shapes.oneOf(Object.keys(NOTIFICATION_KINDS)),
  severity,
  decidedAt: number,
  incident: shapes.optional(openIncident),
  alarm: shapes.optional(seenAlarm),
  recovered: shapes.optional(recovery),
  lastUntil: shapes.optional(number),
  pending: flag,
  claimedUntil: shapes.optional(number),
  slot: shapes.optional(number),
});

const record = shapes.of<IncidentRecord>({
  pipeline: text,
  alarms: shapes.mapOf(seenAlarm),
  incident: shapes.optional(openIncident),
  closed: shapes.optional(shapes.of<NonNullable<IncidentRecord['closed']>>({ incident: openIncident, recovery })),
  outbox: shapes.listOf(notification),
  sentKeys: shapes.listOf(text),
  sentAt: shapes.listOf(number),
  rateLimitedUntil: shapes.optional(number),
  suppressed: number,
  digestFor: shapes.optional(number),
  groupSentAt: shapes.optional(shapes.of<NonNullable<IncidentRecord['groupSentAt']>>({ opened: shapes.optional(number), recovered: shapes.optional(number) })),
});

/**
 * Reads a record from the JSON text in the table. Half a record would lead to wrong decisions, so all of it must be valid.
 *
 * @throws RecordError that says what is wrong; nothing else, whatever the text
 */
export function readRecord(json: string): IncidentRecord {
  const value = parse(json);
  record(value, '$');
  return value as IncidentRecord;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new RecordError('$', `is not JSON: ${show(json)}`);
  }
}

/** A shortened thread keeps at least this many of its newest lines. */
const LINES_AT_LEAST = 3;
/** CloudWatch's reason begins with what matters. */
const REASON_AT_LEAST = 120;

/** What a record can lose, from the least to the most important. None of it decides anything. */
const SHORTER: readonly ((record: IncidentRecord) => IncidentRecord)[] = [
  (record) => (record.closed === undefined ? record : { ...record, closed: { ...record.closed, incident: shortThread(record.closed.incident, 0) } }),
  (record) => ({ ...record, outbox: record.outbox.map((notification) => (notification.incident === undefined ? notification : { ...notification, incident: shortThread(notification.incident, Math.max(LINES_AT_LEAST, newLines(notification.incident))) })) }),
  (record) => ({ ...record, alarms: eachAlarm(record, (alarm) => (alarm.state === 'ALARM' ? alarm : wordless(alarm))) }),
  (record) => (record.incident === undefined ? record : { ...record, incident: shortThread(record.incident, LINES_AT_LEAST) }),
  (record) => ({ ...record, alarms: eachAlarm(record, wordless) }),
];

/**
 * A record as JSON of at most a number of bytes, because a table item is limited. A record that is too long loses texts,
 * but never what is open, owed or sent: a record that cannot be written would open the same incident again and again.
 *
 * @returns undefined if shortening does not help
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

/** How many lines no message has sent yet. They are always the last ones. */
function newLines({ thread }: OpenIncident): number {
  return thread.filter(({ sent }) => !sent).length;
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
