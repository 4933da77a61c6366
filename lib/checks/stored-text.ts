import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** A standard SSM parameter holds 4 KB (Systems Manager user guide, "Managing parameter tiers"). */
export const LARGEST_PARAMETER = 4096;
/** What a name or ARN that is only known at deployment may come to. */
const TOKEN_LENGTH = 120;

/** How many bytes a text with tokens in it will take, about. */
export function storedSize(scope: IConstruct, text: string): number {
  return lengthOf(Stack.of(scope).resolve(text));
}

function lengthOf(text: unknown): number {
  if (typeof text === 'string') return Buffer.byteLength(text);
  const join = (text as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join === undefined ? TOKEN_LENGTH : join[1].reduce<number>((sum, part) => sum + lengthOf(part), 0);
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
  if (key in STAND_INS) return STAND_INS[key];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, known(inner, name)]));
}
