import { type Contract, isSilence, scheduleOf } from '../contract/contract';
import { DAY, Instant, SECOND } from '../time';
import { readsPhase } from '../verdict/rate-phase';
import { canonicalContract, contractOf, owedForm } from './owed';
import { OwedBefore, Standing, STANDING_FORMAT } from './standing';
import { verifiableAgain } from './unverified';

/** A pipeline that comes back within this time goes on where it was (ledger rule 12). */
const COMES_BACK_WITHIN = 7 * DAY;

/** How many earlier expectations may be open at once. Each of them was changed while its last slot was open. */
const MOST_BEFORE = 3;

/** The standing of a pipeline that the ledger does not know: what its contract says is owed since the contract was stored. */
export function newStanding(contract: Contract, now: Instant): Standing {
  const { pipeline } = contract;
  const since = Math.min(contract.since, now);
  return { format: STANDING_FORMAT, pipeline, writtenAt: now, startedAt: now, contract: canonicalContract(contract), changedAt: now, since };
}

/**
 * The standing of a pipeline under its contract as it is now. A contract that was stored again with the same text changes nothing.
 * A new text that owes the same changes no date and no count. If something else is owed, `since` moves to the date of the
 * contract, and a slot whose window had begun stays owed as it was. No change closes an incident or forgets a bad slot.
 */
export function adopt(known: Standing | undefined, contract: Contract, now: Instant): Standing {
  if (known === undefined) return newStanding(contract, now);
  const text = canonicalContract(contract);
  // Nearly always nothing has changed. The same object then shows that there is nothing to write.
  if (known.contract === text && known.missing === undefined && known.retiredAt === undefined) return known;
  const { missing, retiredAt, ...rest } = known;
  const standing = missing === undefined ? rest : verifiableAgain({ ...rest, missing }, now);
  if (retiredAt !== undefined && (now - retiredAt > COMES_BACK_WITHIN || !owesTheSame(standing, contract))) return newStanding(contract, now);
  if (standing.contract === text) return standing;
  const changed = { ...standing, contract: text, changedAt: now };
  const old = oldContract(standing);
  if (old === undefined) return { ...changed, since: Math.min(contract.since, now) };
  if (owedForm(old) === owedForm(contract)) return changed;
  // A silence that began before goes on.
  if (isSilence(old.expectation) && isSilence(contract.expectation)) return changed;
  const changedAt = Math.min(contract.since, now);
  const before = [...standing.before ?? [], ...begunBefore(old, standing, changedAt)].slice(-MOST_BEFORE);
  const { settled } = standing;
  const isStillScheduled = !isSilence(old.expectation) && !isSilence(contract.expectation);
  return {
    ...changed,
    since: changedAt,
    ...(before.length === 0 ? {} : { before }),
    // The counts go on. The phase of the old trigger says nothing about the new one.
    ...(settled === undefined ? {} : { settled: { through: isStillScheduled ? settled.through : changedAt, fold: settled.fold } }),
  };
}

function owesTheSame(standing: Standing, contract: Contract): boolean {
  const old = oldContract(standing);
  return old !== undefined && owedForm(old) === owedForm(contract);
}

/** The contract of a standing; undefined if it cannot be read any more. */
function oldContract({ contract, since }: Standing): Contract | undefined {
  try {
    return contractOf(contract, since);
  } catch {
    return undefined;
  }
}

/** The slots of the old contract that stay owed: those that are not settled and whose window had begun. */
function begunBefore(old: Contract, { contract, since, settled }: Standing, changedAt: Instant): OwedBefore[] {
  const { expectation } = old;
  if (isSilence(expectation)) return [];
  const early = expectation.startEarlyBySeconds * SECOND;
  const anchor = readsPhase(expectation) ? settled?.starts?.at(-1) ?? since : since;
  const newest = scheduleOf(expectation, anchor).prev(changedAt + early + 1);
  const after = Math.max(since, settled?.through ?? -Infinity);
  return newest === undefined || newest.at <= after ? [] : [{ contract, since: after, through: newest.at }];
}
