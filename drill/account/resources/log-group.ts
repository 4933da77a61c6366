import { arnOf } from '../intrinsics/environment';
import { keyOf } from '../policy/key-of';
import type { ResourceKind } from './resource-kind';

/** AWS::Logs::LogGroup. What is logged is not played; a key of somebody else's might keep Lambda from logging at all. */
export const LOG_GROUP: ResourceKind = {
  identity: {
    nameProperty: 'LogGroupName',
    arn: ({ environment, name }) => arnOf(environment, 'logs', `log-group:${name}:*`),
  },
  read: ({ properties, note }, draft) => {
    const keyId = properties.optional('KmsKeyId', (at) => properties.text(at) || undefined);
    if (keyId === undefined) return;
    draft.afterwards(() => {
      if (keyOf({ keys: draft.keys.map((key) => ({ ...key, aliases: [key.id, key.arn].flatMap((id) => draft.keyAliases.get(id) ?? []) })) }, keyId) !== undefined) return;
      note(`its key ${keyId} is not in the templates, so its policy is not known; that CloudWatch Logs may use it is assumed`);
    });
  },
};
