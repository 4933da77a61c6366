import { Contract, isSilence, ScheduledExpectation } from '../contract';
import { scheduleOf } from '../contract/contract-schedule';
import { planBatches } from '../evidence/metric-plan';
import { evidenceFrom, Reach } from '../evidence/windows';
import { DAY, Instant, MINUTE, SECOND } from '../time';
import { isBad, isGood, Judgement, SlotVerdict } from './verdict';

/** Nothing is said for longer at once: who asks again a day later loses nothing. */
const LONGEST = DAY;
/** Ages at which a slot is treated otherwise: nobody can be asked about it any more, or its executions are forgotten. */
const AGES = [89 * DAY, 90 * DAY];

/**
 * Until when a judgement says the same about life, deadline and what could not be verified, as long as no evidence comes
 * into sight. For whoever simulates: ticks before that instant can be left out. Conservative: `now` where it cannot be
 * told.
 *
 * Why it holds. A judgement depends on the evidence, on the slots that are judged, and on comparisons of `now` with
 * bounds of slots that are still open. So it stays as it is
 * - until the next slot begins, since no slot is open: each stage of each has succeeded, which nothing takes back, or has
 *   ended badly for good (a slot that is pending, running, unknown or unproven makes the answer `now`);
 * - until the deadline of a slot judged passes, with the publication delay, or a slot grows too old to be asked about;
 * - while the record reaches back to the same instant. Where all slots are good even that does not matter: the record always
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
  const next = readsPhase ? nextOfPhase(judgement, expectation, now) : schedule.next(now)?.at ?? Infinity;
  if (next === undefined) return now;
  const bounds = [next, now + LONGEST, ...judgement.slots.flatMap((slot) => boundsOf(contract, expectation, slot))];
  let until = Math.min(...bounds.filter((bound) => bound > now));
  const allGood = judgement.slots.every(({ verdict }) => isGood(verdict)) && !readsPhase;
  if (!allGood) {
    until = constantUntil((t) => evidenceFrom(contract, 'recent', t), now, until);
    until = constantUntil((t) => evidenceFrom(contract, 'history', t), now, until);
  }
  const reach: Reach = allGood ? 'recent' : 'history';
  return constantUntil((t) => bandsAt(evidenceFrom(contract, reach, now), t), now, until);
}

function isClosed({ slots, problems, toConvict, needsHistory }: Judgement): boolean {
  return problems.length === 0 && toConvict.length === 0 && !needsHistory && slots.every(isDecided);
}

function isDecided({ stages }: SlotVerdict): boolean {
  return stages.every(({ verdict, unproven }) => (isGood(verdict) || isBad(verdict)) && unproven !== true);
}

/** When the deadline of a slot that is decided passes, and when the slot grows too old. */
function boundsOf({ stages }: Contract, { earlySeconds }: ScheduledExpectation, { slot, deadline }: SlotVerdict): Instant[] {
  const settle = Math.max(...stages.filter(({ onDemand }) => !onDemand).map(({ settleSeconds }) => settleSeconds)) * SECOND;
  const tooOld = AGES.flatMap((age) => [slot + age, slot + age - earlySeconds * SECOND]);
  return deadline === undefined ? tooOld : [deadline + settle + 1, ...tooOld];
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

/** The last whole minute up to which a value that only ever grows with time stays what it is at `now`. */
function constantUntil(valueAt: (t: Instant) => Instant | undefined, now: Instant, until: Instant): Instant {
  const value = valueAt(now);
  if (valueAt(until - 1) === value) return until;
  let same = 0;
  let different = Math.ceil((until - now) / MINUTE);
  while (different - same > 1) {
    const middle = (same + different) >>> 1;
    if (valueAt(now + middle * MINUTE) === value) same = middle;
    else different = middle;
  }
  return now + same * MINUTE;
}
