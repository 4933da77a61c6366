import {
  CfnAlias, CfnEventInvokeConfig, CfnEventSourceMapping, CfnFunction, CfnPermission, CfnVersion, IFunction,
} from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnElement, CfnResource, Duration, IResolvable, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { renderedProperties } from '../app-tree/rendered';

/** Lambda's timeout where a template has none (CloudFormation user guide, AWS::Lambda::Function). */
const DEFAULT_TIMEOUT = Duration.seconds(3);
/** Services that invoke a function asynchronously and need its permission (Lambda developer guide, "Invoking Lambda with events from other services"). */
const ASYNCHRONOUS_CALLERS = ['events', 's3', 'sns', 'ses', 'iot', 'logs', 'config', 'codecommit', 'codepipeline', 'cloudformation'];

/** Lambda retries an asynchronous invocation so often where no configuration says otherwise (developer guide, "Asynchronous invocation"). */
const DEFAULT_RETRY_ATTEMPTS = 2;

/** What the tree says about a function: how it is invoked, and where lost events go. */
interface FunctionInTree {
  /** Only event source mappings invoke it: it reads queues or streams. */
  readonly onlyReads: boolean;
  /** An event source mapping reads a stream for it. */
  readonly readsStream: boolean;
  readonly hasDeadLetters: boolean;
  readonly hasDestinations: boolean;
}

/** The resource of a function of this app, even of a singleton or an imported one that refers to it; undefined for one from outside. */
export function functionResource(fn: IFunction): CfnFunction | undefined {
  return resourceBehind(CfnFunction.CFN_RESOURCE_TYPE_NAME, fn.permissionsNode.defaultChild ?? fn.node.defaultChild, [fn.functionArn, fn.functionName]) as CfnFunction | undefined;
}

/** The current timeout of a function; undefined where it is known at deployment only. */
export function timeoutOf(fn: IFunction): Duration | undefined {
  const resource = functionResource(fn);
  return resource === undefined ? undefined : durationOf(overriddenProperty(resource, 'Timeout') ?? resource.timeout);
}

/** The timeout of a function in the template; call it when the tree is complete. Undefined where it is known at deployment only. */
export function timeoutInTemplate(fn: IFunction): Duration | undefined {
  const resource = functionResource(fn);
  const properties = resource === undefined ? undefined : renderedProperties(resource);
  return properties === undefined ? timeoutOf(fn) : durationOf(properties.Timeout);
}

function durationOf(timeout: unknown): Duration | undefined {
  if (timeout === undefined) return DEFAULT_TIMEOUT;
  // CloudFormation also accepts a number as a text.
  const seconds = Token.isUnresolved(timeout) || timeout === '' ? NaN : Number(timeout);
  return Number.isFinite(seconds) ? Duration.seconds(seconds) : undefined;
}

/** The answer is final when the tree is complete. For a function from outside, everything is possible. */
export function inTree(fn: IFunction): FunctionInTree {
  const resource = functionResource(fn);
  const nodes = fn.node.root.node.findAll();
  const is = nameTest(fn, resource, nodes);
  const mappings = nodes.filter((node): node is CfnEventSourceMapping => node instanceof CfnEventSourceMapping && is(node, node.functionName));
  return {
    onlyReads: mappings.length > 0 && !nodes.some((node) => invokesAsynchronously(node, is)),
    readsStream: mappings.some(isOfStream),
    hasDeadLetters: resource === undefined || resource.deadLetterConfig !== undefined,
    hasDestinations: resource === undefined
      || nodes.some((node) => node instanceof CfnEventInvokeConfig && node.destinationConfig !== undefined && is(node, node.functionName)),
  };
}

/** Queues have no starting position. Topics are Kafka's, whose lag is another metric (CloudFormation user guide, AWS::Lambda::EventSourceMapping). */
function isOfStream({ startingPosition, topics }: CfnEventSourceMapping): boolean {
  return startingPosition !== undefined && topics === undefined;
}

