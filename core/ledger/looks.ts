import { type Contract, isSilence, optionalRule, scheduleOf, type SilenceExpectation } from '../contract/contract';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../time';
import { readsPhase } from '../verdict/rate-phase';
import { isBad, isGood, type Judgement, type SlotVerdict } from '../verdict/verdict';
import type { Standing } from './standing';

/** Whatever the ledger says, evidence is looked at this often, and each look covers all that is not settled (ledger rule 7). */
const LOOK_AT_LEAST_EVERY = 6 * HOUR;
/** A slot that has been bad for more than a day is looked at this often. The margin is for ticks that come a little early. */
const LOOK_AT_OLD_TROUBLE_EVERY = 15 * MINUTE - 30 * SECOND;
const OLD_TROUBLE = DAY;
/** A silence is looked at from this long before it is too long: one tick. */
const BEFORE_SILENCE = 5 * MINUTE;
/** Clocks of two ticks may differ by this much. */
const CLOCKS_DIFFER = 2 * MINUTE;

/**
 * Whether the evidence of a pipeline must be looked at. What the ledger says about the next look is only a hint. It is ignored
 * when it lies too far ahead, when its writer's clock was ahead, when the contract has changed, and when a slot came due since.
 */
export function isDue(contract: Contract, standing: Standing, now: Instant): boolean {
  const { look, changedAt, before, marks } = standing;
  if (look === undefined || look.nextAt <= now || look.at > now + CLOCKS_DIFFER) return true;
  if (now - look.at >= LOOK_AT_LEAST_EVERY || changedAt > look.at) return true;
  if (before !== undefined || marks !== undefined) return true;
  return hasComeDue(contract, standing, look.at, now);
}

/** When the evidence of a pipeline is looked at again, if its contract does not change. */
export function lookedAtAgain({ look, before, marks }: Standing): Instant {
  if (look === undefined || before !== undefined || marks !== undefined) return -Infinity;
  return Math.min(look.nextAt, look.at + LOOK_AT_LEAST_EVERY);
}

/** Whether a run came due after one instant, until another. */
function hasComeDue({ expectation, stages }: Contract, { since, settled }: Standing, after: Instant, now: Instant): boolean {
  if (isSilence(expectation)) {
    const names = stages.filter(({ optional }) => !optional).map(({ name }) => name);
    return silenceLookAt(expectation, Math.min(...names.map((name) => settled?.lastSuccesses?.[name] ?? settled?.through ?? since))) <= now;
  }
  // Only its runs say when the next slot of such a rate is due.
  if (readsPhase(expectation)) return false;
  const window = expectation.flexibleWindowSeconds * SECOND;
  const schedule = scheduleOf(expectation, since);
  const isOptional = optionalRule(expectation);
  const newest = schedule.prev(now - window + 1);
  return newest !== undefined && newest.at + window > after && !isOptional(newest);
}

function silenceLookAt({ maxSilenceSeconds }: SilenceExpectation, lastSuccess: Instant): Instant {
  return lastSuccess + maxSilenceSeconds * SECOND - BEFORE_SILENCE;
}

/** When the evidence must be looked at again. Until then, nothing that is owed can become bad. */
export function nextLook(contract: Contract, judgement: Judgement, now: Instant): Instant {
  const { expectation } = contract;
  const { slots, incident, problems, nextDue, silence } = judgement;
  const open = slots.filter((slot) => !isDecided(slot) && slot.dueAt <= now);
  if (problems.length > 0 || open.some(({ verdict }) => !isBad(verdict))) return now;
  const trouble = Math.max(...open.map(({ dueAt }) => dueAt), incident === undefined ? -Infinity : Math.max(incident.since, slots.findLast(({ verdict }) => isBad(verdict))?.dueAt ?? -Infinity));
  if (trouble > now - OLD_TROUBLE) return now;
  const latest = trouble === -Infinity ? Infinity : now + LOOK_AT_OLD_TROUBLE_EVERY;
  if (isSilence(expectation)) return Math.max(now, Math.min(latest, silenceLookAt(expectation, Math.min(...Object.values(silence?.lastSuccesses ?? {}), silence?.through ?? now))));
  return Math.min(latest, nextDue ?? Infinity, ...slots.filter(({ dueAt }) => dueAt > now).map(({ dueAt }) => dueAt));
}

/** Whether nothing about a slot is open: each stage has succeeded. A bad slot may still be healed. */
export function isDecided({ verdict }: SlotVerdict): boolean {
  return isGood(verdict);
}
