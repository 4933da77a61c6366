import { Stack } from 'aws-cdk-lib/core';
import { readContract } from '../../core';
import { contractObject } from '../expectation/contract-text';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** What the constructs write, the checker must be able to read: its own reader says so at synth. */
export const contractReadable: Check<ObservedPipeline> = {
  id: 'contractReadable',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    // Without a stage to judge there is nothing to read; the check of the stages says so.
    if (contract === undefined || pipeline._stages.every(({ _options }) => _options.onDemand)) return [];
    try {
      readContract(JSON.stringify(known(Stack.of(pipeline).resolve(contract))), 0);
      return [];
    } catch (error) {
      return [`the expectation cannot be judged: ${(error as Error).message}; correct the option of that name`];
    }
  },
};

/** Puts a plausible text in place of what is only known at deployment. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'))) return 'cron(0 0 * * ? *)';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'timeZone' && typeof inner !== 'string' ? 'UTC' : known(inner)]));
}
