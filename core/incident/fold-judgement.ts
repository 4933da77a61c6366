import type { Instant } from '../time';
import { isGood } from '../verdict/verdict';
import { addLine, close, decide } from './decide';
import { badSlots, heals, JudgedFacts, JudgedSlot, newestGood, recoveredAt } from './judged-facts';
import { addFailure, type IncidentRecord, isCounted, keepsOpen, lineOfSlot, type OpenIncident } from './record';
import { type FoldContext, isFailureSentAtOnce, SLOW_IS_REPORTED_WITHIN } from './rules';

/**
 * Folds what the evidence says into the record of a pipeline with an open incident. CloudWatch reports a change of state
 * only once. So no alarm reports that one more run is missing while its alarm is up, or that a run succeeded after a
 * failure without a lasting alarm.
 */
export function foldJudgement(record: IncidentRecord, judged: JudgedFacts, context: FoldContext): IncidentRecord {
  const { incident } = record;
  if (incident === undefined || !judged.known) return record;
  const bad = badSlots(judged).filter(({ slot, until }) => slot >= incident.since && !isCounted(incident, slot, until));
  if (judged.open && bad.length > 0) return failedAgain(record, incident, bad, context);
  const good = newestGood(judged);
  if (good === undefined || judged.open || !isRecovered(record, incident, { slots: judged.slots, good }, context.now)) return record;
  return close(record, incident, { at: recoveredAt(good, incident) ?? context.now, by: 'a run succeeded', slot: good.slot }, context);
}

function failedAgain(record: IncidentRecord, incident: OpenIncident, bad: readonly JudgedSlot[], context: FoldContext): IncidentRecord {
  const grown = bad.reduce((known, one) => addLine(addFailure(known, one.slot), one.slot, lineOfSlot(one)), incident);
  const after = { ...record, incident: grown };
  // No message is sent during a mute window. What is still broken is sent at its end.
  if (grown.inhibitedBy !== undefined || context.muted || !isFailureSentAtOnce(context.severity, incident, context.now)) return after;
  return decide(after, grown, { kind: 'failedAgain', number: grown.failures }, context);
}

function isRecovered({ alarms }: IncidentRecord, incident: OpenIncident, { slots, good }: Pick<JudgedFacts, 'slots'> & { readonly good: JudgedSlot }, now: Instant): boolean {
  const raised = Object.values(alarms).filter(({ state }) => state === 'ALARM');
  if (raised.some((alarm) => keepsOpen(alarm, incident))) return false;
  const healed = incident.failedAt.every((failed) => failed < good.until);
  if (!healed || !heals(good, incident)) return false;
  const { lastSlow } = incident;
  if (lastSlow === undefined) return true;
  // A slow run succeeds too. Things are as usual only after a later run that raised no alarm for as long as an alarm would
  // have taken. That need not be the newest run: a job that runs every few minutes never has a newest run that is old
  // enough.
  const isAsUsual = ({ verdict, slot, succeededAt = slot }: JudgedSlot): boolean => isGood(verdict) && slot > lastSlow && now - succeededAt > SLOW_IS_REPORTED_WITHIN;
  return raised.every(({ question, lasting }) => question !== 'SLOW' || lasting) && slots.some(isAsUsual);
}
