import { readPolicy } from '../policy/read-policy';
import { attach } from './policy';
import type { ResourceKind } from './resource-kind';

/** AWS::IAM::Role: the policies it holds. Who may take it on is not played. */
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
