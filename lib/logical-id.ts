import { createHash } from 'node:crypto';
import { CfnElement, Stack } from 'aws-cdk-lib/core';

/** What CDK ends a logical id with: a hash of the construct's path. */
const HASH = /[0-9A-F]{8}$/;
const HASH_LENGTH = 8;
/** CloudFormation takes 255 characters. */
const LONGEST_ID = 255;

/**
 * Lets a resource be another one to CloudFormation when something changes that it stands for, and not only when its construct
 * is moved. It must be the default child of an L2 whose path is its own.
 *
 * @param meaning texts that are known at synth
 */
export function identifyBy(resource: CfnElement, ...meaning: string[]): void {
  const usual = Stack.of(resource).getLogicalId(resource);
  resource.overrideLogicalId(withHash(usual, [usual, ...meaning]));
}

/**
 * Lets a resource be the same one to CloudFormation wherever in its stack its construct is moved, since its physical name
 * stays and is taken until it is deleted.
 *
 * @param name begins with a letter
 */
export function identifyOnlyBy(resource: CfnElement, name: string, ...meaning: string[]): void {
  resource.overrideLogicalId(withHash(name.replace(/[^A-Za-z0-9]/g, ''), meaning));
}

function withHash(id: string, meaning: readonly string[]): string {
  const hash = createHash('sha256').update(meaning.join('\n')).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
  return id.replace(HASH, '').slice(0, LONGEST_ID - HASH_LENGTH) + hash;
}
