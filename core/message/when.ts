import { missedDeadline, slotInQuestion, succeededAt } from './happening';
import type { Telling } from './telling';

/** When it was due and what was seen of it, or since when it is wrong: a sentence. */
export function whenSentence({ facts, clock, incident }: Telling): string {
  const late = missedDeadline(facts);
  if (late !== undefined) {
    const done = succeededAt(late);
    const end = done === undefined ? `not done by ${clock.after(late.deadline, facts.now)}` : `done at ${clock.after(late.deadline, done)}`;
    return `It had to be done by ${clock.momentInZone(late.deadline)}; ${end}.`;
  }
  const slot = slotInQuestion(facts);
  if (slot === undefined) return `Since ${clock.momentInZone(incident?.since ?? facts.notice.decidedAt)}.`;
  const due = clock.momentInZone(slot.dueAt);
  const now = clock.after(slot.dueAt, facts.now);
  if (slot.verdict === 'stuck') return `Due ${due}; started, and not ended by ${now}.`;
  switch (slot.decidedBy.reason) {
    case 'did not start':
      return `Due ${due}; no run seen by ${now}.`;
    // Where only the silence is bounded nothing is due but a success.
    case 'did not succeed':
      return `A success was due by ${due}; none seen by ${now}.`;
    default:
      return `Due ${due}.`;
  }
}

/** When the run that this is about was due: what a subject and an SMS have room for. */
export function shortWhen({ facts, clock, incident }: Telling): string {
  const late = missedDeadline(facts);
  if (late !== undefined) return `due by ${clock.shortMomentInZone(late.deadline)}`;
  const slot = slotInQuestion(facts);
  return slot === undefined ? `since ${clock.shortMomentInZone(incident?.since ?? facts.notice.decidedAt)}` : `due ${clock.shortMomentInZone(slot.dueAt)}`;
}
