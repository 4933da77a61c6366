import type { NoticeKind } from '../incident/record';
import type { Instant } from '../time';
import { type BadVerdict, isBad, type SlotVerdict } from '../verdict/verdict';
import type { IncidentFacts } from './facts';
import { observatoryDid, pipelineDid } from './signal-words';

/** What went wrong, for a sentence: `${who} ${did}`. */
export interface Happening {
  readonly who: string;
  readonly did: string;
  /** A sentence that says more, where evidence does not. */
  readonly means?: string;
}

const BY_VERDICT: Readonly<Record<BadVerdict, string>> = { missed: 'did not start', stuck: 'hangs', failed: 'failed' };

/** What went wrong, as exactly as it is known: what the evidence says, or else the alarm. */
export function happening(facts: IncidentFacts): Happening {
  const { pipeline, notice } = facts;
  const { alarm, incident } = notice;
  const question = alarm?.question ?? incident?.question ?? 'ALIVE';
  if (pipeline === undefined) {
    const { who, did } = observatoryDid(alarm);
    const { observatory } = facts.place;
    return { who: who === 'The checker' ? `${who} of observatory ${observatory}` : `Observatory ${observatory}`, did, means: alarm?.means ?? incident?.thread.at(-1)?.text };
  }

  const slot = badSlot(facts);
  if (slot !== undefined) {
    const { verdict, decidedBy, stages } = slot;
    // That the first stage did not start is that the pipeline did not.
    const isWhole = stages.length < 2 || (verdict === 'missed' && stages[0]?.stage === decidedBy.stage);
    return { who: isWhole ? pipeline : `${pipeline} / ${decidedBy.stage}`, did: verdict === 'stuck' ? BY_VERDICT.stuck : decidedBy.reason };
  }
  // What was known when it was told; of a failure that an alarm speaks of it may be another run's.
  if (incident?.verdict !== undefined && (alarm === undefined ? question !== 'SLOW' : question === 'ALIVE')) return { who: pipeline, did: BY_VERDICT[incident.verdict] };
  const isOnlyStage = facts.slot?.stages.length === 1;
  const stage = isOnlyStage ? undefined : alarm?.stage;
  return {
    who: stage === undefined ? pipeline : `${pipeline} / ${stage}`,
    did: pipelineDid(question, alarm),
    means: missedDeadline(facts) === undefined ? alarm?.means : undefined,
  };
}

/** The slot that went wrong, where it is what the message is about. */
export function badSlot({ slot, notice: { alarm, incident } }: IncidentFacts): (SlotVerdict & { readonly verdict: BadVerdict }) | undefined {
  if (slot === undefined || !isBad(slot.verdict)) return undefined;
  const question = alarm?.question ?? incident?.question;
  // A failure is told when it happens; the slot that is judged bad may be the one before.
  const isAbout = question === 'FAILED' ? slot.verdict === 'failed' : question !== 'SLOW';
  return isAbout ? { ...slot, verdict: slot.verdict } : undefined;
}

/** The slot whose deadline was missed, where that is what the message is about. */
export function missedDeadline({ slot, now, notice: { alarm } }: IncidentFacts): (SlotVerdict & { readonly deadline: Instant }) | undefined {
  if (alarm?.signal !== 'Deadline' || slot?.deadline === undefined || slot.deadline > now) return undefined;
  return { ...slot, deadline: slot.deadline };
}

/** The slot of the run that the message is about, however it stands. */
export function slotInQuestion(facts: IncidentFacts): SlotVerdict | undefined {
  const { slot, notice: { kind, alarm } } = facts;
  const bad = badSlot(facts);
  if (bad !== undefined || alarm === undefined || alarm.question === 'ALIVE') return bad;
  return ABOUT_ONE_RUN.includes(kind) ? slot : undefined;
}

/** Kinds that are decided since an alarm speaks of a run, which may be running or good when it is judged. */
const ABOUT_ONE_RUN: readonly NoticeKind[] = ['opened', 'raised', 'failedAgain', 'explained'];

/** When all of a slot had succeeded; undefined when it has not. */
export function succeededAt({ stages }: SlotVerdict): Instant | undefined {
  const times = stages.flatMap((stage) => stage.succeededAt ?? []);
  return times.length < stages.length || times.length === 0 ? undefined : Math.max(...times);
}
