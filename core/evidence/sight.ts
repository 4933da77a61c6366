import type { StageContract } from '../contract/contract';
import { SECOND } from '../time';
import { kindOf } from './kinds';

/**
 * How long after its date a success may still be out of sight, in milliseconds: the publication delay, and, where it is
 * dated by its start, the run itself.
 */
export function successDelay({ source, settleSeconds, maxDurationSeconds }: StageContract): number {
  return (settleSeconds + (kindOf(source).stampedAt === 'start' ? maxDurationSeconds : 0)) * SECOND;
}
