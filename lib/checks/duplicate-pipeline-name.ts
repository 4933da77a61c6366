import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** Two pipelines of one name would overwrite each other's contract and share a metric. */
export const duplicatePipelineName: Check<ObservedPipeline> = {
  id: 'duplicatePipelineName',
  level: 'error',
  find: (pipeline) => pipeline.observatory._pipelines
    .filter((other) => other !== pipeline && other.pipelineName === pipeline.pipelineName)
    .map((other) => `the observatory already has a pipeline called '${pipeline.pipelineName}' at ${other.node.path}; give one a pipelineName of its own`),
};
