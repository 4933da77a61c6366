import { Contract, isSilence, ScheduledExpectation, scheduleOf } from '../contract/contract';
import { planBatches } from '../evidence/metric-plan';
import { evidenceFrom, Lookback } from '../evidence/windows';
import type { Schedule } from '../schedule/schedule';
import { DAY, Instant, MINUTE, SECOND } from '../time';
import { slotBounds } from './slot-bounds';
import { isGood, Judgement, SlotVerdict, StageVerdict } from './verdict';

/** No answer lies further ahead: asking again a day later costs nothing. */
const LONGEST = DAY;
/** The ages at which a slot is treated differently: it cannot be verified any more, or its executions are deleted. */
const AGES = [89 * DAY, 90 * DAY];

/**
 * Until when (exclusive) a judgement stays the same about life, deadline and problems if no new evidence becomes visible. A
 * simulation can skip the ticks before that instant. Conservative: it returns `now` if that is not certain.
 *
 * Why this holds: a judgement depends on the evidence, on which slots are judged, and on comparing `now` with the bounds of
 * open slots. Each stage of each slot is in one of these states:
 * - It has succeeded or failed for good. Only new evidence changes that.
 * - It is pending, which says nothing, and stays pending until a bound.
 * - It is unknown, but before slots that make it irrelevant.
 * If a stage is running, or unknown in a way that matters, the answer is `now`. Otherwise the judgement stays the same
 * - until a bound of a pending slot passes, or of a slot to come; if something is bad, until the next slot begins;
 * - until the deadline of a slot passes, with the publication delay, or a slot becomes too old to be verified;
 * - while the record reaches back to the same instant. If no slot is bad, even that does not matter: the record always
 *   holds more good slots than close an incident, or all that are owed, so those that drop out decide nothing;
 * - while the record is read in the same periods: CloudWatch merges points as they grow old.
 *
 * A maximum silence has no such instant, because its record begins later with every tick.
 */
export function stableUntil(contract: Contract, judgement: Judgement, now: Instant): Instant {
  const { expectation } = contract;
  if (isSilence(expectation) || !isClosed(judgement)) return now;
  const schedule = scheduleOf(expectation, contract.since);
  const readsPhase = schedule.kind === 'rate' && expectation.anchor === undefined;
  const noneBad = !readsPhase && judgement.slots.every(({ stages }) => stages.every(({ verdict }) => isGood(verdict) || verdict === 'pending'));
  const next = readsPhase ? nextOfPhase(judgement, expectation, now) : nextOf(contract, expectation, { schedule, noneBad }, now);
  if (next === undefined) return now;
  const bounds = [next, now + LONGEST, ...judgement.slots.flatMap((slot) => changesOf(contract, expectation, slot))];
  let until = Math.min(...bounds.filter((bound) => bound > now));
  if (!noneBad) {
    until = constantUntil((t) => evidenceFrom(contract, 'recent', t), now, until);
    until = constantUntil((t) => evidenceFrom(contract, 'history', t), now, until);
  }
  const reach: Lookback = noneBad ? 'recent' : 'history';
  return constantUntil((t) => bandsAt(evidenceFrom(contract, reach, now), t), now, until);
}

/** If nothing is left to confirm and there is no problem, every unknown slot lies before slots that make it irrelevant. */
function isClosed({ slots, problems, toConfirm, needsHistory }: Judgement): boolean {
  return problems.length === 0 && toConfirm.length === 0 && !needsHistory && slots.every(({ stages }) => stages.every(isDecided));
}

function isDecided({ verdict }: StageVerdict): boolean {
  return verdict !== 'running';
}

/**
 * Until when the next slot says nothing. It is pending at least as long as its run may still start. If its run was early
 * and has succeeded already, that says nothing new unless something is bad.
 */
function nextOf({ stages }: Contract, expectation: ScheduledExpectation, { schedule, noneBad }: { readonly schedule: Schedule; readonly noneBad: boolean }, now: Instant): Instant {
  const next = schedule.next(now)?.at ?? Infinity;
  if (!noneBad || expectation.finishBy !== undefined) return next;
  const deadline = next + (expectation.finishWithinSeconds ?? Infinity) * SECOND;
  return Math.min(...stages.map((stage) => slotBounds(stage, { dueAt: next, deadline }).startBy));
}

/**
 * When something about a slot may change: its run can no longer start or become visible, its deadline passes, or it becomes
 * too old.
 */
function changesOf({ stages }: Contract, { startEarlyBySeconds }: ScheduledExpectation, owed: SlotVerdict): Instant[] {
  const { slot, deadline, stages: verdicts } = owed;
  const isPending = (name: string): boolean => verdicts.some(({ stage, verdict }) => stage === name && verdict === 'pending');
  const open = stages.filter(({ name }) => isPending(name)).flatMap((stage) => {
    const { startBy, pendingUntil, seenBy } = slotBounds(stage, owed);
    // Exactly at a bound nothing has changed yet.
    return [startBy, pendingUntil, seenBy].map((at) => at + 1);
  });
  const publicationDelay = Math.max(...stages.filter(({ optional }) => !optional).map(({ publicationDelaySeconds }) => publicationDelaySeconds)) * SECOND;
  const tooOld = AGES.flatMap((age) => [slot + age, slot + age - startEarlyBySeconds * SECOND]);
  return [...open, ...tooOld, ...(deadline === undefined ? [] : [deadline + publicationDelay + 1])];
}

/** The next slot of a rate whose phase is read from the runs; undefined if a flexible window hides it. */
function nextOfPhase({ nextDue }: Judgement, { flexibleWindowSeconds, excludeDates }: ScheduledExpectation, now: Instant): Instant | undefined {
  const isPlain = flexibleWindowSeconds === 0 && (excludeDates ?? []).length === 0;
  return isPlain && nextDue !== undefined && nextDue > now ? nextDue : undefined;
}

/** Which periods a record is read in: the instant at which one period length changes to the next. */
function bandsAt(from: Instant | undefined, now: Instant): Instant | undefined {
  if (from === undefined) return undefined;
  const read = { key: '', namespace: '', dimensions: {}, row: { metric: '', statistic: 'Sum' }, from } as const;
  const [newest, ...older] = planBatches([read], now);
  // The first batch ends at `now`. Where it begins, the others end.
  return newest === undefined || older.length === 0 ? undefined : newest.from;
}

/** Until when a value that only grows with time stays what it is at `now`, to the minute. */
function constantUntil(valueAt: (t: Instant) => Instant | undefined, now: Instant, until: Instant): Instant {
  const value = valueAt(now);
  if (until <= now || valueAt(until - 1) === value) return until;
  let same = 0;
  let different = Math.ceil((until - now) / MINUTE);
  while (different - same > 1) {
    const middle = (same + different) >>> 1;
    if (valueAt(now + middle * MINUTE) === value) same = middle;
    else different = middle;
  }
  return now + same * MINUTE;
}
