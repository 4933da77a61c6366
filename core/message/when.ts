import type { Instant } from '../time';
import type { SlotVerdict } from '../verdict/verdict';
import { badSlot } from './happening';
import type { IncidentFacts } from './facts';
import type { Telling } from './telling';

/** When it was due and what was seen of it, or since when it is wrong: a sentence. */
export function whenSentence({ facts, clock, incident }: Telling): string {
  const late = missedDeadline(facts);
  if (late !== undefined) {
    const done = succeededAt(late);
    const end = done === undefined ? `not done by ${clock.after(late.deadline, facts.now)}` : `done at ${clock.after(late.deadline, done)}`;
    return `It had to be done by ${clock.momentInZone(late.deadline)}; ${end}.`;
  }
  const slot = badSlot(facts);
  if (slot === undefined) return `Since ${clock.momentInZone(incident?.since ?? facts.notice.decidedAt)}.`;
  const due = clock.momentInZone(slot.dueAt);
  const now = clock.after(slot.dueAt, facts.now);
  if (slot.verdict === 'stuck') return `Due ${due}; started, and not ended by ${now}.`;
  // Nothing was seen of it, or something that was not enough.
  return slot.decidedBy.reason === 'did not start' ? `Due ${due}; no run seen by ${now}.` : `Due ${due}.`;
}

/** When the run that this is about was due: what a subject and an SMS have room for. */
export function shortWhen({ facts, clock, incident }: Telling): string {
  const late = missedDeadline(facts);
  if (late !== undefined) return `deadline ${clock.shortMomentInZone(late.deadline)}`;
  const slot = badSlot(facts);
  return slot === undefined ? `since ${clock.shortMomentInZone(incident?.since ?? facts.notice.decidedAt)}` : `due ${clock.shortMomentInZone(slot.dueAt)}`;
}

/** The slot whose deadline was missed, where that is what the message is about. */
function missedDeadline({ slot, now, notice: { alarm } }: IncidentFacts): (SlotVerdict & { readonly deadline: Instant }) | undefined {
  if (alarm?.signal !== 'Deadline' || slot?.deadline === undefined || slot.deadline > now) return undefined;
  return { ...slot, deadline: slot.deadline };
}

function succeededAt({ stages }: SlotVerdict): Instant | undefined {
  const all = stages.map((stage) => stage.succeededAt);
  return all.some((at) => at === undefined) ? undefined : Math.max(...all.map((at) => at ?? -Infinity));
}
