import type { Contract } from '../contract/contract';
import type { Instant } from '../time';
import type { Settled } from '../verdict/settled';
import type { Incident, Judgement, SlotVerdict } from '../verdict/verdict';
import { isDecided, nextLook } from './looks';
import type { Look, NewestSlot, OwedBefore, RememberedIncident, Standing } from './standing';
import { verifiableAgain } from './unverified';

/** A standing keeps so much of what could not be verified. The log has the rest. */
const MOST_PROBLEMS = 5;
const LONGEST_TEXT = 300;

/** What a look at the evidence showed. */
interface Found {
  readonly judgement: Judgement;
  readonly settled?: Settled;
  /** The slots that are settled by it. */
  readonly closed?: readonly SlotVerdict[];
}

/** The standing of a pipeline after a look at its evidence. */
export function conclude(contract: Contract, standing: Standing, { judgement, settled, closed = [] }: Found, now: Instant): Standing {
  const isVerified = judgement.problems.length === 0;
  const { before, marks, unverifiableSince, ...kept } = isVerified ? verifiableAgain(standing, now) : standing;
  const through = settled?.through ?? -Infinity;
  const stillBefore = before?.flatMap((one) => stillOpen(one, judgement, closed)) ?? [];
  const stillMarked = marks?.filter(({ slot }) => slot > through) ?? [];
  const lastSuccess = judgement.lastSuccess ?? standing.lastSuccess;
  return {
    ...kept,
    writtenAt: now,
    ...(stillBefore.length === 0 ? {} : { before: stillBefore }),
    ...(stillMarked.length === 0 ? {} : { marks: stillMarked }),
    ...(settled === undefined ? {} : { settled }),
    ...(lastSuccess === undefined ? {} : { lastSuccess }),
    ...(isVerified ? {} : { unverifiableSince: unverifiableSince ?? now }),
    look: lookOf(contract, kept.look, judgement, now),
  };
}

/** What was owed before, as long as a slot of it is open. */
function stillOpen(before: OwedBefore, { slots }: Judgement, closed: readonly SlotVerdict[]): OwedBefore[] {
  const done = new Set(closed.map(({ slot }) => slot));
  const isOpen = slots.some(({ slot }) => slot <= before.through && !done.has(slot));
  return isOpen ? [{ ...before, since: Math.max(before.since, ...[...done].filter((slot) => slot <= before.through)) }] : [];
}

function lookOf(contract: Contract, before: Look | undefined, judgement: Judgement, now: Instant): Look {
  const { proofOfLife, deadlineMissed = before?.deadlineMissed, nextDue, incident, problems } = judgement;
  const newest = newestOf(judgement, before?.newest, now);
  return {
    at: now,
    nextAt: nextLook(contract, judgement, now),
    ...(proofOfLife === undefined ? {} : { proofOfLife }),
    ...(proofOfLife === 1 ? { aliveSince: before?.proofOfLife === 1 ? before.aliveSince ?? now : now } : {}),
    ...(deadlineMissed === undefined ? {} : { deadlineMissed }),
    ...(newest === undefined ? {} : { newest }),
    ...(nextDue === undefined ? {} : { nextDue }),
    ...(incident === undefined ? {} : { incident: remembered(incident) }),
    problems: problems.slice(0, MOST_PROBLEMS).map(cut),
  };
}

function newestOf({ slots }: Judgement, before: NewestSlot | undefined, now: Instant): NewestSlot | undefined {
  const newest = slots.findLast(({ dueAt }) => dueAt <= now);
  if (newest === undefined) return before;
  const { slot, dueAt, verdict } = newest;
  const decidedAt = before?.slot === slot ? before.decidedAt ?? now : now;
  return { slot, dueAt, verdict, ...(isDecided(newest) ? { decidedAt } : {}) };
}

function remembered({ since, badSlots, verdict, decidedBy: { stage, code, reason } }: Incident): RememberedIncident {
  return { since, badSlots, verdict, stage, code, reason: cut(reason) };
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 3)}...` : text;
}

/**
 * Whether a standing says anything new. A look that shows the same as the last one is not written while the next tick looks again:
 * most ticks of an open slot are like that.
 */
export function isNews(before: Standing | undefined, after: Standing, now: Instant): boolean {
  if (before === after) return false;
  if (before === undefined || textOf(before) !== textOf(after)) return true;
  // Otherwise the next tick would not know that it need not look.
  return after.look !== undefined && after.look.nextAt > now && before.look?.at !== after.look.at;
}

function textOf({ writtenAt: _writtenAt, look, ...standing }: Standing): string {
  return JSON.stringify({ ...standing, look: { ...look, at: 0, nextAt: 0 } });
}
