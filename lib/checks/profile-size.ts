import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';
import { LARGEST_PARAMETER, storedSize } from './stored-text';

/** A profile that does not fit would fail the deployment. */
export const profileSize: Check<ObservedPipeline> = {
  id: 'profileSize',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    const size = storedSize(pipeline, pipeline._profile());
    return size <= LARGEST_PARAMETER ? []
      : [`its profile may take ${size} bytes of the ${LARGEST_PARAMETER} that a parameter holds; name fewer upstream pipelines, windows or topics, or split the pipeline`];
  },
};
