import { isoText } from '../text/owner-clock';
import type { MachineEvent } from './facts';
import { lead } from './headline';
import type { MessageContext } from './message-context';
import { incidentLinks, nextStep, unsentLines } from './sections';

/**
 * The source of the notifier's events. Rules on the event bus match it, so it is part of the public interface. The
 * notifier's role may put no other.
 */
export const EVENT_SOURCE = 'cdk-observed-pipeline';
/** The detail type of an event about incidents. */
export const INCIDENT_DETAIL_TYPE = 'Pipeline Incident';
/** The detail type of a digest. */
export const DIGEST_DETAIL_TYPE = 'Pipeline Digest';

/** The message for machines. */
export function incidentEvent(context: MessageContext, subject: string, email: string): MachineEvent {
  const { facts, incident } = context;
  const { notification, pipeline, address, diagnosis, owner, runbookUrl, slot } = facts;
  const { kind, key, severity, recovered, alarm } = notification;
  return {
    version: 1,
    key,
    kind,
    observatory: address.observatory,
    pipeline,
    severity,
    at: isoText(facts.now),
    subject,
    summary: lead(context),
    nextStep: nextStep(context),
    incident: incident && {
      id: incident.id,
      since: isoText(incident.since),
      question: incident.question,
      failures: incident.failures,
      open: recovered === undefined,
    },
    recovery: recovered && { at: isoText(recovered.at), by: recovered.by, unwatched: recovered.unwatched, failures: recovered.failures },
    run: slot && { due: isoText(slot.dueAt), verdict: slot.verdict, stage: slot.decidedBy.stage },
    alarm: alarm && { name: alarm.name, arn: alarm.arn },
    changed: unsentLines(context).map(({ text }) => text),
    reasons: diagnosis.reasons.map(({ id, text, next }) => ({ id, text, next })),
    notKnown: [...diagnosis.unread, ...facts.problems],
    lastSuccess: isoText(facts.lastSuccess),
    nextDue: isoText(facts.nextDue),
    lastUntil: isoText(notification.lastUntil),
    inhibited: facts.downstream,
    owner,
    runbookUrl,
    links: incidentLinks(context),
    text: email,
  };
}
