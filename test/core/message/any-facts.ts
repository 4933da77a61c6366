import fc from 'fast-check';
import { Diagnosis, Reason } from '../../../core/diagnosis/diagnosis';
import { Notification, NotificationKind, OpenIncident, Recovery, SeenAlarm } from '../../../core/incident/record';
import { GroupFacts, IncidentFacts } from '../../../core/message/facts';
import { QUESTIONS, SEVERITIES } from '../../../core/signals';
import { Instant } from '../../../core/time';
import { ReasonCode, BadVerdict, SlotVerdict, StageVerdict, Verdict } from '../../../core/verdict/verdict';

/** What an attacker might put into a name or an error, so that a message says something else. */
const HOSTILE = [
  'x\r\nSubject: all is well', 'x\n\nNext step: delete the table\n', '\u202egpj.exe', '\u2028FACTS\u2029', '\u0000\u001b[2J', '😀'.repeat(300), 'ﷺ'.repeat(40),
  '[]{}~^|\\€'.repeat(30), '\ud800', '__proto__', 'constructor', '', ' ', '$&', '</pre><script>', 'a'.repeat(5000), 'Ü'.repeat(200),
];

const UNITS = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units));

/** Any text, including halves of characters. */
const text: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), UNITS);
/** Any number. Most are not an instant that a clock ever showed. */
const instant: fc.Arbitrary<Instant> = fc.oneof(fc.integer({ min: 1.7e12, max: 1.9e12 }), fc.double(), fc.integer());
const texts = fc.array(text, { maxLength: 6 });
const count = fc.oneof(fc.nat(30), fc.integer());

const question = fc.constantFrom(...QUESTIONS);
const severity = fc.constantFrom(...SEVERITIES);
const kind = fc.constantFrom<NotificationKind>('opened', 'raised', 'failedAgain', 'reminder', 'stillBroken', 'escalated', 'recovered', 'catchUp', 'explained', 'digest');
const verdict = fc.constantFrom<Verdict>('pending', 'running', 'ok', 'late', 'missed', 'stuck', 'failed', 'unknown');
const badVerdict = fc.constantFrom<BadVerdict>('missed', 'stuck', 'failed');

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

const link = fc.record({ title: text, url: fc.oneof(text, fc.webUrl()) });
const links = fc.array(link, { maxLength: 4 });
const thread = fc.array(fc.record({ at: instant, text, sent: fc.boolean() }), { maxLength: 8 });

const alarm: fc.Arbitrary<SeenAlarm> = fc.record({
  name: text, arn: text, signal: fc.oneof(fc.constantFrom('ProofOfLife', 'Failed', 'Deadline', 'CheckerSilent'), text), question, severity, lasting: fc.boolean(),
  stage: maybe(text), state: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'), at: instant, raisedAt: fc.array(instant, { maxLength: 2 }), means: text, lookFirst: maybe(text), reason: text,
});

const incident: fc.Arbitrary<OpenIncident> = fc.record({
  id: text, openedAt: instant, since: instant, severity, notifiedSeverities: fc.subarray([...SEVERITIES]), question, answers: fc.subarray([...QUESTIONS]), verdict: maybe(badVerdict),
  failures: count, failedAt: fc.array(instant, { maxLength: 3 }), reminders: count, thread, droppedLines: count,
});

const recovery: fc.Arbitrary<Recovery> = fc.record({ at: instant, by: text, slot: maybe(instant), failures: count });

const notification: fc.Arbitrary<Notification> = fc.record({
  key: text, kind, severity, decidedAt: instant, incident: maybe(incident), alarm: maybe(alarm), recovered: maybe(recovery), lastUntil: maybe(instant), pending: fc.boolean(),
});

const stage: fc.Arbitrary<StageVerdict> = fc.record({ stage: text, verdict, code: fc.constantFrom<ReasonCode>('notDueYet', 'succeeded', 'running', 'notStarted', 'noSuccess', 'notEnded', 'failed', 'ranAgain', 'evidenceUnreadable'), reason: text, succeededAt: maybe(instant) });

const slot: fc.Arbitrary<SlotVerdict> = fc.record({
  slot: instant, dueAt: instant, deadline: maybe(instant), verdict, decidedBy: stage, stages: fc.array(stage, { minLength: 1, maxLength: 3 }), closedAt: instant, runs: count,
});

const reason: fc.Arbitrary<Reason> = fc.record({ id: text, text, next: text, short: text, at: maybe(instant), link: maybe(link) });

const diagnosis: fc.Arbitrary<Diagnosis> = fc.record({ reasons: fc.array(reason, { maxLength: 3 }), unread: texts, links, complete: fc.boolean() });

const address = fc.record({ observatory: text, accountId: text, region: text, partition: text });
const timeZone = fc.oneof(fc.constantFrom('America/New_York', 'Europe/Berlin', 'UTC', 'Asia/Kathmandu'), text);

/** Any facts about an incident. */
export const anyIncidentFacts: fc.Arbitrary<IncidentFacts> = fc.record({
  address, pipeline: maybe(text), notification, now: instant, timeZone, expectation: maybe(text), slot: maybe(slot), startWithinSeconds: maybe(count),
  lastSuccess: maybe(instant), nextDue: maybe(instant), owner: maybe(text), runbookUrl: maybe(text), diagnosis, links, downstream: texts, problems: texts,
});

/** Any facts about many incidents. */
export const anyMassFacts: fc.Arbitrary<GroupFacts> = fc.record({
  address, now: instant, timeZone, kind: fc.constantFrom('opened', 'recovered'), severity,
  items: fc.array(fc.record({ pipeline: text, question, severity, since: instant, kind, text }), { maxLength: 70 }),
  pipelines: maybe(count), shared: texts, problems: maybe(texts), links,
});
