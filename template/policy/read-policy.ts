import { isObject } from '../../core/json';
import type { Environment } from '../intrinsics/environment';
import { property, show } from '../intrinsics/json';
import type { PolicyStatementModel } from '../model';
import { MalformedProperty, Properties } from '../resources/properties';

/** The kinds of principals by their prefix in the model. */
const KINDS: Readonly<Record<string, string>> = { aws: 'AWS', service: 'Service', federated: 'Federated', canonical: 'CanonicalUser' };

/** A resource's policy as the service returns it: JSON text with these statements. */
export function policyText(statements: readonly PolicyStatementModel[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      ...oneOf('Principal', principals, notPrincipals, byKind),
      ...oneOf('Action', actions, notActions),
      ...oneOf('Resource', resources, notResources),
      Condition: conditions,
    })),
  });
}

function oneOf(name: string, these: readonly string[], notThese: readonly string[] | undefined, write: (texts: readonly string[]) => unknown = (texts) => texts): Record<string, unknown> {
  return notThese === undefined ? { [name]: write(these) } : { [`Not${name}`]: write(notThese) };
}

function byKind(principals: readonly string[]): unknown {
  if (principals.includes('*')) return '*';
  const lists = new Map<string, string[]>();
  for (const principal of principals) {
    const colon = principal.indexOf(':');
    const kind = KINDS[principal.slice(0, colon)]!;
    lists.set(kind, [...(lists.get(kind) ?? []), principal.slice(colon + 1)]);
  }
  return Object.fromEntries(lists);
}

/**
 * The policy of a topic without one: principals of the topic's account may publish, and so may CloudWatch's alarms of it.
 * `aws:SourceOwner` is the older name of `aws:SourceAccount`.
 */
export function defaultTopicPolicy(accountId: string, topicArn: string): readonly PolicyStatementModel[] {
  return [{
    sid: '__default_statement_ID',
    effect: 'Allow',
    principals: ['*'],
    actions: ['SNS:Publish', 'SNS:Subscribe', 'SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:ListSubscriptionsByTopic'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceOwner': [accountId] } },
  }];
}

/** The policy of a key without one: the account decides by its own policies, and no service is allowed anything. */
export function defaultKeyPolicy({ partition, accountId }: Pick<Environment, 'partition' | 'accountId'>): readonly PolicyStatementModel[] {
  return [{
    effect: 'Allow', principals: [`aws:arn:${partition}:iam::${accountId}:root`], actions: ['kms:*'], resources: ['*'], conditions: {},
  }];
}

/** For an AWS-managed policy without statements that matter to a drill. */
const ONLY_LOGS_AND_NETWORK: readonly PolicyStatementModel[] = [];

function everything(...actions: readonly string[]): readonly PolicyStatementModel[] {
  return [{ effect: 'Allow', principals: [], actions, resources: ['*'], conditions: {} }];
}

/** AWS-managed policies by the part after `policy/` in their ARN, with the statements that matter to a drill. */
const AWS_MANAGED_POLICIES: ReadonlyMap<string, readonly PolicyStatementModel[]> = new Map([
  ['service-role/AWSLambdaBasicExecutionRole', ONLY_LOGS_AND_NETWORK],
  ['service-role/AWSLambdaVPCAccessExecutionRole', ONLY_LOGS_AND_NETWORK],
  ['AWSXRayDaemonWriteAccess', ONLY_LOGS_AND_NETWORK],
  ['AWSXrayWriteOnlyAccess', ONLY_LOGS_AND_NETWORK],
  ['CloudWatchLambdaInsightsExecutionRolePolicy', ONLY_LOGS_AND_NETWORK],
  ['service-role/AWSLambdaRole', everything('lambda:InvokeFunction')],
  ['AWSLambda_FullAccess', everything('lambda:*')],
  ['AWSStepFunctionsFullAccess', everything('states:*')],
  ['AdministratorAccess', everything('*')],
]);

/** The statements of an AWS-managed policy; undefined when they are unknown. */
export function awsManagedPolicy(arn: string): readonly PolicyStatementModel[] | undefined {
  return AWS_MANAGED_POLICIES.get(/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '');
}

/** The policy of a resource names principals; that of an identity (a role) must not. */
type PolicyOf = 'resource' | 'identity';

/**
 * Reads the statements of a policy document with resolved intrinsics.
 * @param path the document's place in its resource
 * @throws MalformedProperty for what IAM would refuse
 */
export function readPolicy(document: unknown, path: string, of: PolicyOf): PolicyStatementModel[] {
  const policy = Properties.of(typeof document === 'string' ? parse(document, path) : document, path);
  const statements = policy.value('Statement');
  if (statements === undefined) throw new MalformedProperty(policy.at('Statement'), 'is missing');
  return [statements].flat(1).map((statement, index) => readStatement(Properties.of(statement, `${policy.at('Statement')}[${index}]`), of));
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedProperty(path, `must be an object or its JSON, got ${show(text)}`);
  }
}

function readStatement(statement: Properties, of: PolicyOf): PolicyStatementModel {
  const texts = (name: string): string[] => statement.optional(name, (there) => statement.textList(there)) ?? [];
  const model = {
    ...optionally('sid', statement.optional('Sid', (name) => statement.text(name))),
    effect: statement.oneOf('Effect', ['Allow', 'Deny']),
    principals: readPrincipals(statement, 'Principal') ?? [],
    ...optionally('notPrincipals', readPrincipals(statement, 'NotPrincipal')),
    actions: texts('Action'),
    ...optionally('notActions', statement.optional('NotAction', texts)),
    resources: texts('Resource'),
    ...optionally('notResources', statement.optional('NotResource', texts)),
    conditions: statement.optional('Condition', (name) => readConditions(statement.object(name), statement.value(name))) ?? {},
  };
  oneOfTwo(statement, 'Action', 'NotAction');
  oneOfTwo(statement, 'Resource', 'NotResource');
  if (of === 'resource') oneOfTwo(statement, 'Principal', 'NotPrincipal');
  return model;
}

function optionally<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function oneOfTwo(statement: Properties, one: string, other: string): void {
  if (statement.has(one) === statement.has(other)) throw new MalformedProperty(statement.at(one), `must be given, or else ${other}, but not both`);
}

/** Every kind of principal by the prefix it has in the model. */
const PRINCIPAL_KINDS: Readonly<Record<string, string>> = { AWS: 'aws:', Service: 'service:', Federated: 'federated:', CanonicalUser: 'canonical:' };

function readPrincipals(statement: Properties, name: string): string[] | undefined {
  const value = statement.value(name);
  if (value === undefined || value === '*') return value === undefined ? undefined : ['*'];
  const kinds = statement.object(name);
  return Object.entries(PRINCIPAL_KINDS).flatMap(([kind, prefix]) => {
    const texts = kinds.optional(kind, (there) => kinds.textList(there)) ?? [];
    // In a resource's policy, "AWS": "*" means everyone, as "*" does (IAM user guide, "AWS JSON policy elements: Principal").
    return texts.map((text) => (kind === 'AWS' && text === '*' ? '*' : `${prefix}${text}`));
  });
}

function readConditions(conditions: Properties, value: unknown): PolicyStatementModel['conditions'] {
  const operators = isObject(value) ? Object.keys(value) : [];
  return Object.fromEntries(operators.map((operator) => {
    const keys = conditions.object(operator);
    const names = Object.keys(property(value, operator) ?? {});
    return [operator, Object.fromEntries(names.map((key) => [key, keys.textList(key)]))];
  }));
}
