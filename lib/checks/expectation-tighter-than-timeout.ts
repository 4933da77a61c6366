import { exactDuration } from '../../core/words/duration';
import { secondsOf } from '../expectation/tolerances';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A run that its resource still allows would be called stuck. */
export const expectationTighterThanTimeout: Check<ObservedPipeline> = {
  id: 'expectationTighterThanTimeout',
  level: 'error',
  find: ({ _spec, _stages, _tolerances }) => {
    if (_spec.kind === 'none') return [];
    const { maxDuration } = _spec.options;
    const pipelineAllows = maxDuration === undefined ? Infinity : secondsOf('maxDuration', maxDuration);
    return _stages.flatMap((stage, index) => {
      const timeout = stage._kind.timeout()?.toSeconds({ integral: false });
      const allowed = Math.min(_tolerances.ofStage(stage, _stages.slice(0, index)).maxDurationSeconds, pipelineAllows);
      return timeout === undefined || timeout <= allowed ? []
        : [`stage ${stage.stageName} may run ${exactDuration(timeout)} before its own timeout, but is expected to end within ${exactDuration(allowed)}; lower the timeout or raise maxDuration`];
    });
  },
};
