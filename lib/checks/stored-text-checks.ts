import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { counted } from '../../core/text/count-and-duration';
import { contractObject } from '../expectation/contract-text';
import { longestJson } from '../longest-text';
import { LONGEST_ARNS } from '../physical-names';
import type { Check } from './check';
import { LONGEST_TEXTS } from './pipeline-checks';
import type { PipelineSubject } from './subjects';

/** The size of a standard SSM parameter, in bytes (Systems Manager user guide, "Managing parameter tiers"). */
const LARGEST_PARAMETER = 4096;
/** The longest value of a field that is known only at deployment. */
const LONGEST_VALUES: Readonly<Record<string, number>> = {
  stateMachineArn: LONGEST_ARNS.states!, topicArn: LONGEST_ARNS.sns!, deadLetterQueueArn: LONGEST_ARNS.sqs!,
  owner: LONGEST_TEXTS.owner, runbookUrl: LONGEST_TEXTS.runbookUrl, functionName: 64, bus: 256, dashboardName: 255,
};
/** The longest value of any other field. */
const LONGEST_VALUE = 140;

/** The bytes that an object takes in a parameter when all names are as long as possible. */
function storedSize(scope: IConstruct, object: object): number {
  return longestJson(scope, object, (key) => LONGEST_VALUES[key] ?? LONGEST_VALUE);
}

/** An object as its reader finds it in a parameter. */
function asStored(scope: IConstruct, object: object): string {
  return JSON.stringify(withStandIns(Stack.of(scope).resolve(object)));
}

/** Valid values of the fields that may be known only at deployment. Counts and durations must be known at synth. */
const STAND_INS: Readonly<Record<string, string>> = {
  schedule: 'cron(0 0 * * ? *)', timeZone: 'UTC', functionName: 'function', stateMachineArn: 'arn',
  owner: 'owner', runbookUrl: 'runbook', nothingExpected: 'reason', topicArn: 'arn', name: 'name', group: 'group', bus: 'bus', deadLetterQueueArn: 'arn', dashboardName: 'name',
};

/** Replaces values that are known only at deployment. */
function withStandIns(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => withStandIns(element));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(STAND_INS, key)) return STAND_INS[key];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withStandIns(inner, name)]));
}

/** The checker must be able to read the contract. Its own reader checks that at synth. */
export const invalidContract: Check<PipelineSubject> = {
  id: 'invalidContract',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    // A pipeline without such a stage is the finding of another check.
    if (contract === undefined || pipeline._stages.every(({ _options }) => _options.optional)) return [];
    try {
      readContract(asStored(pipeline, contract), 0);
      return [];
    } catch (error) {
      return [`the checker could not read the expectation: ${(error as Error).message}; correct the option of that name`];
    }
  },
};

/** A contract that is too large would fail the deployment. */
export const contractTooLarge: Check<PipelineSubject> = {
  id: 'contractTooLarge',
  level: 'error',
  find: (pipeline) => {
    const contract = contractObject(pipeline.pipelineName, pipeline._tolerances, pipeline._stages);
    if (contract === undefined) return [];
    const size = storedSize(pipeline, contract);
    return size <= LARGEST_PARAMETER ? [] : [`the contract may take ${size} bytes, but an SSM parameter holds ${LARGEST_PARAMETER}; split the pipeline, which has ${counted(pipeline._stages.length, 'stage')}`];
  },
};

/** The notifier must be able to read the profile. Its own reader checks that at synth. */
export const invalidProfile: Check<PipelineSubject> = {
  id: 'invalidProfile',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    try {
      readProfile(asStored(pipeline, pipeline._profile()));
      return [];
    } catch (error) {
      return [`the notifier could not read the profile of the pipeline: ${(error as Error).message}; correct the option of that name`];
    }
  },
};

/** A profile that is too large would fail the deployment. */
export const profileTooLarge: Check<PipelineSubject> = {
  id: 'profileTooLarge',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    const size = storedSize(pipeline, pipeline._profile());
    return size <= LARGEST_PARAMETER ? []
      : [`its profile may take ${size} bytes, but an SSM parameter holds ${LARGEST_PARAMETER}; name fewer upstream pipelines, mute windows or topics, or split the pipeline`];
  },
};
