import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A limit that nobody knows makes no alarm. Whoever counts on one must learn that here and not in a night. */
export const unknownLimits: Check<ObservedPipeline> = {
  id: 'unknownLimits',
  level: 'warning',
  find: ({ _stages }) => _stages.flatMap(({ stageName, _kind }) => (_kind.unknown?.() ?? []).map((finding) => `stage ${stageName}: ${finding}`)),
};
