import type { Contract } from '../contract/contract';
import { isObject, parseObject } from '../json';
import type { Instant } from '../time';
import { canonicalContract } from './owed';
import { unverifiedSince } from './unverified';

/** What a reader who needs little of a standing takes from it. */
export interface Glance {
  /** Since when what its contract says is owed. Absent: the checker does not know that contract yet. */
  readonly since?: Instant;
  /** Since when the checker cannot verify the pipeline. */
  readonly unverifiedSince?: Instant;
}

/** Glances at a stored standing. What cannot be read says nothing. */
export function glanceAt(stored: string, contract: Contract | undefined): Glance {
  const { contract: known, since, unverifiableSince, missing } = parseObject(stored) ?? {};
  const at = (value: unknown): Instant | undefined => (typeof value === 'number' ? value : undefined);
  const missingSince = isObject(missing) ? at(missing.since) : undefined;
  const unverified = unverifiedSince({ unverifiableSince: at(unverifiableSince), ...(missingSince === undefined ? {} : { missing: { since: missingSince } }) });
  const isKnown = contract !== undefined && known === canonicalContract(contract);
  return { ...(isKnown && at(since) !== undefined ? { since: at(since) } : {}), ...(unverified === undefined ? {} : { unverifiedSince: unverified }) };
}
