import { cleaned } from './cleaned';
import { emailText } from './email';
import { incidentEvent } from './event';
import type { IncidentFacts, Message } from './facts';
import { badSlot } from './happening';
import { headlineOf, lost } from './headline';
import { smsText } from './sms';
import { subjectLine } from './subject';
import { isRecovery, sentence, Telling, tellingOf } from './telling';

/** The message about one pipeline's incident, or about the observatory itself. */
export function incidentMessage(facts: IncidentFacts): Message {
  const telling = tellingOf(cleaned(facts));
  const { label, subject: words } = headlineOf(telling);
  const subject = subjectLine(label ?? telling.facts.notice.severity.toUpperCase(), words(telling), due(telling));
  const email = emailText(telling);
  return { subject, email, sms: sms(telling), event: incidentEvent(telling, subject, email) };
}

function due({ facts, clock }: Telling): string | undefined {
  const slot = badSlot(facts);
  return slot === undefined || facts.notice.recovered !== undefined ? undefined : `due ${clock.shortMomentInZone(slot.dueAt)}`;
}

function sms(telling: Telling): string {
  const { facts, clock, incident } = telling;
  const first = sentence(headlineOf(telling).sentence(telling));
  if (isRecovery(telling)) return smsText(first, [sentence(lost(telling))]);
  const slot = badSlot(facts);
  const since = slot === undefined
    ? `Since ${clock.shortMomentInZone(incident?.since ?? facts.notice.decidedAt)}.`
    : `Due ${clock.shortMomentInZone(slot.dueAt)}.`;
  const reason = facts.diagnosis.reasons[0]?.short;
  return smsText(first, [since, reason === undefined ? undefined : sentence(reason)]);
}
