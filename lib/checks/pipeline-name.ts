import { Token } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** The name is a metric dimension, a parameter's name and the subject of messages. */
export const pipelineName: Check<ObservedPipeline> = {
  id: 'pipelineName',
  level: 'error',
  find: ({ pipelineName: name }) => {
    if (Token.isUnresolved(name)) return ['the pipeline\'s name must be known at synth, since its contract is stored under it; pass a pipelineName that is no token'];
    return NAME.test(name) ? [] : [`'${name}' cannot be a pipeline's name; pass a pipelineName of 1 to 64 letters, digits, dots, hyphens or underscores`];
  },
};
