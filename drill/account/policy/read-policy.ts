import { isObject, property, show } from '../intrinsics/json';
import type { PolicyStatementModel } from '../model';
import { MalformedProperty, Properties } from '../resources/properties';

/** The policy of a resource names principals, that of an identity (a role) must not. */
export type PolicyOf = 'resource' | 'identity';

/**
 * Reads the statements of a policy document, its intrinsics resolved.
 *
 * @param path the document's place in its resource
 * @throws MalformedProperty for what IAM would not take
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
  if (statement.has(one) === statement.has(other)) throw new MalformedProperty(statement.at(one), `must be given, or else ${other}, and not both`);
}

/** Every kind of principal by the prefix it has in the model. */
const PRINCIPAL_KINDS: Readonly<Record<string, string>> = { AWS: 'aws:', Service: 'service:', Federated: 'federated:', CanonicalUser: 'canonical:' };

function readPrincipals(statement: Properties, name: string): string[] | undefined {
  const value = statement.value(name);
  if (value === undefined || value === '*') return value === undefined ? undefined : ['*'];
  const kinds = statement.object(name);
  return Object.entries(PRINCIPAL_KINDS).flatMap(([kind, prefix]) => {
    const texts = kinds.optional(kind, (there) => kinds.textList(there)) ?? [];
    // In a resource's policy "AWS": "*" means everybody, as "*" does (IAM user guide, "AWS JSON policy elements: Principal").
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
