import { Stack } from 'aws-cdk-lib/core';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A standard SSM parameter holds 4 KB (Systems Manager user guide, "Managing parameter tiers"). */
const LARGEST = 4096;
/** What a name or ARN that is only known at deployment may come to. */
const TOKEN_LENGTH = 120;

/** A contract that does not fit would fail the deployment. */
export const contractSize: Check<ObservedPipeline> = {
  id: 'contractSize',
  level: 'error',
  find: (pipeline) => {
    if (pipeline._spec.kind === 'none') return [];
    const size = lengthOf(Stack.of(pipeline).resolve(pipeline._contractText()));
    return size <= LARGEST ? [] : [`the contract takes about ${size} bytes of the ${LARGEST} that a parameter holds; split the pipeline, it has ${pipeline._stages.length} stages`];
  },
};

function lengthOf(text: unknown): number {
  if (typeof text === 'string') return Buffer.byteLength(text);
  const join = (text as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join === undefined ? TOKEN_LENGTH : join[1].reduce<number>((sum, part) => sum + lengthOf(part), 0);
}
