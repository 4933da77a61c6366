import { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IAlias, IKey } from 'aws-cdk-lib/aws-kms';
import { Aws, Stack } from 'aws-cdk-lib/core';
import { acknowledgeWildcard } from './access-policies';

/** Services on whose behalf a key is used. */
type KeyUser = 'sns' | 'dynamodb';

/** What a publisher needs of an encrypted topic's key (SNS developer guide, "Key management"). */
export const PUBLISH_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Holds where one of these services asks for the key: whoever may use it for a message may not decrypt anything else with it
 * (KMS developer guide, "kms:ViaService"). The wildcard stands for the suffix, which differs in China.
 */
export function onlyVia(...services: KeyUser[]): Record<string, Record<string, string[]>> {
  return { StringLike: { 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.*`) } };
}

/** How a policy names a key. */
interface NamedKey {
  readonly resources: string[];
  readonly conditions: Record<string, Record<string, string[]>>;
  /** Why the resource ends with a wildcard. @default - it does not */
  readonly wildcard?: string;
}

/**
 * How a policy of IAM names a key. It cannot name an alias: of a key that is only known by one, the condition says which it is
 * (KMS developer guide, "Specifying KMS keys in IAM policy statements").
 */
export function namedKey(key: IKey): NamedKey {
  const target = targetOf(key);
  if (target !== undefined) return { resources: [target.keyArn], conditions: {} };
  const { partition, region, account } = Stack.of(key);
  return {
    resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [aliasOf(key)!] } },
    wildcard: 'The key is only known by its alias, which a condition names; an IAM policy cannot name an alias as a resource.',
  };
}

/** Whether a key is AWS's own, whose policy cannot allow CloudWatch anything. */
export function isAwsManaged(key: IKey): boolean {
  return aliasOf(key)?.startsWith('alias/aws/') === true;
}

/** Lets a role use a key through services and in no other way. */
export function grantVia(key: IKey, role: IRole, actions: string[], ...services: KeyUser[]): void {
  const { resources, conditions, wildcard } = namedKey(key);
  if (wildcard !== undefined) {
    // CDK's own grant does nothing for an alias that was imported.
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources, conditions: { ...onlyVia(...services), ...conditions } }));
    acknowledgeWildcard(role, resources[0]!, wildcard);
    return;
  }
  const { principalStatements } = key.grant(role, ...actions);
  for (const statement of principalStatements) limit(statement, services);
}

/** The key itself, undefined when only an alias of it is known. */
function targetOf(key: IKey): IKey | undefined {
  if (aliasOf(key) === undefined) return key;
  try {
    return (key as IAlias).aliasTargetKey;
  } catch {
    // CDK says so of an alias that was imported by its name.
    return undefined;
  }
}

/** The name of an alias, also where its ARN was taken for that of a key. */
function aliasOf(key: IKey): string | undefined {
  return 'aliasName' in key ? (key as IAlias).aliasName : /(?:^|:)(alias\/.+)$/.exec(key.keyArn)?.[1];
}

function limit(statement: PolicyStatement, services: readonly KeyUser[]): void {
  for (const [operator, keys] of Object.entries(onlyVia(...services))) statement.addCondition(operator, keys);
}
