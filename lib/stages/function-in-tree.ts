import { CfnAlias, CfnEventInvokeConfig, CfnEventSourceMapping, CfnFunction, CfnPermission, CfnVersion, IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnElement, Duration, IResolvable, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** What Lambda takes where a template says nothing (CloudFormation user guide, AWS::Lambda::Function). */
const DEFAULT_TIMEOUT = Duration.seconds(3);
/** Services that invoke a function asynchronously and need its permission (Lambda developer guide, "Invoking Lambda with events from other services"). */
const ASYNCHRONOUS_CALLERS = ['events', 's3', 'sns', 'ses', 'iot', 'logs', 'config', 'codecommit', 'codepipeline', 'cloudformation'];

/** What the complete tree knows of a function: how it is invoked, and where what it loses can go. */
export interface FunctionInTree {
  /** Nothing but event source mappings invokes it: it reads queues or streams. */
  readonly onlyReads: boolean;
  readonly hasDeadLetters: boolean;
  readonly hasDestinations: boolean;
}

/** The resource of a function of this app, also of a singleton, or of one that is only referred to; undefined for one from outside. */
export function resourceOf(fn: IFunction): CfnFunction | undefined {
  const own = fn.permissionsNode.defaultChild ?? fn.node.defaultChild;
  if (own instanceof CfnFunction) return own;
  return [...targetsOf(fn.functionArn), ...targetsOf(fn.functionName)].find((target) => target instanceof CfnFunction);
}

/** The timeout of a function; undefined where only the deployment knows it. */
export function timeoutOf(fn: IFunction): Duration | undefined {
  const resource = resourceOf(fn);
  if (resource === undefined) return undefined;
  const { timeout } = resource;
  if (timeout === undefined) return DEFAULT_TIMEOUT;
  return Token.isUnresolved(timeout) ? undefined : Duration.seconds(timeout);
}

/** To be asked when the tree is complete. Of a function from outside everything is possible. */
export function inTree(fn: IFunction): FunctionInTree {
  const resource = resourceOf(fn);
  const nodes = fn.node.root.node.findAll();
  const is = nameTest(fn, resource, nodes);
  return {
    onlyReads: nodes.some((node) => node instanceof CfnEventSourceMapping && is(node, node.functionName)) && !nodes.some((node) => invokesAsynchronously(node, is)),
    hasDeadLetters: resource === undefined || resource.deadLetterConfig !== undefined,
    hasDestinations: resource === undefined
      || nodes.some((node) => node instanceof CfnEventInvokeConfig && node.destinationConfig !== undefined && is(node, node.functionName)),
  };
}

type NameTest = (scope: IConstruct, name: unknown) => boolean;

function invokesAsynchronously(node: IConstruct, is: NameTest): boolean {
  if (node instanceof CfnPermission) {
    return ASYNCHRONOUS_CALLERS.some((service) => node.principal === `${service}.amazonaws.com`) && is(node, node.functionName);
  }
  return node instanceof CfnSchedule && is(node, (node.target as CfnSchedule.TargetProperty).arn);
}

/** Tells whether a name or ARN is that of a function, of an alias or of a version of it. */
function nameTest(fn: IFunction, resource: CfnFunction | undefined, nodes: readonly IConstruct[]): NameTest {
  const names = [fn.functionName, fn.functionArn, ...(typeof resource?.functionName === 'string' ? [resource.functionName] : [])];
  const isNamed = (scope: IConstruct, name: unknown, elements: readonly CfnElement[]): boolean => {
    if (typeof name !== 'string') return false;
    if (names.includes(name) || targetsOf(name).some((target) => elements.includes(target as CfnElement))) return true;
    // Resolving takes time, and references have been looked at.
    if (!Token.isUnresolved(name) || tokensOf(name).every((token) => Reference.isReference(token))) return false;
    const text = JSON.stringify(Stack.of(scope).resolve(name));
    return elements.some((element) => Stack.of(element) === Stack.of(scope) && text.includes(`"${Stack.of(element).resolve(element.logicalId)}"`));
  };
  const own = resource === undefined ? [] : [resource];
  const qualified = nodes.filter((node): node is CfnAlias | CfnVersion => (node instanceof CfnAlias || node instanceof CfnVersion) && isNamed(node, node.functionName, own));
  return (scope, name) => isNamed(scope, name, [...own, ...qualified]);
}

/** What the references in a text refer to. */
function targetsOf(text: string): IConstruct[] {
  return tokensOf(text).filter((token) => Reference.isReference(token)).map(({ target }) => target);
}

function tokensOf(text: string): readonly IResolvable[] {
  return Tokenization.reverseString(text).tokens;
}
