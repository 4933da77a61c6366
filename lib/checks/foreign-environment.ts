import { Stack, Token } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A checker reads the contracts, metrics and executions of its own account and Region. */
export const foreignEnvironment: Check<ObservedPipeline> = {
  id: 'foreignEnvironment',
  level: 'error',
  find: (pipeline) => {
    const [here, there] = [Stack.of(pipeline), Stack.of(pipeline.observatory)];
    return (['account', 'region'] as const).flatMap((part) => {
      if (here === there || Token.isUnresolved(here[part]) || Token.isUnresolved(there[part]) || here[part] === there[part]) return [];
      return [`the pipeline's ${part} is ${here[part]}, its observatory's ${there[part]}; make an Observatory in a stack of the same account and Region`];
    });
  },
};
