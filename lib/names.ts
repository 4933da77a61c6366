import { createHash } from 'node:crypto';
import { Aws, CfnElement, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

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

/**
 * The Region of a construct, for the address of a page of the console. Where it is only known at deployment, the
 * partition is taken for the commercial one.
 */
export function consoleRegion(construct: IConstruct): string {
  const own = Stack.of(construct).region;
  // A Region that is a token belongs to one stack; without a stack it is that of whoever shows the link.
  return Token.isUnresolved(own) ? Aws.REGION : own;
}

/** A metric's dimension takes 255 characters, and a person reads it in every alarm of the observatory's own. */
const LONGEST_NAME = 128;

/**
 * A name that is the same in every stack of the app without a reference to the observatory's, and that differs from that
 * of another deployment of the same code: the name of the outermost stack and the path within it.
 */
export function observatoryNameOf(observatory: IConstruct): string {
  const stack = outermostStack(observatory);
  const within = observatory.node.path.slice(stack.node.path.length + 1);
  const name = `${stack.stackName}-${within}`.replace(/[^A-Za-z0-9_.-]+/g, '-');
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}

/** Nested stacks belong to the one that they are nested in. */
export function outermostStack(scope: IConstruct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return stack;
}
