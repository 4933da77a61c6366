import { Contract, isSilence } from '../contract/contract';
import { readContract } from '../contract/read-contract';
import type { Instant } from '../time';

/**
 * The canonical form of a contract: the same text for the same contract, however it was written. Fields that are absent and
 * those with their default are the same, because a contract is read before it is written here.
 */
export function canonicalContract(contract: Contract): string {
  let text = canonical.get(contract.stages);
  if (text === undefined) {
    const { since: _since, ...rest } = contract;
    canonical.set(contract.stages, text = JSON.stringify(sorted(rest)));
  }
  return text;
}

/** By the stages, which contracts that differ only in `since` share. A contract that was read is not changed. */
const canonical = new WeakMap<Contract['stages'], string>();

/** The contract of a canonical form. @throws ContractError */
export function contractOf(canonical: string, since: Instant): Contract {
  return readContract(canonical, since);
}

/**
 * What is owed, as a text that is compared: when runs are due, and which runs they are. Tolerances are not in it, because they
 * are used as they are now: changing one makes nothing owed anew (ledger rule 9).
 */
export function owedForm({ expectation, stages, ...contract }: Contract): string {
  const due = isSilence(expectation) ? { maxSilenceSeconds: expectation.maxSilenceSeconds } : {
    schedule: expectation.schedule,
    timeZone: expectation.timeZone,
    anchor: expectation.anchor,
    flexibleWindowSeconds: expectation.flexibleWindowSeconds,
    excludeDates: [...expectation.excludeDates ?? []].sort(),
  };
  const trigger = 'trigger' in contract ? contract.trigger : undefined;
  return JSON.stringify(sorted({ due, stages: stages.filter(({ optional }) => !optional).map(({ name, source }) => ({ name, source })), trigger }));
}

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}
