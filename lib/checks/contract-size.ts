import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';
import { LARGEST_PARAMETER, storedSize } from './stored-text';

/** A contract that does not fit would fail the deployment. */
export const contractSize: Check<ObservedPipeline> = {
  id: 'contractSize',
  level: 'error',
  find: (pipeline) => {
    if (pipeline._spec.kind === 'none') return [];
    const size = storedSize(pipeline, pipeline._contractText());
    return size <= LARGEST_PARAMETER ? [] : [`the contract takes about ${size} bytes of the ${LARGEST_PARAMETER} that a parameter holds; split the pipeline, it has ${pipeline._stages.length} stages`];
  },
};
