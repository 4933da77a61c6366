import { headlineOf, lost } from './headline';
import { ended, sentence } from './sentence';
import { isRecovery, Telling } from './telling';
import { whenSentence } from './when';

/** The first paragraph: what a person has to know who reads nothing else. */
export function lead(telling: Telling): string {
  const { facts, clock, what, incident } = telling;
  const { kind, alarm } = facts.notice;
  const [reason] = facts.diagnosis.reasons;
  const why = reason === undefined ? [] : [ended(reason.text)];
  const first = headlineOf(telling).sentence(telling);
  if (isRecovery(telling)) return [ended(first), recoverySentence(telling)].join(' ');
  const lastSuccess = facts.lastSuccess === undefined ? [] : [`Last success: ${clock.moment(facts.lastSuccess)}.`];
  if (kind === 'explained') return [`${first}: ${why[0] ?? 'no likely reason was found.'}`, whenSentence(telling), ...lastSuccess].join(' ');
  const isSlow = (alarm?.question ?? incident?.question) === 'SLOW';
  const means = what.means !== undefined && (isSlow || reason === undefined) ? [ended(what.means)] : [];
  return [ended(first), whenSentence(telling), ...means, ...lastSuccess, ...why].join(' ');
}

function recoverySentence(telling: Telling): string {
  const { facts: { notice: { recovered } }, clock, incident } = telling;
  if (recovered === undefined || incident === undefined) return '';
  const state = incident.question === 'SLOW' ? 'Slow' : 'Down';
  const by = recovered.slot === undefined ? recovered.by : `${recovered.by}, the one due ${clock.moment(recovered.slot)}`;
  return `${state} from ${clock.moment(incident.since)} to ${clock.afterInZone(incident.since, recovered.at)}: ${[`${by}.`, ...lost(telling).map(sentence)].join(' ')}`;
}
