import { Tolerances } from '../expectation/tolerances';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A run that its resource still allows would be called stuck. */
export const expectationTighterThanTimeout: Check<ObservedPipeline> = {
  id: 'expectationTighterThanTimeout',
  level: 'error',
  find: ({ _spec, _stages }) => {
    if (_spec.kind === 'none') return [];
    const tolerances = new Tolerances(_spec);
    return _stages.flatMap((stage, index) => {
      const timeout = stage._kind.timeout()?.toSeconds({ integral: false });
      const allowed = Math.min(
        tolerances.ofStage(stage, _stages.slice(0, index)).maxDurationSeconds, _spec.options.maxDuration?.toSeconds({ integral: false }) ?? Infinity,
      );
      return timeout === undefined || timeout <= allowed ? []
        : [`stage ${stage.stageName} may run ${timeout} s before its own timeout, but is expected to end within ${allowed} s; lower the timeout or raise maxDuration`];
    });
  },
};
