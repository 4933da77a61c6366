import { counted, listedUpTo } from '../words/count';
import { isoText, OwnerClock } from '../words/owner-clock';
import { cleaned } from './cleaned';
import type { IncidentFacts, MachineEvent, MassFacts, MassItem, Message } from './facts';
import { usableLinks } from './links';
import { smsText } from './sms';
import { subjectLine } from './subject';
import { isRecovery, sentence, tellingOf } from './telling';
import { lost } from './headline';

/** So many are told with what happened to them; of more than that only the names are. */
const MOST_TOLD = 50;
/** So many names fit any mailbox. */
const MOST_NAMES = 1000;
const FIRST_NAMES = 3;

/** The message about many pipelines at once. */
export function massMessage(given: MassFacts): Message {
  const facts = cleaned(given);
  const names = facts.items.map(({ pipeline }) => pipeline);
  const { kind, severity } = facts;
  const many = facts.pipelines === undefined ? counted(names.length, 'pipeline') : `${names.length} of ${counted(facts.pipelines, 'pipeline')}`;
  const what = `${many} ${kind === 'opened' ? 'went wrong at once' : 'recovered'}`;
  const first = `${what}: ${listedUpTo(FIRST_NAMES, names)}`;
  const subject = subjectLine(kind === 'opened' ? severity.toUpperCase() : 'RECOVERED', first);
  const email = massEmail(facts, first, names);
  return { subject, email, sms: smsText(sentence(first), facts.shared.map(sentence)), event: massEvent(facts, subject, email, sentence(first)) };
}

/** A pipeline's line of a mass message. */
export function massItem(given: IncidentFacts): MassItem {
  const telling = tellingOf(cleaned(given));
  const { facts: { notice, diagnosis, now }, what, incident, name, lasted } = telling;
  const reason = diagnosis.reasons[0]?.short;
  const happened = reason === undefined ? what.did : `${what.did}: ${reason}`;
  return {
    pipeline: name,
    question: incident?.question ?? 'ALIVE',
    severity: notice.severity,
    since: incident?.since ?? now,
    kind: notice.kind,
    text: isRecovery(telling) ? `recovered after ${lasted}, ${lost(telling)}` : happened,
  };
}

function massEmail({ items, kind, shared, links, place, timeZone, now }: MassFacts, first: string, names: readonly string[]): string {
  const clock = new OwnerClock(timeZone, now);
  const told = items.slice(0, MOST_TOLD).map(({ pipeline, text, severity, since }) =>
    `- ${pipeline} ${text} (${severity}, since ${clock.moment(since)})`);
  const rest = names.slice(MOST_TOLD);
  const next = shared.length > 0 ? 'look first at what they share' : `begin with ${names[0] ?? 'the first'}`;
  return [
    [[sentence(first), ...shared.map(sentence)].join(' ')],
    ...(kind === 'opened' ? [[`Next step: ${next}.`]] : []),
    [kind === 'opened' ? 'WHAT HAPPENED' : 'WHAT RECOVERED', ...told, ...(rest.length === 0 ? [] : [`and ${listedUpTo(MOST_NAMES, rest)}`])],
    ['FACTS', `Told: ${clock.datedMoment(now)}`, `Observatory: ${place.observatory}, account ${place.accountId}, ${place.region}`],
    ...(links.length === 0 ? [] : [['LINKS', ...usableLinks(links).map(({ title, url }) => `${title}: ${url}`)]]),
  ].map((lines) => lines.join('\n')).join('\n\n').concat('\n');
}

function massEvent({ place, kind, severity, now, links, items }: MassFacts, subject: string, email: string, summary: string): MachineEvent {
  return {
    version: 1,
    kind: kind === 'opened' ? 'massOpened' : 'massRecovered',
    observatory: place.observatory,
    severity,
    at: isoText(now),
    subject,
    summary,
    text: email,
    pipelines: items.map(({ pipeline }) => pipeline),
    links: usableLinks(links),
  };
}
