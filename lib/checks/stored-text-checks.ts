import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { contractObject } from '../expectation/contract-text';
import { longestJson } from '../longest-text';
import { LONGEST_ARNS } from '../physical-names';
import type { Check } from './check';
import { LONGEST_TEXTS } from './pipeline-checks';
import type { PipelineSubject } from './subjects';

/** A standard SSM parameter holds 4 KB (Systems Manager user guide, "Managing parameter tiers"). */
const LARGEST_PARAMETER = 4096;
/** What a value that is only known at deployment comes to at most, by its field. */
const LONGEST_VALUES: Readonly<Record<string, number>> = {
  stateMachineArn: LONGEST_ARNS.states!, topicArn: LONGEST_ARNS.sns!, deadLetterQueueArn: LONGEST_ARNS.sqs!,
  owner: LONGEST_TEXTS.owner, runbookUrl: LONGEST_TEXTS.runbookUrl, functionName: 64, bus: 256, dashboardName: 255,
};
/** Of any other field. */
const LONGEST_VALUE = 140;

/** How many bytes an object takes in a parameter when all names are as long as they can be. */
function storedSize(scope: IConstruct, object: object): number {
  return longestJson(scope, object, (key) => LONGEST_VALUES[key] ?? LONGEST_VALUE);
}

/** An object as its reader may find it in a parameter. */
function asStored(scope: IConstruct, object: object): string {
  return JSON.stringify(withStandIns(Stack.of(scope).resolve(object)));
}

/** What may only be known at deployment, with something that its reader takes. A count or a length must be known. */
const STAND_INS: Readonly<Record<string, string>> = {
  schedule: 'cron(0 0 * * ? *)', timeZone: 'UTC', functionName: 'function', stateMachineArn: 'arn',
  owner: 'owner', runbookUrl: 'runbook', nothingExpected: 'reason', topicArn: 'arn', name: 'name', group: 'group', bus: 'bus', deadLetterQueueArn: 'arn', dashboardName: 'name',
};

/** Puts a plausible text in place of what is only known at deployment. */
function withStandIns(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => withStandIns(element));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(STAND_INS, key)) return STAND_INS[key];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withStandIns(inner, name)]));
}

/** What the constructs write, the checker must be able to read: its own reader says so at synth. */
export const invalidContract: Check<PipelineSubject> = {
  id: 'invalidContract',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    // Without a stage to judge there is nothing to read; the check of the stages says so.
    if (contract === undefined || pipeline._stages.every(({ _options }) => _options.optional)) return [];
    try {
      readContract(asStored(pipeline, contract), 0);
      return [];
    } catch (error) {
      return [`the expectation cannot be judged: ${(error as Error).message}; correct the option of that name`];
    }
  },
};

/** A contract that does not fit would fail the deployment. */
export const contractTooLarge: Check<PipelineSubject> = {
  id: 'contractTooLarge',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    if (contract === undefined) return [];
    const size = storedSize(pipeline, contract);
    return size <= LARGEST_PARAMETER ? [] : [`the contract may take ${size} bytes of the ${LARGEST_PARAMETER} that a parameter holds; split the pipeline, it has ${pipeline._stages.length} stages`];
  },
};

/** What the constructs write, the notifier must be able to read: its own reader says so at synth. */
export const invalidProfile: Check<PipelineSubject> = {
  id: 'invalidProfile',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    try {
      readProfile(asStored(pipeline, pipeline._profile()));
      return [];
    } catch (error) {
      return [`its notifier could not know the pipeline: ${(error as Error).message}; correct the option of that name`];
    }
  },
};

/** A profile that does not fit would fail the deployment. */
export const profileTooLarge: Check<PipelineSubject> = {
  id: 'profileTooLarge',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    const size = storedSize(pipeline, pipeline._profile());
    return size <= LARGEST_PARAMETER ? []
      : [`its profile may take ${size} bytes of the ${LARGEST_PARAMETER} that a parameter holds; name fewer upstream pipelines, windows or topics, or split the pipeline`];
  },
};
