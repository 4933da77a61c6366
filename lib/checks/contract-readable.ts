import { readContract } from '../../core/contract/read-contract';
import { contractObject } from '../expectation/contract-text';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';
import { asStored } from './stored-text';

/** What the constructs write, the checker must be able to read: its own reader says so at synth. */
export const contractReadable: Check<ObservedPipeline> = {
  id: 'contractReadable',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    // Without a stage to judge there is nothing to read; the check of the stages says so.
    if (contract === undefined || pipeline._stages.every(({ _options }) => _options.onDemand)) return [];
    try {
      readContract(asStored(pipeline, contract), 0);
      return [];
    } catch (error) {
      return [`the expectation cannot be judged: ${(error as Error).message}; correct the option of that name`];
    }
  },
};
