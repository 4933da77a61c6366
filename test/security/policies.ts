import { Json, plain } from '../lib/fixtures';

/** A statement of a policy, with `<…>` in place of values that are known only at deployment. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principal?: string;
  readonly condition?: string;
}

/** A role of the library, who may assume it, and its permissions. */
export interface Role {
  readonly id: string;
  readonly trust: readonly Statement[];
  readonly statements: readonly Statement[];
  /** Managed policies of others. */
  readonly managedElsewhere: readonly string[];
}

/** The ids of resources of the library begin with this. Those of tests and of the example do not. */
const OWN = /^Observatory/;

/** The roles of the library. */
export function rolesOf({ Resources: resources }: Json): Role[] {
  return Object.entries<Json>(resources).filter(([id, { Type }]) => Type === 'AWS::IAM::Role' && OWN.test(id)).map(([id, { Properties: role }]) => ({
    id: short(id),
    trust: role.AssumeRolePolicyDocument.Statement.map(statement),
    statements: [
      ...(role.Policies ?? []).map((policy: Json) => policy.PolicyDocument),
      ...Object.values<Json>(resources).filter(({ Type, Properties }) => /^AWS::IAM::(?:Managed)?Policy$/.test(Type) && Properties.Roles?.some((one: Json) => one.Ref === id))
        .map(({ Properties }) => Properties.PolicyDocument),
    ].flatMap(({ Statement: all }) => all.map(statement)),
    managedElsewhere: (role.ManagedPolicyArns ?? []).map(plain),
  }));
}

/** The policies of the library's resources, and of keys that are passed to it: `type id`, and the statements. */
export function resourcePoliciesOf({ Resources: resources }: Json): { readonly of: string; readonly statements: readonly Statement[] }[] {
  return Object.entries<Json>(resources).flatMap(([id, { Type: type, Properties: properties }]) => {
    if (type === 'AWS::KMS::Key' && id.startsWith('TheirOwnKey')) return [{ of: 'the key', statements: properties.KeyPolicy.Statement.map(statement) }];
    if (!OWN.test(id)) return [];
    if (type === 'AWS::Lambda::Permission') return [{ of: short(properties.FunctionName['Fn::GetAtt'][0]), statements: [permission(properties)] }];
    const document = properties?.PolicyDocument;
    const isPolicyOfResource = document !== undefined && !type.startsWith('AWS::IAM::');
    return isPolicyOfResource ? [{ of: short(id), statements: document.Statement.map(statement) }] : [];
  });
}

function statement({ Effect: effect, Action: action, Resource: resource = [], Principal: principal, Condition: condition }: Json): Statement {
  return {
    effect,
    actions: [action].flat(),
    resources: [resource].flat().map((one) => shown(plain(one))),
    ...(principal === undefined ? {} : { principal: shown(flat(principal)) }),
    ...(condition === undefined ? {} : { condition: shown(flat(condition)) }),
  };
}

/** A permission to invoke is a statement of the function's policy. */
function permission({ Action: action, Principal: principal, SourceArn: sourceArn }: Json): Statement {
  return { effect: 'Allow', actions: [action], resources: [], principal: shown(flat({ Service: principal })), condition: shown(flat({ ArnLike: { 'aws:SourceArn': sourceArn } })) };
}

/** `key: value` of nested objects in one line. */
function flat(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flat).join(', ');
  if (value.Ref !== undefined || value['Fn::Join'] !== undefined || value['Fn::GetAtt'] !== undefined) return plain(value);
  return Object.entries(value).map(([key, inner]) => `${key} ${flat(inner)}`).join('; ');
}

function shown(text: string): string {
  return text.replaceAll(/<\{Fn::Select:\[(\d),\{Fn::Split:\[:,\{Ref:(\w+?)[0-9A-F]{8}\}\]\}\]\}>/g, '<$2[$1]>').replaceAll(/<(?:\{Fn::GetAtt:\[)?(\w+?)[0-9A-F]{8}(?:,(\w+)\]\})?>/g, '<$1>');
}

function short(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
