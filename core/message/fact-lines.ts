import { SECOND } from '../time';
import { listedUpTo } from '../words/count';
import { badSlot } from './happening';
import { isRecovery, Telling } from './telling';

const MOST_NAMES = 10;

/** What is known, a line each; what is not known has no line. */
export function factLines(telling: Telling): string[] {
  const { facts, clock, incident, lasted } = telling;
  const { notice: { severity, alarm }, place } = facts;
  const slot = badSlot(facts);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Since', incident === undefined ? undefined : `${clock.datedMoment(incident.since)}, ${isRecovery(telling) ? 'for' : 'so far'} ${lasted}`],
    ['Failures in a row', incident === undefined || incident.failures < 2 ? undefined : String(incident.failures)],
    ['Due', slot === undefined ? undefined : `${clock.datedMoment(slot.dueAt)}${bounds(telling)}`],
    ['Stages', facts.slot === undefined || facts.slot.stages.length < 2 ? undefined : facts.slot.stages.map(({ stage, reason }) => `${stage} ${reason}`).join('; ')],
    ['Last success', facts.lastSuccess === undefined ? undefined : clock.datedMoment(facts.lastSuccess)],
    ['Next run due', facts.nextDue === undefined ? undefined : clock.datedMoment(facts.nextDue)],
    ['Expected', facts.expectation],
    ['Held back meanwhile, since they depend on it', facts.downstream.length === 0 ? undefined : listedUpTo(MOST_NAMES, facts.downstream)],
    ['Owner', facts.owner],
    ['Alarm', alarm?.name],
    ['CloudWatch says', alarm?.reason],
    ['Observatory', `${place.observatory}, account ${place.accountId}, ${place.region}`],
  ];
  return lines.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label}: ${text}`]));
}

/** By when a run had to have started, and to have succeeded. */
function bounds({ facts, clock }: Telling): string {
  const slot = badSlot(facts);
  if (slot === undefined) return '';
  const { startWithinSeconds } = facts;
  return [
    ...(startWithinSeconds === undefined ? [] : [`had to start by ${clock.after(slot.dueAt, slot.dueAt + startWithinSeconds * SECOND)}`]),
    ...(slot.deadline === undefined ? [] : [`had to be done by ${clock.after(slot.dueAt, slot.deadline)}`]),
  ].map((text) => `; ${text}`).join('');
}
