import { own } from '../collections';
import type { SilenceExpectation, StageContract } from '../contract/contract';
import { earliestResult, endedBadly, latestResult, StageEvidence } from '../evidence/run';
import { successDelay } from '../evidence/windows';
import { Instant, SECOND } from '../time';
import type { Settled } from './settled';
import { type Judgement, type ReasonCode, SlotVerdict, StageVerdict, Verdict, worst } from './verdict';

/** The stages that are judged, with a record for each, and from when on these are complete. */
export interface JudgedRecords {
  readonly stages: readonly StageContract[];
  readonly records: readonly StageEvidence[];
  readonly from: Instant;
  readonly settled?: Settled;
}

/** The slots of a maximum silence, and where its current span stands. */
interface Silence {
  readonly slots: SlotVerdict[];
  readonly nextDue?: Instant;
  readonly silence: NonNullable<Judgement['silence']>;
}

/**
 * The slots of an expectation that only limits the silence: a good slot at each success, and a slot due `maxSilence` after
 * the last one, repeated while the silence lasts. Of several stages, the one that succeeded longest ago gives the
 * pipeline's last success.
 *
 * @param from silence counts from here: nothing is owed before it, or the record does not reach back further
 * @param truncated whether the record does not reach back further
 */
export function silenceSlots(expectation: SilenceExpectation, { stages, records, from, truncated, settled }: JudgedRecords & { readonly truncated: boolean }, now: Instant): Silence {
  const allowed = expectation.maxSilenceSeconds * SECOND;
  const last = stages.map(({ name }) => own(settled?.lastSuccesses ?? {}, name) ?? from);
  const silent = records.map(({ runs, from: reachesTo, problem, confirmsFailure }): SilentEvidence => ({
    from: reachesTo, problem, confirmsFailure,
    failures: runs.filter(endedBadly).map(({ start }) => start).sort((a, b) => a - b),
    running: runs.reduce((oldest, { outcome, start }) => (outcome === 'running' ? Math.min(oldest, start) : oldest), Infinity),
  }));
  const slots: SlotVerdict[] = [];
  let due = from + allowed;

  const passDues = (until: Instant): void => {
    for (; due < until; due += allowed) {
      slots.push(slotVerdict(due, stages.map((stage, index) => silentStage(stage, silent[index], { lastSuccess: last[index], due, allowed }))));
    }
  };
  for (const { stage, at, latest } of successes(records, from)) {
    passDues(at);
    const before = Math.min(...last);
    last[stage] = Math.max(last[stage], latest);
    const reached = Math.min(...last);
    // While another stage has been silent for too long, a success of this one ends nothing.
    if (reached > before && reached + allowed >= at) {
      slots.push(slotVerdict(at, stages.map(({ name }, index) => ({ stage: name, verdict: 'ok', code: 'succeeded', reason: 'succeeded', succeededAt: last[index] }))));
      due = reached + allowed;
    }
  }
  passDues(now - Math.max(...stages.map(successDelay)));

  // A record that is shorter than the silence allowed, and contains no success, cannot show how long the silence is.
  const blind = truncated && slots.length === 0;
  // What is settled says nothing about a success that nobody could read since.
  const unread = (index: number): string | undefined => (settled === undefined ? undefined : records[index].problem);
  slots.push(slotVerdict(due, stages.map(({ name }, index): StageVerdict => (unread(index) !== undefined
    ? { stage: name, verdict: 'unknown', code: 'evidenceUnreadable', reason: unread(index)! } : blind && last[index] === from
    ? { stage: name, verdict: 'unknown', code: 'recordTooShort', reason: 'its run data does not reach back to a success' }
    : { stage: name, verdict: 'pending', code: 'notDueYet', reason: 'is not due yet' }))));
  return {
    slots,
    nextDue: due > now ? due : undefined,
    silence: { through: due - allowed, lastSuccesses: Object.fromEntries(stages.map(({ name }, index) => [name, last[index]])) },
  };
}

interface Success {
  readonly stage: number;
  /** The earliest and the latest instant it may have had: doubt must not make a silence longer. */
  readonly at: Instant;
  readonly latest: Instant;
}

function successes(records: readonly StageEvidence[], from: Instant): Success[] {
  return records
    .flatMap(({ runs }, stage) => runs
      .filter(({ outcome }) => outcome === 'succeeded')
      .map((run): Success => ({ stage, at: earliestResult(run), latest: latestResult(run) })))
    .filter(({ latest }) => latest > from)
    .sort((a, b) => a.at - b.at || a.stage - b.stage);
}

/** The evidence against a stage that is silent. */
interface SilentEvidence extends Pick<StageEvidence, 'from' | 'problem' | 'confirmsFailure'> {
  /** When the runs that ended badly started, oldest first. */
  readonly failures: readonly Instant[];
  /** When the oldest run in progress started; `Infinity` if none is. */
  readonly running: Instant;
}

/** Whether a sorted list has an instant with after < at <= to. Both the list and the due times may be very many. */
function hasAny(sorted: readonly Instant[], after: Instant, to: Instant): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= after) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low] <= to;
}

/** A stage's part in a due time that passed without a success of the whole pipeline. */
function silentStage(stage: StageContract, evidence: SilentEvidence, { lastSuccess, due, allowed }: { readonly lastSuccess: Instant; readonly due: Instant; readonly allowed: number }): StageVerdict {
  const say = (verdict: Verdict, code: ReasonCode, reason: string, more: Partial<StageVerdict> = {}): StageVerdict =>
    ({ stage: stage.name, verdict, code, reason, ...more });
  if (lastSuccess + allowed > due) return say('ok', 'succeeded', 'succeeded', { succeededAt: lastSuccess });
  if (evidence.problem !== undefined) return say('unknown', 'evidenceUnreadable', evidence.problem);
  if (evidence.from > due - allowed) return say('unknown', 'recordTooShort', 'its run data does not reach back to a success');
  if (!evidence.confirmsFailure) return say('unknown', 'metricsOnly', 'is silent according to best-effort metrics, which cannot confirm a failure', { unconfirmed: true });
  const stuckSince = due - stage.maxDurationSeconds * SECOND;
  if (evidence.running < stuckSince) return say('stuck', 'notEnded', 'started and did not end in time');
  if (hasAny(evidence.failures, due - allowed, due)) return say('failed', 'failed', 'failed and did not succeed again');
  return say('missed', 'noSuccess', 'did not succeed');
}

function slotVerdict(slot: Instant, stages: readonly StageVerdict[]): SlotVerdict {
  const decidedBy = worst(stages);
  return { slot, dueAt: slot, verdict: decidedBy.verdict, decidedBy, stages, closedAt: slot, runs: 0 };
}
