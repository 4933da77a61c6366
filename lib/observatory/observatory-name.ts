import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** A metric's dimension takes 255 characters, and a person reads it in every alarm of the observatory's own. */
const LONGEST_NAME = 128;

/**
 * A name that is the same in every stack of the app without a reference to the observatory's, and that differs from that
 * of another deployment of the same code: the name of the outermost stack and the path within it.
 */
export function nameOf(observatory: IConstruct): string {
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
