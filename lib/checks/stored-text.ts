import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { longestJson } from '../longest/longest-text';
import { LONGEST_ARNS } from '../longest/physical-names';
import { LONGEST_TEXTS } from './text-length';

/** A standard SSM parameter holds 4 KB (Systems Manager user guide, "Managing parameter tiers"). */
export const LARGEST_PARAMETER = 4096;
/** What a value that is only known at deployment comes to at most, by its field. */
const LONGEST_VALUES: Readonly<Record<string, number>> = {
  stateMachineArn: LONGEST_ARNS.states!, topicArn: LONGEST_ARNS.sns!, deadLetterQueueArn: LONGEST_ARNS.sqs!,
  owner: LONGEST_TEXTS.owner, runbook: LONGEST_TEXTS.runbook, functionName: 64, bus: 256, dashboardName: 255,
};
/** Of any other field. */
const LONGEST_VALUE = 140;

/** How many bytes an object takes in a parameter when all names are as long as they can be. */
export function storedSize(scope: IConstruct, object: object): number {
  return longestJson(scope, object, (key) => LONGEST_VALUES[key] ?? LONGEST_VALUE);
}

/** An object as its reader may find it in a parameter. */
export function asStored(scope: IConstruct, object: object): string {
  return JSON.stringify(known(Stack.of(scope).resolve(object)));
}

/** What may only be known at deployment, with something that its reader takes. A count or a length must be known. */
const STAND_INS: Readonly<Record<string, string>> = {
  schedule: 'cron(0 0 * * ? *)', timeZone: 'UTC', functionName: 'function', stateMachineArn: 'arn',
  owner: 'owner', runbook: 'runbook', nothingExpected: 'reason', topicArn: 'arn', name: 'name', group: 'group', bus: 'bus', deadLetterQueueArn: 'arn', dashboardName: 'name',
};

/** Puts a plausible text in place of what is only known at deployment. */
function known(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((element) => known(element));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(STAND_INS, key)) return STAND_INS[key];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, known(inner, name)]));
}
