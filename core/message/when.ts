import { badSlot } from './happening';
import type { Telling } from './telling';

/** When it was due and what was seen of it, or since when it is wrong: a sentence. */
export function whenSentence({ facts, clock, incident }: Telling): string {
  const slot = badSlot(facts);
  if (slot === undefined) return `Since ${clock.momentInZone(incident?.since ?? facts.notice.decidedAt)}.`;
  const due = clock.momentInZone(slot.dueAt);
  const now = clock.after(slot.dueAt, facts.now);
  switch (slot.verdict) {
    case 'missed':
      return slot.decidedBy.reason === 'did not start' ? `Due ${due}; no run seen by ${now}.` : `Due ${due}.`;
    case 'stuck':
      return `Due ${due}; started, and not ended by ${now}.`;
    case 'failed':
      return `Due ${due}.`;
  }
}
