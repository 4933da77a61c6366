import type { Observatory } from '../observatory';
import type { Check } from './check';
import { roomlessFor } from './roomless';

/** Where a role is full, a pipeline would not be observed, or somebody would not be told. */
export const policySize: Check<Observatory> = {
  id: 'policySize',
  level: 'error',
  find: (observatory) => (['evidence', 'topics'] as const).flatMap((need) => roomlessFor(observatory, need)),
};
