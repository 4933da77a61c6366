import { arnOf } from '../intrinsics/environment';
import { defaultKeyPolicy } from '../policy/default-policies';
import { readPolicy } from '../policy/read-policy';
import type { ResourceKind } from './resource-kind';

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
