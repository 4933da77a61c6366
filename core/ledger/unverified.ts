import { type Instant, MINUTE, SECOND } from '../time';
import type { Standing } from './standing';

/** A pipeline that cannot be verified for this long counts as not alive: three ticks. The margin is for ticks that come early. */
export const UNVERIFIABLE_FOR = 10 * MINUTE - 30 * SECOND;

/** Since when a pipeline cannot be verified; undefined if it can. */
export function unverifiedSince({ unverifiableSince, missing }: Pick<Standing, 'unverifiableSince' | 'missing'>): Instant | undefined {
  const since = Math.min(unverifiableSince ?? Infinity, missing?.since ?? Infinity);
  return Number.isFinite(since) ? since : undefined;
}

/** Whether a pipeline has been unverifiable for so long that its own alarm has to say so. */
export function isUnverified(standing: Pick<Standing, 'unverifiableSince' | 'missing'>, now: Instant): boolean {
  return now - (unverifiedSince(standing) ?? Infinity) >= UNVERIFIABLE_FOR;
}

/** The standing of a pipeline that can be verified again. What is known of it is published again, because its alarm may say 0. */
export function verifiableAgain(standing: Standing, now: Instant): Standing {
  if (unverifiedSince(standing) === undefined) return standing;
  const { unverifiableSince: _since, missing: _missing, ...rest } = standing;
  const { look } = rest;
  return look?.proofOfLife === 1 ? { ...rest, look: { ...look, aliveSince: now } } : rest;
}
