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

/** What may only be known at deployment, with something that its reader takes. A count or a length must be known. */
const STAND_INS: Readonly<Record<string, string>> = {
  schedule: 'cron(0 0 * * ? *)', timeZone: 'UTC', functionName: 'function', stateMachineArn: 'arn',
};

/** Puts a plausible text in place of what is only known at deployment. */
function known(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => known(element));
  if (typeof value !== 'object' || value === null) return value;
  if (key in STAND_INS) return STAND_INS[key];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, known(inner, name)]));
}
