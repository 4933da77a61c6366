import type { Instant } from '../time';

/** What is known of one slot. */
export type Verdict = (typeof VERDICTS)[number];

export const VERDICTS = ['pending', 'running', 'ok', 'late', 'missed', 'stuck', 'failed', 'unknown'] as const;

/** Verdicts that open an incident. */
export type BadVerdict = Extract<Verdict, 'missed' | 'stuck' | 'failed'>;

/**
 * From best to worst. A slot's verdict is the worst of its stages' verdicts. The bad ones are equally bad: the first bad
 * stage names the slot, because later stages usually fail as a consequence.
 */
const RANK: Readonly<Record<Verdict, number>> = {
  ok: 0, late: 1, pending: 2, running: 3, unknown: 4, missed: 5, stuck: 5, failed: 5,
};

export function isBad(verdict: Verdict): verdict is BadVerdict {
  return verdict === 'missed' || verdict === 'stuck' || verdict === 'failed';
}

export function isGood(verdict: Verdict): boolean {
  return verdict === 'ok' || verdict === 'late';
}

/** The worst verdict; of equally bad ones the first. */
export function worst<T extends { readonly verdict: Verdict }>(verdicts: readonly T[]): T {
  return verdicts.reduce((a, b) => (RANK[b.verdict] > RANK[a.verdict] ? b : a));
}

/** Why a stage has its verdict, for code. The clause beside it is for people. */
export type ReasonCode = (typeof REASON_CODES)[number];

export const REASON_CODES = [
  'notDueYet', 'succeeded', 'startedLate', 'finishedLate', 'running', 'retryDue', 'tooFewSuccesses',
  'notStarted', 'noSuccess', 'notEnded', 'failed', 'timedOut', 'aborted',
  'ranAgain', 'markedOk',
  'evidenceUnreadable', 'recordTooShort', 'metricsOnly',
] as const;

/** One stage's part in a slot's verdict. */
export interface StageVerdict {
  readonly stage: string;
  readonly verdict: Verdict;
  readonly code: ReasonCode;
  /** One clause that says what was seen, for logs and messages. */
  readonly reason: string;
  /** When the slot had the last success it needs: the end of that run, or its start if the evidence has no end. */
  readonly succeededAt?: Instant;
  /** The latest possible instant of the slot's newest success. It heals what ended badly before it. */
  readonly newestSuccessAt?: Instant;
  /**
   * When the newest bad run ended, or had to end. Absent if no run is bad. If that is unknown, the latest instant at which
   * a run may have gone bad.
   */
  readonly endedBadlyAt?: Instant;
  /** Only best-effort evidence is against the slot: the authoritative record must confirm the failure. */
  readonly unconfirmed?: boolean;
}

/** What is known of one slot of a pipeline. */
export interface SlotVerdict {
  /** The scheduled time that identifies the slot. */
  readonly slot: Instant;
  /** When a run was due: the scheduled time, moved by a flexible window. */
  readonly dueAt: Instant;
  /** When the run had to succeed, if there is a deadline and the slot was owed. */
  readonly deadline?: Instant;
  readonly verdict: Verdict;
  /** The stage that decided the verdict; below it all stages in the order in which they run. */
  readonly decidedBy: StageVerdict;
  readonly stages: readonly StageVerdict[];
  /** The newest success of any of its stages, if all have succeeded. Absent if a slot has no runs of its own. */
  readonly newestSuccessAt?: Instant;
  /** When the last of its stages that are bad, or may be, went bad. Absent if none of them had a run. */
  readonly endedBadlyAt?: Instant;
  /** After this instant nothing about the slot changes any more, and it can be settled. */
  readonly closedAt: Instant;
  /** How many runs it had, over all stages; when the first one started and the last one ended, where the evidence says it. */
  readonly runs: number;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
}

/** From the first bad slot until the recovery. */
export interface Incident {
  /** The due time of the first bad slot, not the moment at which the checker looked. */
  readonly since: Instant;
  /** The record does not reach back to the beginning of the incident, which has lasted at least since then. */
  readonly sinceAtLeast: boolean;
  /** How many slots were bad since then. */
  readonly badSlots: number;
  /** The newest bad verdict and the stage that decided it. */
  readonly verdict: BadVerdict;
  readonly decidedBy: StageVerdict;
}

