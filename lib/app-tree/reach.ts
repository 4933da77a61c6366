import type { CfnResource } from 'aws-cdk-lib/core';
import { ACTORS, type AppTree, HUBS, PASSIVE, type Starter } from './app-tree';
import { addressesIn, flattenedText } from './rendered';

/** A permission of a role: actions in lower case, and resources as texts with marks. */
interface Allowance {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** AWS managed policies that start nothing: they allow a function to log, trace and read its event sources. */
const HARMLESS_POLICY = /AWSLambda(Basic|VPCAccess|SQSQueue|Kinesis|DynamoDB|MSK)ExecutionRole|AWSXRay(DaemonWriteAccess|WriteOnlyAccess)|CloudWatchLambdaInsightsExecutionRolePolicy/;
/** Actions that start nothing, on any resource. */
const HARMLESS_ACTION = /^(logs|xray|cloudwatch|ec2|kms|secretsmanager|ssm|tag|rds|rds-data|rds-db|athena|bedrock|ses|appconfig|appconfigdata|elasticfilesystem):|:(get|list|describe|head|batchget|query|scan|receive|deletemessage|changemessagevisibility)/;

/** Whether a permission can start something. */
function mayAct({ actions }: Allowance): boolean {
  return actions.some((action) => !HARMLESS_ACTION.test(action));
}

/** All permissions of a role; undefined when one of its policies is not known. */
function statementsOf(tree: AppTree, role: CfnResource): Allowance[] | undefined {
  const properties = tree.propertiesOf(role);
  if (properties === undefined) return undefined;
  const attached: unknown[] = [...asList(properties.ManagedPolicyArns)].filter((arn) => !HARMLESS_POLICY.test(flattenedText(arn)));
  // Managed policies of this app are read below, whether the role or the policy names the other.
  const [known, unknown] = [attached.flatMap((arn) => addressesIn(flattenedText(arn))), attached.filter((arn) => addressesIn(flattenedText(arn)).length === 0)];
  if (unknown.length > 0) return undefined;
  const documents: unknown[] = asList(properties.Policies).map((policy) => (policy as { PolicyDocument?: unknown }).PolicyDocument);
  for (const policy of [...tree.all('AWS::IAM::Policy'), ...tree.all('AWS::IAM::RolePolicy'), ...tree.all('AWS::IAM::ManagedPolicy')]) {
    const of = tree.propertiesOf(policy);
    if (of === undefined) return undefined;
    const roles = addressesIn(flattenedText([of.Roles, of.RoleName]));
    if (roles.includes(role.node.addr) || known.includes(policy.node.addr)) documents.push(of.PolicyDocument);
  }
  return documents.flatMap((document) => asList((document as { Statement?: unknown } | undefined)?.Statement)).flatMap(allowanceOf);
}

function allowanceOf(statement: unknown): Allowance[] {
  const { Effect: effect, Action: action, NotAction: allBut, Resource: resource, NotResource: anyBut } = statement as Record<string, unknown>;
  if (effect !== 'Allow') return [];
  return [{
    actions: allBut === undefined ? asList(action).map((one) => flattenedText(one).toLowerCase()) : ['*'],
    resources: anyBut === undefined ? asList(resource).map(flattenedText) : ['*'],
  }];
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Everything that some resources lead to: by the connections of the app, and by the permissions of functions and state
 * machines, such as a queue to which a function sends its own events.
 */
export function startedFrom(tree: AppTree, keys: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(keys);
  for (const key of reached) {
    const starters = tree.startersFrom(key).flatMap(({ resource, to }) => [resource.node.addr, ...to]);
    for (const next of [...starters, ...nextOf(tree, key) ?? []]) reached.add(next);
  }
  return reached;
}

/**
 * Whether a trigger can start a stage: by its targets, or by what they pass on or are allowed to do. False only when all of that
 * is known. A resource that is imported, or of a type that this library does not read, may start anything.
 */
export function mayStart(tree: AppTree, trigger: Starter, stages: ReadonlySet<string>): boolean {
  const targets = targetKeysOf(tree, trigger);
  if (targets === undefined) return true;
  // AWS services send events to the default bus by themselves.
  const byDefaultBus = tree.all('AWS::Events::Rule').filter((rule) => isByPatternOfDefaultBus(tree, rule)).map(({ node }) => node.addr);
  const toVisit = new Set([...targets, ...(targets.length === 0 ? [] : byDefaultBus)]);
  for (const key of toVisit) {
    if (stages.has(key)) return true;
    const next = nextOf(tree, key);
    if (next === undefined) return true;
    for (const one of next) toVisit.add(one);
  }
  return false;
}

/** The keys of a trigger's targets; undefined when one of them is not known. */
export function targetKeysOf(tree: AppTree, { resource }: Starter): string[] | undefined {
  const properties = tree.propertiesOf(resource) ?? {};
  const targets = resource.cfnResourceType === 'AWS::Scheduler::Schedule' ? [properties.Target] : properties.Targets ?? [];
  if (!Array.isArray(targets)) return undefined;
  const keys: string[] = [];
  for (const target of targets as { readonly Arn?: unknown; readonly Input?: unknown }[]) {
    const arn = flattenedText(target.Arn);
    // The input of a universal target contains what it calls.
    const found = tree.keysIn(/:scheduler:::aws-sdk:/.test(arn) ? flattenedText(target.Input) : arn, resource);
    if (found.length === 0) return undefined;
    keys.push(...found);
  }
  return keys;
}

/** The keys of what a resource may start; undefined when that is not known. */
function nextOf(tree: AppTree, key: string): string[] | undefined {
  const resource = tree.resource(key);
  if (resource === undefined) return undefined;
  const type = resource.cfnResourceType;
  const passedOn = tree.startersFrom(key).flatMap(({ to }) => [...to]);
  const role = ACTORS.get(type);
  if (role === undefined) return HUBS.has(type) || type === 'AWS::Events::Rule' ? passedOn : PASSIVE.test(type) ? [] : undefined;
  const properties = tree.propertiesOf(resource);
  const allowed = properties === undefined ? undefined : allowedBy(tree, tree.keysIn(flattenedText(properties[role]), resource));
  if (allowed === undefined) return undefined;
  return [...passedOn, ...tree.keysIn(flattenedText(properties), resource).filter((other) => other !== key), ...allowed];
}

/** The keys of what a role may act on; undefined when not all of that is known. */
function allowedBy(tree: AppTree, [address]: readonly string[]): string[] | undefined {
  const role = address === undefined ? undefined : tree.resource(address);
  const statements = role?.cfnResourceType === 'AWS::IAM::Role' ? statementsOf(tree, role) : undefined;
  if (statements === undefined) return undefined;
  const keys: string[] = [];
  for (const statement of statements.filter(mayAct)) {
    for (const resource of statement.resources) {
      const found = tree.keysIn(resource, role!);
      if (found.length === 0) return undefined;
      keys.push(...found);
    }
  }
  return keys;
}

function isByPatternOfDefaultBus(tree: AppTree, rule: CfnResource): boolean {
  const { EventPattern: pattern, EventBusName: bus } = tree.propertiesOf(rule) ?? {};
  return pattern !== undefined && (bus === undefined || bus === 'default');
}
