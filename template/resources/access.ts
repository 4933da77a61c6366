import { arnOf, type Named } from '../intrinsics/environment';
import { awsManagedPolicy, defaultKeyPolicy, readPolicy } from '../policy/read-policy';
import type { AccountDraft, ResourceKind, TemplateResource } from './resource-kind';

/** AWS::IAM::Policy, attached to its `Roles`, and AWS::IAM::RolePolicy, which names one role. */
export const POLICY: ResourceKind = {
  identity: { nameProperty: 'PolicyName' },
  read: ({ properties, note }, draft) => {
    const statements = readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'identity');
    const roles = ['Roles', 'RoleName'].flatMap((name) => properties.optional(name, (at) => properties.textList(at)) ?? []);
    for (const role of roles) {
      draft.grant(role, statements);
      noteRoleElsewhere(draft, role, note);
    }
  },
};

/** AWS::IAM::ManagedPolicy, attached from here or by a role's `ManagedPolicyArns`. */
export const MANAGED_POLICY: ResourceKind = {
  identity: {
    nameProperty: 'ManagedPolicyName',
    ref: managedPolicyArn,
    arn: managedPolicyArn,
    attributes: { PolicyArn: managedPolicyArn },
  },
  read: ({ arn, properties, note }, draft) => {
    const roles = properties.optional('Roles', (at) => properties.textList(at)) ?? [];
    draft.managedPolicies.set(arn, readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'identity'));
    for (const role of roles) {
      attach(draft, role, arn, note);
      noteRoleElsewhere(draft, role, note);
    }
  },
};

/** Attaches a managed policy of the templates or of AWS to a role; any other policy is noted. */
function attach(draft: AccountDraft, roleName: string, policyArn: string, note: TemplateResource['note']): void {
  draft.afterwards(() => {
    const statements = awsManagedPolicy(policyArn) ?? draft.managedPolicies.get(policyArn);
    if (statements === undefined) {
      draft.partlyKnownRoles.add(roleName);
      note(`what the managed policy ${policyArn} allows is not known, so the drill assumes that the role may do its work`);
    } else {
      draft.grant(roleName, statements);
    }
  });
}

function noteRoleElsewhere(draft: AccountDraft, roleName: string, note: TemplateResource['note']): void {
  draft.afterwards(() => {
    if (!draft.roles.has(roleName)) note(`is for the role ${roleName}, which is not in the templates, so the drill assumes that the role may do its work`);
  });
}

function managedPolicyArn({ environment: { partition, accountId }, name, text }: Named): string {
  return `arn:${partition}:iam::${accountId}:policy${text('Path') ?? '/'}${name}`;
}

/** AWS::IAM::Role: its policies. Who may assume it is not played. */
export const ROLE: ResourceKind = {
  identity: {
    nameProperty: 'RoleName',
    arn: ({ environment: { partition, accountId }, name, text }) => `arn:${partition}:iam::${accountId}:role${text('Path') ?? '/'}${name}`,
    attributes: { RoleId: ({ name }) => `AROA-${name}` },
  },
  read: (resource, draft) => {
    const { name, properties, note } = resource;
    const inline = properties.optional('Policies', (at) => properties.objects(at)) ?? [];
    const statements = inline.flatMap((policy) => readPolicy(policy.value('PolicyDocument'), policy.at('PolicyDocument'), 'identity'));
    const managed = properties.optional('ManagedPolicyArns', (at) => properties.textList(at)) ?? [];
    draft.roles.add(name);
    draft.grant(name, statements);
    for (const policyArn of managed) attach(draft, name, policyArn, note);
    if (properties.has('PermissionsBoundary')) note('its permissions boundary is not played');
  },
};

/** AWS::KMS::Key */
export const KEY: ResourceKind = {
  identity: {
    arn: ({ environment, name }) => arnOf(environment, 'kms', `key/${name}`),
    attributes: { KeyId: ({ name }) => name },
  },
  read: ({ origin, name, arn, environment, properties }, draft) => {
    draft.keys.push({
      ...origin, id: name, arn,
      policy: properties.optional('KeyPolicy', (at) => readPolicy(properties.value(at), at, 'resource')) ?? defaultKeyPolicy(environment),
      enabled: properties.optional('Enabled', (at) => properties.flag(at)) ?? true,
    });
  },
};

/** AWS::KMS::Alias: another name of a key. */
export const KEY_ALIAS: ResourceKind = {
  identity: { nameProperty: 'AliasName' },
  read: ({ name, properties }, draft) => {
    const key = properties.text('TargetKeyId');
    draft.keyAliases.set(key, [...draft.keyAliases.get(key) ?? [], name]);
  },
};
