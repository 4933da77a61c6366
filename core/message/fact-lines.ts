import { MINUTE, SECOND } from '../time';
import { slotInQuestion } from './happening';
import { isRecovery, Telling } from './telling';

const MOST_STAGES = 10;

/** What is known, a line each; what is not known has no line. */
export function factLines(telling: Telling): string[] {
  const { facts, clock, what } = telling;
  const { notice: { severity, alarm }, place, slot } = facts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Since', since(telling)],
    ['Due', due(telling)],
    ['Stages', slot === undefined || slot.stages.length < 2 ? undefined : slot.stages.slice(0, MOST_STAGES).map(({ stage, reason }) => `${stage} ${reason}`).join('; ')],
    // Of a recovery it is what the message is about.
    ['Last success', facts.lastSuccess === undefined || isRecovery(telling) ? undefined : clock.datedMoment(facts.lastSuccess)],
    ['Next run due', facts.nextDue === undefined ? undefined : clock.datedMoment(facts.nextDue)],
    ['Expected', facts.expectation],
    ['Owner', facts.owner],
    ['Alarm', alarm?.name],
    // Where the evidence says more, a threshold of 1 says nothing.
    ['CloudWatch says', what.means === undefined ? undefined : alarm?.reason],
    ['Observatory', `${place.observatory}, account ${place.accountId}, ${place.region}`],
  ];
  return lines.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label}: ${text}`]));
}

function since(telling: Telling): string | undefined {
  const { facts, clock, incident, lasted } = telling;
  // Of a first failure it is when it was due.
  if (incident === undefined || incident.since === slotInQuestion(facts)?.dueAt) return undefined;
  const since = clock.datedMoment(incident.since);
  if (isRecovery(telling)) return `${since}, for ${lasted}`;
  return facts.now - incident.since < MINUTE ? since : `${since}, so far ${lasted}`;
}

/** When it was due, by when it had to have started, and to have succeeded. */
function due({ facts, clock }: Telling): string | undefined {
  const slot = slotInQuestion(facts);
  if (slot === undefined) return undefined;
  const { startWithinSeconds } = facts;
  return [
    clock.datedMoment(slot.dueAt),
    ...(startWithinSeconds === undefined ? [] : [`had to start by ${clock.after(slot.dueAt, slot.dueAt + startWithinSeconds * SECOND)}`]),
    ...(slot.deadline === undefined ? [] : [`had to be done by ${clock.after(slot.dueAt, slot.deadline)}`]),
  ].join('; ');
}
