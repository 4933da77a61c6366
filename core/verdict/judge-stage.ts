import type { StageContract } from '../contract/contract';
import { countOf, earliestResult, endedBadly, latestResult, Outcome, Run, StageEvidence } from '../evidence/run';
import type { Instant } from '../time';
import type { DueSlot } from './due-slots';
import { type SlotBounds, slotBounds } from './slot-bounds';
import type { ReasonCode, StageVerdict, Verdict } from './verdict';

/** What is known about one slot of one stage. */
interface SlotEvidence {
  /** The runs that belong to the slot. */
  readonly runs: readonly Run[];
  /** The stage's whole evidence. */
  readonly evidence: StageEvidence;
}

/** The verdict on one slot of one stage. */
export function judgeStage(stage: StageContract, slot: DueSlot, { runs, evidence }: SlotEvidence, now: Instant): StageVerdict {
  const say = (verdict: Verdict, code: ReasonCode, reason: string, more: Partial<StageVerdict> = {}): StageVerdict =>
    ({ stage: stage.name, verdict, code, reason, ...more });

  const bounds = slotBounds(stage, slot);
  const succeededAt = completedAt(stage, runs);
  if (succeededAt !== undefined) {
    const newestSuccessAt = Math.max(...runs.filter(isSuccess).map(latestResult));
    if (evidence.confirmsFailure && evidence.problem === undefined && hasRelapsed(stage, runs, newestSuccessAt)) {
      const { verdict, code, reason, endedBadlyAt } = confirm(stage, runs.filter((run) => !isSuccess(run)), bounds, now);
      return say(verdict, code, verdict === 'failed' ? `${reason} after a success` : reason, { succeededAt, endedBadlyAt });
    }
    const inTime = completedAt(stage, runs.filter((run) => run.start <= bounds.startBy)) !== undefined;
    if (!inTime) return say('late', 'startedLate', 'started too late', { succeededAt, newestSuccessAt });
    if (slot.deadline !== undefined && succeededAt > slot.deadline) return say('late', 'finishedLate', 'succeeded after its deadline', { succeededAt, newestSuccessAt });
    return say('ok', 'succeeded', 'succeeded', { succeededAt, newestSuccessAt });
  }
  // A slot exactly at a bound is not bad yet.
  if (runs.length === 0 && now <= bounds.pendingUntil) return say('pending', 'notDueYet', 'is not due yet');
  // Its run may start at any time in the slot, and may then end badly until its longest duration is over.
  const mayEndBadlyAt = slot.closes + bounds.maxDuration;
  if (evidence.problem !== undefined) return say('unknown', 'evidenceUnreadable', evidence.problem, { endedBadlyAt: mayEndBadlyAt });
  if (evidence.from > slot.opens) return say('unknown', 'recordTooShort', 'its run data does not reach back to this due time', { endedBadlyAt: mayEndBadlyAt });

  const confirmed = confirm(stage, runs, bounds, now);
  if (confirmed.verdict !== 'pending' && !evidence.confirmsFailure) {
    return say('unknown', 'metricsOnly', `${confirmed.reason} according to best-effort metrics, which cannot confirm a failure`, { unconfirmed: true, endedBadlyAt: mayEndBadlyAt });
  }
  const { verdict, code, reason, endedBadlyAt } = confirmed;
  return say(verdict, code, reason, endedBadlyAt === undefined ? {} : { endedBadlyAt });
}

/**
 * Whether a further run of the slot certainly ended badly after the slot's newest success. A slot that needs several
 * successes keeps them, whatever happens to further runs.
 */
function hasRelapsed({ minSuccessfulRuns }: StageContract, runs: readonly Run[], newestSuccessAt: Instant): boolean {
  return minSuccessfulRuns === 1 && runs.some((run) => endedBadly(run) && earliestResult(run) > newestSuccessAt);
}

type Confirmation = Pick<StageVerdict, 'verdict' | 'code' | 'reason' | 'endedBadlyAt'>;

function confirm(stage: StageContract, runs: readonly Run[], bounds: SlotBounds, now: Instant): Confirmation {
  const running = runs.filter(({ outcome }) => outcome === 'running');
  if (running.length > 0) {
    const inTime = running.some((run) => now <= run.start + bounds.maxDuration + bounds.publicationDelay);
    return inTime
      ? { verdict: 'running', code: 'running', reason: 'is running' }
      : { verdict: 'stuck', code: 'notEnded', reason: 'started and did not end in time', endedBadlyAt: Math.max(...running.map(({ start }) => start)) + bounds.maxDuration };
  }
  if (runs.length === 0) {
    return now <= bounds.seenBy ? { verdict: 'pending', code: 'notDueYet', reason: 'is not due yet' } : { verdict: 'missed', code: 'notStarted', reason: 'did not start' };
  }
  const bad = runs.filter(endedBadly);
  const some = `succeeded ${total(runs.filter(isSuccess))} of ${stage.minSuccessfulRuns} times`;
  if (bad.length < runs.length && now <= bounds.seenBy) return { verdict: 'running', code: 'tooFewSuccesses', reason: some };
  if (bad.length === 0) return { verdict: 'missed', code: 'tooFewSuccesses', reason: some };
  if (bounds.retryWithin > 0 && now <= Math.max(...bad.map(latestResult)) + bounds.retryWithin) {
    return { verdict: 'running', code: 'retryDue', reason: 'failed, and a retry is due' };
  }
  return { verdict: 'failed', ...(BADLY[newest(bad).outcome] ?? FAILED), endedBadlyAt: Math.max(...bad.map(earliestResult)) };
}

const FAILED: Pick<StageVerdict, 'code' | 'reason'> = { code: 'failed', reason: 'failed' };
const BADLY: Partial<Record<Outcome, typeof FAILED>> = {
  failed: FAILED, timedOut: { code: 'timedOut', reason: 'timed out' }, aborted: { code: 'aborted', reason: 'was aborted' },
};

/** When the runs had succeeded as often as the slot needs; undefined if they have not. */
function completedAt(stage: StageContract, runs: readonly Run[]): Instant | undefined {
  const successes = runs.filter(isSuccess).sort((a, b) => earliestResult(a) - earliestResult(b));
  let seen = 0;
  const last = successes.find((run) => (seen += countOf(run)) >= stage.minSuccessfulRuns);
  return last === undefined ? undefined : earliestResult(last);
}

/**
 * The run that started last. Of runs that started together, the one whose outcome sorts last, so that their order does not
 * matter.
 */
function newest(runs: readonly Run[]): Run {
  return runs.reduce((a, b) => (b.start > a.start || (b.start === a.start && b.outcome > a.outcome) ? b : a));
}

function isSuccess({ outcome }: Run): boolean {
  return outcome === 'succeeded';
}

function total(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + countOf(run), 0);
}
