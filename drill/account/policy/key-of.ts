import type { Account, KeyModel } from '../model';

/** The key of an id, an ARN, or an alias of it; undefined when the templates do not have it. */
export function keyOf({ keys }: Pick<Account, 'keys'>, keyId: string): KeyModel | undefined {
  const alias = /(?:^|:)(alias\/.+)$/.exec(keyId)?.[1];
  return keys.find(({ id, arn, aliases = [] }) => keyId === id || keyId === arn || (alias !== undefined && aliases.includes(alias)));
}
