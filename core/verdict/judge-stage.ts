import type { StageContract } from '../contract';
import { kindOf } from '../evidence/kinds';
import { countOf, earliestResult, endedBadly, latestResult, Outcome, Run, StageEvidence } from '../evidence/run';
import { Instant, SECOND } from '../time';
import type { DueSlot } from './due-slots';
import type { StageVerdict, Verdict } from './verdict';

/** The verdict of one slot of one stage (design, section 3), from the runs that belong to the slot. */
export function judgeStage(stage: StageContract, slot: DueSlot, runs: readonly Run[], evidence: StageEvidence, now: Instant): StageVerdict {
  const say = (verdict: Verdict, reason: string, more: Partial<StageVerdict> = {}): StageVerdict =>
    ({ stage: stage.name, verdict, reason, ...more });

  const bounds = boundsOf(stage, slot);
  const succeededAt = completedAt(stage, runs);
  if (succeededAt !== undefined) {
    const inTime = completedAt(stage, runs.filter((run) => run.start <= bounds.startBy)) !== undefined;
    if (!inTime) return say('late', 'started too late', { succeededAt });
    if (slot.deadline !== undefined && succeededAt > slot.deadline) return say('late', 'succeeded after its deadline', { succeededAt });
    return say('ok', 'succeeded', { succeededAt });
  }
  // Exactly at a bound a slot is not yet bad.
  if (runs.length === 0 && now <= bounds.startBy + bounds.settle) return say('pending', 'is not due yet');
  if (evidence.problem !== undefined) return say('unknown', evidence.problem);
  if (evidence.from > slot.opens) return say('unknown', 'its record does not reach back to the slot');

  const conviction = convict(stage, runs, bounds, now);
  if (conviction.verdict !== 'pending' && !evidence.convicts) {
    return say('unknown', `${conviction.reason} by best-effort metrics, which prove nothing against it`, { unproven: true });
  }
  return say(conviction.verdict, conviction.reason);
}

interface Bounds {
  readonly startBy: Instant;
  /** A run that has not come into sight by then did not start. */
  readonly seenBy: Instant;
  readonly settle: number;
  readonly maxDuration: number;
  /** How long after a bad run another attempt may come into sight; 0: none is expected. */
  readonly retryWithin: number;
}

function boundsOf(stage: StageContract, slot: DueSlot): Bounds {
  const settle = stage.settleSeconds * SECOND;
  const maxDuration = stage.maxDurationSeconds * SECOND;
  const startWithin = stage.startWithinSeconds === undefined ? Infinity : stage.startWithinSeconds * SECOND;
  // What has to have succeeded by the deadline has to have started by then.
  const startBy = Math.min(slot.dueAt + startWithin, slot.deadline ?? Infinity);
  const hidden = kindOf(stage.source).showsRunning(stage.source) ? 0 : maxDuration;
  const retryWithin = stage.retryWithinSeconds === 0 ? 0 : stage.retryWithinSeconds * SECOND + settle;
  return { startBy, seenBy: startBy + hidden + settle, settle, maxDuration, retryWithin };
}

function convict(stage: StageContract, runs: readonly Run[], bounds: Bounds, now: Instant): { verdict: Verdict; reason: string } {
  const running = runs.filter(({ outcome }) => outcome === 'running');
  if (running.length > 0) {
    const inTime = running.some((run) => now <= run.start + bounds.maxDuration + bounds.settle);
    return inTime
      ? { verdict: 'running', reason: 'is running' }
      : { verdict: 'stuck', reason: 'started and did not end in time' };
  }
  if (runs.length === 0) {
    return now <= bounds.seenBy ? { verdict: 'pending', reason: 'is not due yet' } : { verdict: 'missed', reason: 'did not start' };
  }
  const bad = runs.filter(endedBadly);
  const some = `succeeded ${total(runs.filter(({ outcome }) => outcome === 'succeeded'))} of ${stage.minSuccesses} times`;
  if (bad.length < runs.length && now <= bounds.seenBy) return { verdict: 'running', reason: some };
  if (bad.length === 0) return { verdict: 'missed', reason: some };
  if (bounds.retryWithin > 0 && now <= Math.max(...bad.map(latestResult)) + bounds.retryWithin) {
    return { verdict: 'running', reason: 'failed, and a retry is due' };
  }
  return { verdict: 'failed', reason: BADLY[newest(bad).outcome] ?? 'failed' };
}

const BADLY: Partial<Record<Outcome, string>> = { failed: 'failed', timedOut: 'timed out', aborted: 'was aborted' };

/** When the runs had succeeded as often as a slot needs; undefined when they have not. */
function completedAt(stage: StageContract, runs: readonly Run[]): Instant | undefined {
  const successes = runs.filter(({ outcome }) => outcome === 'succeeded').sort((a, b) => earliestResult(a) - earliestResult(b));
  let seen = 0;
  const last = successes.find((run) => (seen += countOf(run)) >= stage.minSuccesses);
  return last === undefined ? undefined : earliestResult(last);
}

/** The run that started last; of those that started together the one whose outcome comes last, so that order is no matter. */
function newest(runs: readonly Run[]): Run {
  return runs.reduce((a, b) => (b.start > a.start || (b.start === a.start && b.outcome > a.outcome) ? b : a));
}

function total(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + countOf(run), 0);
}
