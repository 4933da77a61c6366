import { ALARM_STATES } from '../alarm-configuration';
import type { Breach } from '../breach';
import { show } from '../contract/fields';
import { QUESTIONS, SEVERITIES } from '../signals';
import { isObject } from '../topic-policy';
import type { BadVerdict } from '../verdict/verdict';
import type { IncidentRecord, Notification, NotificationKind, OpenIncident, Recovery, SeenAlarm, ThreadLine } from './record';

/** Looks at a value that was read, and throws a RecordError when it is not what it should be. */
type Check = (value: unknown, path: string) => void;

/** A check of a field that may be absent. */
interface Optional {
  readonly optional: Check;
}

/** A check for each field of a type: whoever adds a field to the type is asked for its check by the compiler. */
type Shape<T> = { readonly [Key in keyof T]-?: undefined extends T[Key] ? Optional : Check };

/** A stored record that cannot be used. `path` names the place in it. */
export class RecordError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`record: ${path} ${problem}`);
    this.name = 'RecordError';
  }
}

const text: Check = (value, path) => need(typeof value === 'string', path, 'a string', value);
const number: Check = (value, path) => need(typeof value === 'number', path, 'a number', value);
const flag: Check = (value, path) => need(typeof value === 'boolean', path, 'true or false', value);

function oneOf(choices: readonly string[]): Check {
  return (value, path) => need(choices.some((choice) => choice === value), path, choices.join(' or '), value);
}

function listOf(element: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return need(false, path, 'a list', value);
    value.forEach((one, index) => element(one, `${path}[${index}]`));
  };
}

function mapOf(element: Check): Check {
  return (value, path) => {
    for (const [key, one] of Object.entries(object(value, path))) element(one, `${path}[${show(key)}]`);
  };
}

function optional(check: Check): Optional {
  return { optional: check };
}

/** Fields that the shape does not have are let through: a newer version may have written them. */
function shaped<T>(shape: Shape<T>): Check {
  const fields = Object.entries<Check | Optional>(shape);
  return (value, path) => {
    const found = object(value, path);
    for (const [name, field] of fields) {
      const at = path === '$' ? name : `${path}.${name}`;
      if (typeof field === 'function') field(found[name], at);
      else if (found[name] !== undefined) field.optional(found[name], at);
    }
  };
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) return need(false, path, 'an object', value);
  return value;
}

function need(is: false, path: string, wanted: string, value: unknown): never;
function need(is: boolean, path: string, wanted: string, value: unknown): void;
function need(is: boolean, path: string, wanted: string, value: unknown): void {
  if (!is) throw new RecordError(path, value === undefined ? 'is missing' : `must be ${wanted}, got ${show(value)}`);
}

/** Records, so that the compiler asks for a line where a type gets one more member. */
const BAD_VERDICTS: Readonly<Record<BadVerdict, true>> = { missed: true, stuck: true, failed: true };
const NOTIFICATION_KINDS: Readonly<Record<NotificationKind, true>> = {
  opened: true, raised: true, failedAgain: true, reminder: true, stillBroken: true, escalated: true, recovered: true, catchUp: true, explained: true, digest: true,
};

const severity = oneOf(SEVERITIES);
const question = oneOf(QUESTIONS);

const breach = optional(shaped<Breach>({ from: number, to: number }));

const seenAlarm = shaped<SeenAlarm>({
  name: text,
  arn: text,
  signal: text,
  question,
  severity,
  lasting: flag,
  stage: optional(text),
  state: oneOf(ALARM_STATES),
  at: number,
  raisedAt: listOf(number),
  breach,
  means: text,
  lookFirst: optional(text),
  reason: text,
});

const openIncident = shaped<OpenIncident>({
  id: text,
  openedAt: number,
  since: number,
  severity,
  notifiedSeverities: listOf(severity),
  question,
  answers: listOf(question),
  verdict: optional(oneOf(Object.keys(BAD_VERDICTS))),
  failures: number,
  failedAt: listOf(number),
  lastFailure: breach,
  lastSlow: optional(number),
  lastNotificationAt: optional(number),
  reminders: number,
  escalatedAt: optional(number),
  inhibitedBy: optional(text),
  upstreamRecoveredAt: optional(number),
  thread: listOf(shaped<ThreadLine>({ at: number, text, sent: flag })),
  droppedLines: number,
});

const recovery = shaped<Recovery>({ at: number, by: text, slot: optional(number), unwatched: optional(flag), failures: number });

const notification = shaped<Notification>({
  key: text,
  kind: oneOf(Object.keys(NOTIFICATION_KINDS)),
  severity,
  decidedAt: number,
  incident: optional(openIncident),
  alarm: optional(seenAlarm),
  recovered: optional(recovery),
  lastUntil: optional(number),
  pending: flag,
  claimedUntil: optional(number),
  slot: optional(number),
});

const record = shaped<IncidentRecord>({
  pipeline: text,
  alarms: mapOf(seenAlarm),
  incident: optional(openIncident),
  closed: optional(shaped<NonNullable<IncidentRecord['closed']>>({ incident: openIncident, recovery })),
  outbox: listOf(notification),
  sentKeys: listOf(text),
  sentAt: listOf(number),
  rateLimitedUntil: optional(number),
  suppressed: number,
  digestFor: optional(number),
  groupSentAt: optional(shaped<NonNullable<IncidentRecord['groupSentAt']>>({ opened: optional(number), recovered: optional(number) })),
});

/**
 * Reads a record as the table keeps it, a JSON text. Deciding by half a record would be worse than by none, so all of it
 * has to be sound.
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
    throw new RecordError('$', `must be JSON, got ${show(json)}`);
  }
}

/** A thread that has to be short keeps so many of its newest lines. */
const LINES_AT_LEAST = 3;
/** CloudWatch's words begin with what matters. */
const REASON_AT_LEAST = 120;

/** What a record can do without, from the least to the most missed. None of it decides anything. */
const SHORTER: readonly ((record: IncidentRecord) => IncidentRecord)[] = [
  (record) => (record.closed === undefined ? record : { ...record, closed: { ...record.closed, incident: shortThread(record.closed.incident, 0) } }),
  (record) => ({ ...record, outbox: record.outbox.map((notification) => (notification.incident === undefined ? notification : { ...notification, incident: shortThread(notification.incident, Math.max(LINES_AT_LEAST, newLines(notification.incident))) })) }),
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

/** How many lines no message has sent yet: always the last ones. */
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
