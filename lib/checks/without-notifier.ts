import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** Whoever asks for what only a notifier does must not wait for it in vain. */
export const withoutNotifier: Check<ObservedPipeline> = {
  id: 'withoutNotifier',
  level: 'warning',
  find: ({ observatory, _forNotifier: { dependsOn, quotePayloads } }) => {
    if (observatory.intakeTopic !== undefined) return [];
    return [...(dependsOn.length > 0 ? ['dependsOn'] : []), ...(quotePayloads ? ['quotePayloads'] : [])]
      .map((option) => `${option} has no effect, since the observatory's alarms go to people directly; leave it out, or leave the observatory's routing out`);
  },
};
