import { createHash } from 'node:crypto';
import { Aws, CfnElement, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The end of a logical id of CDK: a hash of the construct's path. */
const HASH = /[0-9A-F]{8}$/;
const HASH_LENGTH = 8;
/** The longest logical id of CloudFormation. */
const LONGEST_ID = 255;

/**
 * Gives a resource another logical id when one of some texts changes, so that CloudFormation replaces it. The resource must be the
 * default child of an L2 construct.
 *
 * @param meaning the texts, known at synth
 */
export function identifyBy(resource: CfnElement, ...meaning: string[]): void {
  const usual = Stack.of(resource).getLogicalId(resource);
  resource.overrideLogicalId(withHash(usual, [usual, ...meaning]));
}

/**
 * Keeps the logical id of a resource when its construct is moved within its stack. The resource has a physical name, so
 * CloudFormation could not create it anew before it deletes the old one.
 *
 * @param name the start of the logical id. It begins with a letter.
 */
export function identifyOnlyBy(resource: CfnElement, name: string, ...meaning: string[]): void {
  resource.overrideLogicalId(withHash(name.replace(/[^A-Za-z0-9]/g, ''), meaning));
}

function withHash(id: string, meaning: readonly string[]): string {
  const hash = createHash('sha256').update(meaning.join('\n')).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
  return id.replace(HASH, '').slice(0, LONGEST_ID - HASH_LENGTH) + hash;
}

/**
 * The Region of a construct, for links to the AWS console. When it is known only at deployment, the links assume the
 * commercial partition.
 */
export function consoleRegion(construct: IConstruct): string {
  const own = Stack.of(construct).region;
  // The pseudo parameter resolves in the stack that contains the link.
  return Token.isUnresolved(own) ? Aws.REGION : own;
}

/** The dimension of a metric may have 255 characters, but people read the name in the observatory's own alarms. */
const LONGEST_NAME = 128;

/**
 * The name of an observatory: the name of the outermost stack and the path within it. Other stacks of the app can use it without
 * a reference, and another deployment of the same code has another name.
 */
export function observatoryNameOf(observatory: IConstruct): string {
  const stack = outermostStack(observatory);
  const within = observatory.node.path.slice(stack.node.path.length + 1);
  const name = `${stack.stackName}-${within}`.replace(/[^A-Za-z0-9_.-]+/g, '-');
  return shortened(name, LONGEST_NAME);
}

/** The stack of a construct; for a nested stack, the stack that it is nested in. */
export function outermostStack(scope: IConstruct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return stack;
}

/** CloudWatch accepts 255 characters (API reference, PutMetricAlarm, AlarmName). */
const LONGEST_ALARM_NAME = 255;

/** The name of an alarm, shortened if CloudWatch would not accept it. The length of a token is not known. */
export function alarmNameOf(name: string): string {
  return Token.isUnresolved(name) ? name : shortened(name, LONGEST_ALARM_NAME);
}

/** A name of at most so many characters. A hash in place of its end keeps it unique. */
function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - hash.length - 1)}-${hash}`;
}
