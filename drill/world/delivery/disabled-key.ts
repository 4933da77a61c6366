import type { Instant } from '../../../core/time';
import { keyOf } from '../../account/policy/key-of';
import type { Surroundings } from '../surroundings';

/**
 * The ARN of the key of something that is encrypted, where somebody has disabled it. Services go on with a data key that they
 * hold for a few minutes; a drill takes the harsher case, in which nothing can be encrypted any more from then on.
 */
export function disabledKey({ account, conditions }: Pick<Surroundings, 'account' | 'conditions'>, keyId: string | undefined, now: Instant): string | undefined {
  const key = keyId === undefined ? undefined : keyOf(account, keyId);
  return key !== undefined && conditions.some(now, ({ disablesKey }) => disablesKey?.(key)) ? key.arn : undefined;
}
