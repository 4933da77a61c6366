import { Aws, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * The Region of a construct, for the address of a page of the console. Where it is only known at deployment, the
 * partition is taken for the commercial one.
 */
export function consoleRegion(construct: IConstruct): string {
  const own = Stack.of(construct).region;
  // A Region that is a token belongs to one stack; without a stack it is that of whoever shows the link.
  return Token.isUnresolved(own) ? Aws.REGION : own;
}
