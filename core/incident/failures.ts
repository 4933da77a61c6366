import type { Instant } from '../time';
import type { OpenIncident } from './record';

/** So many failures are remembered one by one; how many there were is counted beside. */
const MOST_FAILURES = 40;

/** Counts a failure: the slot that went wrong, or the instant of its alarm where no slot is known. */
export function addFailure(incident: OpenIncident, at: Instant): OpenIncident {
  return {
    ...incident,
    failures: incident.failures + 1,
    failedAt: [...incident.failedAt, at].sort((a, b) => a - b).slice(-MOST_FAILURES),
  };
}

/**
 * Whether a failure is counted already. One of which only the instant was known belongs to the slot in whose time it was.
 *
 * @param until when the next slot begins, if `at` is a slot
 */
export function isCounted({ failedAt }: OpenIncident, at: Instant, until: Instant = at + 1): boolean {
  const isForgotten = failedAt.length >= MOST_FAILURES && at < failedAt[0]!;
  return isForgotten || failedAt.some((failed) => failed >= at && failed < until);
}
