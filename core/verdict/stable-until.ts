import { Contract, isSilence, ScheduledExpectation, scheduleOf } from '../contract/contract';
import { planBatches } from '../evidence/metric-plan';
import { evidenceFrom, Lookback } from '../evidence/windows';
import type { Schedule } from '../schedule/schedule';
import { DAY, Instant, MINUTE, SECOND } from '../time';
import { slotBounds } from './slot-bounds';
import { isGood, Judgement, SlotVerdict, StageVerdict } from './verdict';

/** Nothing is said for longer at once: who asks again a day later loses nothing. */
const LONGEST = DAY;
/** Ages at which a slot is treated otherwise: nobody can be asked about it any more, or its executions are forgotten. */
const AGES = [89 * DAY, 90 * DAY];

/**
 * Until when (exclusive) a judgement says the same about life, deadline and what could not be verified, as long as no
 * evidence comes into sight. For whoever simulates: ticks before that instant can be left out. Conservative: `now` where
 * it cannot be told.
 *
 * Why it holds. A judgement depends on the evidence, on the slots that are judged, and on comparisons of `now` with
 * bounds of slots that are still open. Each stage of each slot has succeeded or ended badly for good, which nothing but
 * evidence takes back; or it is pending, which says nothing and stays so until a bound; or it is unknown before slots that
 * settle whatever it was. (One that is running, or unknown and matters, makes the answer `now`.) So the judgement stays as
 * it is
 * - until a bound of a pending slot passes, of those to come too, and where something is bad until the next slot begins;
 * - until the deadline of a slot passes, with the publication delay, or a slot grows too old to be asked about;
 * - while the record reaches back to the same instant. Where no slot is bad even that does not matter: the record always
 *   holds more good slots than close an incident, or all that are owed, so that those which drop out of it decide nothing;
 * - while the record is read by the same periods: CloudWatch merges points as they grow old.
 *
 * Not told for a maximum silence, whose record begins later with every tick.
 */
export function stableUntil(contract: Contract, judgement: Judgement, now: Instant): Instant {
  const { expectation } = contract;
  if (isSilence(expectation) || !isClosed(judgement)) return now;
  const schedule = scheduleOf(expectation, contract.since);
  const readsPhase = schedule.kind === 'rate' && expectation.anchor === undefined;
  const noneBad = !readsPhase && judgement.slots.every(({ stages }) => stages.every(({ verdict }) => isGood(verdict) || verdict === 'pending'));
  const next = readsPhase ? nextOfPhase(judgement, expectation, now) : nextOf(contract, expectation, schedule, noneBad, now);
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

/** Where nothing is left to be convicted and nothing is a problem, what is unknown lies before slots that settle it. */
function isClosed({ slots, problems, toConfirm, needsHistory }: Judgement): boolean {
  return problems.length === 0 && toConfirm.length === 0 && !needsHistory && slots.every(({ stages }) => stages.every(isDecided));
}

function isDecided({ verdict }: StageVerdict): boolean {
  return verdict !== 'running';
}

/**
 * Until when the next slot says nothing. It is pending at least as long as its run may still start; or its run was early
 * and has succeeded already, which says nothing new either unless something is bad.
 */
function nextOf({ stages }: Contract, expectation: ScheduledExpectation, schedule: Schedule, noneBad: boolean, now: Instant): Instant {
  const next = schedule.next(now)?.at ?? Infinity;
  if (!noneBad || expectation.finishBy !== undefined) return next;
  const deadline = next + (expectation.finishWithinSeconds ?? Infinity) * SECOND;
  return Math.min(...stages.map((stage) => slotBounds(stage, { dueAt: next, deadline }).startBy));
}

/** When something about a slot may be seen otherwise: its run can no longer start or come into sight, its deadline passes, it grows too old. */
function changesOf({ stages }: Contract, { startEarlyBySeconds }: ScheduledExpectation, owed: SlotVerdict): Instant[] {
  const { slot, deadline, stages: verdicts } = owed;
  const isPending = (name: string): boolean => verdicts.some(({ stage, verdict }) => stage === name && verdict === 'pending');
  const open = stages.filter(({ name }) => isPending(name)).flatMap((stage) => {
    const { startBy, pendingUntil, seenBy } = slotBounds(stage, owed);
    // Exactly at a bound nothing has changed yet.
    return [startBy, pendingUntil, seenBy].map((at) => at + 1);
  });
  const settle = Math.max(...stages.filter(({ optional }) => !optional).map(({ publicationDelaySeconds }) => publicationDelaySeconds)) * SECOND;
  const tooOld = AGES.flatMap((age) => [slot + age, slot + age - startEarlyBySeconds * SECOND]);
  return [...open, ...tooOld, ...(deadline === undefined ? [] : [deadline + settle + 1])];
}

/** The next slot of a rate whose phase is read from the runs; undefined when a flexible window hides it. */
function nextOfPhase({ nextDue }: Judgement, { flexibleWindowSeconds, excludeDates }: ScheduledExpectation, now: Instant): Instant | undefined {
  const isPlain = flexibleWindowSeconds === 0 && (excludeDates ?? []).length === 0;
  return isPlain && nextDue !== undefined && nextDue > now ? nextDue : undefined;
}

/** By which periods a record is read: where in time the reading changes from one to the next. */
function bandsAt(from: Instant | undefined, now: Instant): Instant | undefined {
  if (from === undefined) return undefined;
  const read = { key: '', namespace: '', dimensions: {}, row: { metric: '', statistic: 'Sum' }, from } as const;
  const [newest, ...older] = planBatches([read], now);
  // The first batch ends with `now`; where it begins says where the others end.
  return newest === undefined || older.length === 0 ? undefined : newest.from;
}

/** Up to when a value that only ever grows with time stays what it is at `now`, to the minute. */
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