/** All that is known of a pipeline at one moment. */
export interface Judgement {
  readonly pipeline: string;
  /** Oldest to newest, as far back as the evidence reaches. */
  readonly slots: readonly SlotVerdict[];
  /** The open incident, if there is one. */
  readonly incident?: Incident;
  /**
   * 0: an incident is open. 1: none is open, and at least one slot was good. Undefined: the newest slot that is neither
   * pending nor running is unknown, or no slot was good yet and too few were bad for an incident.
   */
  readonly proofOfLife?: 0 | 1;
  /** Whether the newest slot whose deadline has passed had not succeeded by then. Undefined: not known, or no deadline. */
  readonly deadlineMissed?: boolean;
  /** When a run last succeeded, as far back as the evidence reaches. */
  readonly lastSuccess?: Instant;
  /** A success of the newest settled slot that was bad. It heals like a good slot. */
  readonly rerun?: SlotVerdict;
  /** For a maximum silence: since when the current span of silence counts, and the newest success of each stage. */
  readonly silence?: { readonly through: Instant; readonly lastSuccesses: Readonly<Record<string, Instant>> };
  /** For a rate without an anchor: when its last runs started. */
  readonly starts?: readonly Instant[];
  /** The next due time. */
  readonly nextDue?: Instant;
  /** Stages whose authoritative record must be asked before this judgement is final. */
  readonly toConfirm: readonly string[];
  /** The record is too short to show whether an incident was open before it: a longer one is needed. */
  readonly needsHistory: boolean;
  /** Why something could not be verified, one clause per stage. Empty if everything that matters was verified. */
  readonly problems: readonly string[];
}

/**
 * The state of a pipeline. `notDue`: nothing has been due since it was deployed or changed, so nothing is proven.
 * `nothingExpected`: its owner said that no runs are expected. `unknown` never counts as healthy.
 */
export type DigestState = 'ok' | 'open' | 'unknown' | 'notDue' | 'nothingExpected';

/** What decides in which order slots came about. */
interface Outcomes {
  readonly verdict: Verdict;
  /** The newest success of a good slot. Absent: it counts as after everything before it. */
  readonly newestSuccessAt?: Instant;
  /** The latest instant at which a slot went bad, or may have. Absent: it counts as before everything after it. */
  readonly endedBadlyAt?: Instant;
}

/**
 * Slots in the order in which they came about: a slot that ended badly after younger slots had succeeded comes after those.
 * A success heals only what ended badly before it.
 *
 * @param slots oldest to newest
 */
export function inOrder<T extends Outcomes>(slots: readonly T[]): T[] {
  /** For each slot, the newest success until then. It never decreases. */
  const successes: Instant[] = [];
  for (const { verdict, newestSuccessAt = Infinity } of slots) {
    successes.push(Math.max(successes.at(-1) ?? -Infinity, isGood(verdict) ? newestSuccessAt : -Infinity));
  }
  const placed = slots.map((slot, index) => ({ slot, place: mayBeBad(slot) ? firstFrom(successes, slot.endedBadlyAt!, index) : index }));
  if (placed.every(({ place }, index) => place === index)) return [...slots];
  // What went bad comes just before the slot whose success heals it.
  return placed.map((one, index) => ({ ...one, index })).sort((a, b) => a.place - b.place || a.index - b.index)
    .map(({ slot }) => slot);
}

/** Whether a slot says when it went bad, or may have. */
function mayBeBad({ verdict, endedBadlyAt }: Outcomes): boolean {
  return endedBadlyAt !== undefined && (isBad(verdict) || verdict === 'unknown');
}

/** The first index whose success came at an instant or later: `from` if the slot stays in place, the length if none did. */
function firstFrom(successes: readonly Instant[], instant: Instant, from: number): number {
  let low = from;
  let high = successes.length;
  // If there is no younger success in between, nothing has to move.
  if (successes.at(-1) === successes[from]) return from;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (successes[middle]! >= instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
