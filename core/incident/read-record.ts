import type { Breach } from '../alarm-change/breach';
import { ALARM_STATES } from '../alarm/state';
import { show } from '../contract/fields';
import { QUESTIONS } from '../question';
import { SEVERITIES } from '../severity';
import type { BadVerdict } from '../verdict/verdict';
import type { IncidentRecord, Notice, NoticeKind, OpenIncident, Recovery, SeenAlarm, ThreadLine } from './record';
import { flag, listOf, mapOf, number, oneOf, optional, RecordError, shaped, text } from './shape';

/** Records, so that the compiler asks for a line where a type gets one more member. */
const BAD_VERDICTS: Readonly<Record<BadVerdict, true>> = { missed: true, stuck: true, failed: true };
const NOTICE_KINDS: Readonly<Record<NoticeKind, true>> = {
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
  toldTo: listOf(severity),
  question,
  answers: listOf(question),
  verdict: optional(oneOf(Object.keys(BAD_VERDICTS))),
  failures: number,
  failedAt: listOf(number),
  lastFailure: breach,
  lastSlow: optional(number),
  lastNoticeAt: optional(number),
  reminders: number,
  escalatedAt: optional(number),
  heldFor: optional(text),
  heldSinceUpstreamRecovered: optional(number),
  thread: listOf(shaped<ThreadLine>({ at: number, text, told: flag })),
  droppedLines: number,
});

const recovery = shaped<Recovery>({ at: number, by: text, slot: optional(number), unwatched: optional(flag), failures: number });

const notice = shaped<Notice>({
  key: text,
  kind: oneOf(Object.keys(NOTICE_KINDS)),
  severity,
  decidedAt: number,
  incident: optional(openIncident),
  alarm: optional(seenAlarm),
  changed: listOf(text),
  recovered: optional(recovery),
  lastUntil: optional(number),
  held: flag,
  claimedUntil: optional(number),
  slot: optional(number),
});

const record = shaped<IncidentRecord>({
  pipeline: text,
  alarms: mapOf(seenAlarm),
  incident: optional(openIncident),
  closed: optional(shaped<NonNullable<IncidentRecord['closed']>>({ incident: openIncident, recovery })),
  outbox: listOf(notice),
  sentKeys: listOf(text),
  sentAt: listOf(number),
  cappedUntil: optional(number),
  suppressed: number,
  digestFor: optional(number),
  massAt: optional(shaped<NonNullable<IncidentRecord['massAt']>>({ opened: optional(number), recovered: optional(number) })),
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
