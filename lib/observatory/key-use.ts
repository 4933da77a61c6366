import { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IAlias, IKey } from 'aws-cdk-lib/aws-kms';
import { Aws, Stack } from 'aws-cdk-lib/core';
import { acknowledgeWildcard } from './access-policies';

/** Services on whose behalf a key is used. */
type KeyUser = 'sns' | 'dynamodb';

/** What a publisher must be allowed to do with the key of an encrypted topic (SNS developer guide, "Key management"). */
export const PUBLISH_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Allows the use of a key only through these services, so nothing else can be decrypted with it (KMS developer guide,
 * "kms:ViaService"). The wildcard stands for the suffix, which differs in China.
 */
export function onlyVia(...services: KeyUser[]): Record<string, Record<string, string[]>> {
  return { StringLike: { 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.*`) } };
}

/** How a policy names a key. */
interface NamedKey {
  readonly resources: string[];
  readonly conditions: Record<string, Record<string, string[]>>;
  /** Why the resource ends with a wildcard. @default - the resource has none */
  readonly wildcard?: string;
}

/**
 * How an IAM policy names a key. It cannot name an alias. If only an alias is known, a condition names it
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

/** Whether a key is an AWS managed key, whose policy cannot allow CloudWatch to use it. */
export function isAwsManaged(key: IKey): boolean {
  return aliasOf(key)?.startsWith('alias/aws/') === true;
}

/** Lets a role use a key through services only. */
export function grantVia(key: IKey, role: IRole, actions: string[], ...services: KeyUser[]): void {
  const { resources, conditions, wildcard } = namedKey(key);
  if (wildcard !== undefined) {
    // CDK's own grant does nothing for an imported alias.
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources, conditions: { ...onlyVia(...services), ...conditions } }));
    acknowledgeWildcard(role, resources[0]!, wildcard);
    return;
  }
  const { principalStatements } = key.grant(role, ...actions);
  for (const statement of principalStatements) limit(statement, services);
}

/** The key itself; undefined when only an alias is known. */
function targetOf(key: IKey): IKey | undefined {
  if (aliasOf(key) === undefined) return key;
  try {
    return (key as IAlias).aliasTargetKey;
  } catch {
    // CDK throws for an alias that was imported by its name.
    return undefined;
  }
}

/** The name of an alias, even where its ARN was passed as that of a key. */
function aliasOf(key: IKey): string | undefined {
  return 'aliasName' in key ? (key as IAlias).aliasName : /(?:^|:)(alias\/.+)$/.exec(key.keyArn)?.[1];
}

function limit(statement: PolicyStatement, services: readonly KeyUser[]): void {
  for (const [operator, keys] of Object.entries(onlyVia(...services))) statement.addCondition(operator, keys);
}
