import { contractObject } from '../expectation/contract-text';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';
import { LARGEST_PARAMETER, storedSize } from './stored-text';

/** A contract that does not fit would fail the deployment. */
export const contractSize: Check<ObservedPipeline> = {
  id: 'contractSize',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    if (contract === undefined) return [];
    const size = storedSize(pipeline, contract);
    return size <= LARGEST_PARAMETER ? [] : [`the contract may take ${size} bytes of the ${LARGEST_PARAMETER} that a parameter holds; split the pipeline, it has ${pipeline._stages.length} stages`];
  },
};
