import { isoText } from '../words/owner-clock';
import type { MachineEvent } from './facts';
import { usableLinks } from './links';
import { lead } from './email';
import { nextStep } from './next-step';
import type { Telling } from './telling';

/** The message for machines. */
export function incidentEvent(telling: Telling, subject: string, email: string): MachineEvent {
  const { facts, incident } = telling;
  const { notice, pipeline, place, diagnosis, owner, runbook, slot } = facts;
  const { kind, key, severity, recovered, alarm } = notice;
  return {
    version: 1,
    key,
    kind,
    observatory: place.observatory,
    severity,
    at: isoText(facts.now),
    subject,
    summary: lead(telling),
    text: email,
    pipeline,
    incident: incident && {
      id: incident.id,
      since: isoText(incident.since),
      question: incident.question,
      failures: incident.failures,
      open: recovered === undefined,
    },
    recovery: recovered && { at: isoText(recovered.at), by: recovered.by, failures: recovered.failures },
    run: slot && { due: isoText(slot.dueAt), verdict: slot.verdict, stage: slot.decidedBy.stage },
    alarm: alarm && { name: alarm.name, arn: alarm.arn },
    changed: notice.changed,
    reasons: diagnosis.reasons.map(({ id, text, next }) => ({ id, text, next })),
    nextStep: nextStep(telling),
    notKnown: [...diagnosis.unread, ...facts.problems],
    lastSuccess: isoText(facts.lastSuccess),
    nextDue: isoText(facts.nextDue),
    heldBack: facts.downstream,
    links: usableLinks([...diagnosis.reasons.flatMap(({ link }) => link ?? []), ...diagnosis.links, ...facts.links]),
    owner,
    runbook,
  };
}
