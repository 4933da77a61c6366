import { NOTHING_FOUND } from '../diagnosis/diagnose';
import { ended, sentence } from '../text/sentence';
import { smsText, subjectLine } from './channels';
import { cleanedIncident } from './cleaned';
import { emailText } from './email';
import { incidentEvent } from './event';
import type { IncidentFacts, Message } from './facts';
import { headlineOf } from './headline';
import { isRecovery, MessageContext, messageContextOf, shortWhen } from './message-context';

/** The message about one pipeline's incident, or about the observatory itself. */
export function incidentMessage(facts: IncidentFacts): Message {
  const telling = messageContextOf(cleanedIncident(facts));
  const subject = subjectOf(telling);
  const email = emailText(telling);
  return { subject, email, sms: smsOf(telling), event: incidentEvent(telling, subject, email) };
}

function subjectOf(telling: MessageContext): string {
  const { label, short } = headlineOf(telling);
  const reason = shortReason(telling);
  const more = isRecovery(telling) ? [] : [reason && ` (${reason})`, `, ${shortWhen(telling)}`];
  return subjectLine(label ?? telling.facts.notification.severity.toUpperCase(), short(telling), more);
}

/** The name of the topic, which comes first, is the severity. */
function smsOf(telling: MessageContext): string {
  const { label, short } = headlineOf(telling);
  const reason = shortReason(telling);
  // Of an explanation the reason says it.
  const begin = label === undefined || telling.facts.notification.kind === 'explained' ? '' : `${label}: `;
  const first = ended(`${begin}${short(telling)}`);
  return smsText(first, isRecovery(telling) ? [] : [sentence(shortWhen(telling)), reason && ended(`Why: ${reason}`)]);
}

/** A few words on why; where there is room for few, none on that it is not known. */
function shortReason({ facts: { diagnosis: { reasons: [reason] } } }: MessageContext): string | undefined {
  return reason === undefined || reason.id === NOTHING_FOUND ? undefined : reason.short;
}
