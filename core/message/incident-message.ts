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
  const context = messageContextOf(cleanedIncident(facts));
  const subject = subjectOf(context);
  const email = emailText(context);
  return { subject, email, sms: smsOf(context), event: incidentEvent(context, subject, email) };
}

function subjectOf(context: MessageContext): string {
  const { label, short } = headlineOf(context);
  const reason = shortReason(context);
  const more = isRecovery(context) ? [] : [reason && ` (${reason})`, `, ${shortWhen(context)}`];
  return subjectLine(label ?? context.facts.notification.severity.toUpperCase(), short(context), more);
}

/** The topic's name comes first, and it is the severity. */
function smsOf(context: MessageContext): string {
  const { label, short } = headlineOf(context);
  const reason = shortReason(context);
  // The reason shows that it is an explanation.
  const begin = label === undefined || context.facts.notification.kind === 'explained' ? '' : `${label}: `;
  const first = ended(`${begin}${short(context)}`);
  return smsText(first, isRecovery(context) ? [] : [sentence(shortWhen(context)), reason && ended(`Why: ${reason}`)]);
}

/** A few words on why. Short texts have no room to say that the reason is not known. */
function shortReason({ facts: { diagnosis: { reasons: [reason] } } }: MessageContext): string | undefined {
  return reason === undefined || reason.id === NOTHING_FOUND ? undefined : reason.short;
}
