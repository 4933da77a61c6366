import { NOTHING_FOUND } from '../diagnosis/diagnose';
import { counted, listedUpTo } from '../text/count-and-duration';
import { isoText, OwnerClock } from '../text/owner-clock';
import { cleanText } from '../text/plain-text';
import { ended, sentence } from '../text/sentence';
import { smsText, subjectLine } from './channels';
import { cleanedGroup, cleanedIncident } from './cleaned';
import { paragraphs, section } from './email';
import type { GroupFacts, GroupItem, IncidentFacts, MachineEvent, Message } from './facts';
import { lost } from './headline';
import { isRecovery, messageContextOf } from './message-context';
import { linkLines, usableLinks } from './sections';

/** What a group message says about one pipeline, from the facts of its own message. */
export function groupItem(given: IncidentFacts): GroupItem {
  const context = messageContextOf(cleanedIncident(given));
  const { facts: { pipeline, notification, diagnosis: { reasons: [reason] }, now }, what, incident, lasted } = context;
  const happened = reason === undefined || reason.id === NOTHING_FOUND ? what.did : `${what.did}: ${reason.short}`;
  return {
    pipeline: pipeline ?? what.who,
    question: incident?.question ?? 'ALIVE',
    severity: notification.severity,
    since: incident?.since ?? now,
    kind: notification.kind,
    text: isRecovery(context) ? [`${notification.recovered?.unwatched === true ? 'no longer watched' : 'recovered'} after ${lasted}`, ...lost(context)].join(', ') : happened,
  };
}

/** How many pipelines are listed with what happened to them. The others are listed by name only. */
const MOST_LISTED = 50;
/** This many names fit into any message. */
const MOST_NAMES = 500;
/** A pipeline's name has at most 64 characters. */
const NAME_LENGTH = 64;
const CLAUSE_LENGTH = 200;
const FIRST_NAMES = 3;
const MOST_CLAUSES = 20;

/** The message about many pipelines at once. */
export function groupMessage(given: GroupFacts): Message {
  const facts = shortened(cleanedGroup(given));
  const { kind, severity, items, pipelines, shared } = facts;
  const names = items.map(({ pipeline }) => pipeline);
  // Some messages were sent before these were grouped.
  const many = pipelines === undefined ? counted(items.length, 'more pipeline') : `${items.length} more of ${counted(pipelines, 'pipeline')}`;
  const first = `${many} ${didOf(facts)}: ${listedUpTo(FIRST_NAMES, names)}`;
  const summary = [ended(first), ...shared.map(sentence)].join(' ');
  const subject = subjectLine(kind === 'opened' ? severity.toUpperCase() : 'RECOVERED', first, shared.slice(0, 1).map((clause) => `; ${clause}`));
  const email = groupEmail(facts, summary, names);
  return { subject, email, sms: smsText(ended(first), shared.map(sentence)), event: groupEvent(facts, subject, email, summary) };
}

/** What all of them did. "Have not recovered" is said only if it is true of all. */
function didOf({ kind, items }: GroupFacts): string {
  if (kind === 'recovered') return 'recovered';
  return items.every((item) => item.kind === 'reminder') ? 'have not recovered' : 'went wrong';
}

/** The same facts with names and clauses short enough to read. */
function shortened(facts: GroupFacts): GroupFacts {
  return {
    ...facts,
    items: facts.items.map((item) => ({ ...item, pipeline: cleanText(item.pipeline, NAME_LENGTH), text: cleanText(item.text, CLAUSE_LENGTH) })),
    shared: clauses(facts.shared),
    problems: clauses(facts.problems ?? []),
  };
}

function clauses(list: readonly string[]): string[] {
  return list.slice(0, MOST_CLAUSES).map((clause) => cleanText(clause, CLAUSE_LENGTH));
}

function groupEmail(facts: GroupFacts, summary: string, names: readonly string[]): string {
  const { items, kind, links, address, timeZone, now, problems = [] } = facts;
  const clock = new OwnerClock(timeZone, now);
  const listed = items.slice(0, MOST_LISTED).map(({ pipeline, text, severity, since }) =>
    (kind === 'opened' ? `- ${pipeline} ${text} (${severity}, since ${clock.moment(since)})` : `- ${pipeline} ${text}`));
  const rest = names.slice(MOST_LISTED);
  return paragraphs([
    [summary],
    nextLines(facts),
    [kind === 'opened' ? `WHAT WENT WRONG (times in ${clock.label})` : 'WHAT RECOVERED', ...listed, ...(rest.length === 0 ? [] : [`- and ${listedUpTo(MOST_NAMES, rest)}`])],
    section('NOT KNOWN', problems.map((problem) => `- ${problem}`)),
    ['FACTS', `Sent: ${clock.datedMoment(now)}`, `Observatory: ${address.observatory}, account ${address.accountId}, ${address.region}`],
    section('LINKS', linkLines(usableLinks(links))),
  ]);
}

function nextLines({ kind, shared, items }: GroupFacts): string[] {
  const [some, ...others] = items;
  if (kind === 'recovered' || some === undefined) return [];
  const first = others.reduce((a, b) => (b.since < a.since ? b : a), some);
  return [`Next step: ${shared.length > 0 ? 'Look at what they share first.' : `Start with ${first.pipeline}, which went wrong first.`}`];
}

function groupEvent({ address, kind, severity, now, links, items }: GroupFacts, subject: string, email: string, summary: string): MachineEvent {
  return {
    version: 1,
    kind: kind === 'opened' ? 'massOpened' : 'massRecovered',
    observatory: address.observatory,
    pipelines: items.map(({ pipeline }) => pipeline).slice(0, MOST_NAMES),
    severity,
    at: isoText(now),
    subject,
    summary,
    links: usableLinks(links),
    text: email,
  };
}