/**
 * How often Lambda retries an asynchronous invocation; final when the tree is complete. A function, each version and each
 * alias have configurations of their own.
 *
 * @param given as the user passed it, which may be an alias or a version
 * @param fn the function itself
 */
export function retryAttemptsOf(given: IFunction, fn: IFunction): number {
  const nodes = fn.node.root.node.findAll();
  const is = nameTest(fn, functionResource(fn), nodes);
  const { qualifier, aliasName, version } = given as { readonly qualifier?: unknown; readonly aliasName?: unknown; readonly version?: unknown };
  const own = given === fn ? ['$LATEST'] : [qualifier, aliasName, version].filter((name) => typeof name === 'string');
  const texts = own.map((name) => JSON.stringify(Stack.of(given).resolve(name)));
  const config = nodes.find((node): node is CfnEventInvokeConfig => node instanceof CfnEventInvokeConfig && is(node, node.functionName)
    && texts.includes(JSON.stringify(Stack.of(node).resolve(node.qualifier))));
  const attempts = config?.maximumRetryAttempts;
  return attempts === undefined || Token.isUnresolved(attempts) ? DEFAULT_RETRY_ATTEMPTS : attempts;
}

type NameTest = (scope: IConstruct, name: unknown) => boolean;

function invokesAsynchronously(node: IConstruct, is: NameTest): boolean {
  if (node instanceof CfnPermission) {
    return ASYNCHRONOUS_CALLERS.some((service) => node.principal === `${service}.amazonaws.com`) && is(node, node.functionName);
  }
  return node instanceof CfnSchedule && is(node, (node.target as CfnSchedule.TargetProperty).arn);
}

/** A test whether a name or ARN is that of a function, or of an alias or version of it. */
function nameTest(fn: IFunction, resource: CfnFunction | undefined, nodes: readonly IConstruct[]): NameTest {
  const names = [fn.functionName, fn.functionArn, ...(typeof resource?.functionName === 'string' ? [resource.functionName] : [])];
  const isNamed = (scope: IConstruct, name: unknown, elements: readonly CfnElement[]): boolean => {
    if (typeof name !== 'string') return false;
    if (names.includes(name) || referencedConstructs(name).some((target) => elements.includes(target as CfnElement))) return true;
    // References were compared above; resolving them would only take time.
    if (!Token.isUnresolved(name) || tokensOf(name).every((token) => Reference.isReference(token))) return false;
    const text = JSON.stringify(Stack.of(scope).resolve(name));
    return elements.some((element) => Stack.of(element) === Stack.of(scope) && text.includes(`"${Stack.of(element).resolve(element.logicalId)}"`));
  };
  const own = resource === undefined ? [] : [resource];
  const qualified = nodes.filter((node): node is CfnAlias | CfnVersion => (node instanceof CfnAlias || node instanceof CfnVersion) && isNamed(node, node.functionName, own));
  return (scope, name) => isNamed(scope, name, [...own, ...qualified]);
}

function tokensOf(text: string): readonly IResolvable[] {
  return Tokenization.reverseString(text).tokens;
}

/**
 * The resource of this app that a construct stands for: its own, or the one that an import refers to by its ARN or name.
 * Undefined for a resource from outside.
 *
 * @param own the construct's own resource
 * @param names its ARN and the like
 */
export function resourceBehind(type: string, own: IConstruct | undefined, names: readonly string[]): CfnResource | undefined {
  return [own, ...names.flatMap(referencedConstructs)].filter((one) => one !== undefined).filter((one) => CfnResource.isCfnResource(one))
    .find(({ cfnResourceType }) => cfnResourceType === type);
}

/** The constructs that a text refers to. */
function referencedConstructs(text: string): IConstruct[] {
  return Tokenization.reverseString(text).tokens.filter((token) => Reference.isReference(token)).map(({ target }) => target);
}

/** A property that an escape hatch has set so far. The template cannot be rendered before the tree is complete. */
function overriddenProperty(resource: CfnResource, name: string): unknown {
  return (resource as unknown as { readonly rawOverrides?: { readonly Properties?: Readonly<Record<string, unknown>> } }).rawOverrides?.Properties?.[name];
}
