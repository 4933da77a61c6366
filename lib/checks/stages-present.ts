import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A pipeline of which nothing is observed proves nothing. */
export const stagesPresent: Check<ObservedPipeline> = {
  id: 'stagesPresent',
  level: 'error',
  find: ({ _stages, _spec }) => {
    if (_stages.length === 0) return ['the pipeline has no stage; pass stages: [PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)]'];
    if (_spec.kind !== 'none' && _stages.every(({ _options }) => _options.onDemand)) {
      return ['every stage is on demand, so no run is ever due; leave onDemand out of one, or expect RunExpectation.none(\'why\')'];
    }
    return [];
  },
};
