import { NOTHING_FOUND } from '../diagnosis/nothing-found';
import { cleaned } from './cleaned';
import type { IncidentFacts, MassItem } from './facts';
import { lost } from './headline';
import { isRecovery, tellingOf } from './telling';

/** What a mass message says of one pipeline, from what a message of its own would be made of. */
export function massItem(given: IncidentFacts): MassItem {
  const telling = tellingOf(cleaned(given));
  const { facts: { pipeline, notice, diagnosis: { reasons: [reason] }, now }, what, incident, lasted } = telling;
  const happened = reason === undefined || reason.id === NOTHING_FOUND ? what.did : `${what.did}: ${reason.short}`;
  return {
    pipeline: pipeline ?? what.who,
    question: incident?.question ?? 'ALIVE',
    severity: notice.severity,
    since: incident?.since ?? now,
    kind: notice.kind,
    text: isRecovery(telling) ? [`${notice.recovered?.unwatched === true ? 'not watched any more' : 'recovered'} after ${lasted}`, ...lost(telling)].join(', ') : happened,
  };
}
