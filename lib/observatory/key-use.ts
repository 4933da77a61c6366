import type { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Aws } from 'aws-cdk-lib/core';

/** Services on whose behalf a key is used. */
export type KeyUser = 'sns' | 'dynamodb';

/** What a publisher needs of an encrypted topic's key (SNS developer guide, "Key management"). */
export const PUBLISH_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Holds where one of these services asks for the key: whoever may use it for a message may not decrypt anything else with it
 * (KMS developer guide, "kms:ViaService"). The wildcard stands for the suffix, which differs in China.
 */
export function onlyVia(...services: KeyUser[]): Record<string, Record<string, string[]>> {
  return { StringLike: { 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.*`) } };
}

/** Lets somebody use a key through services and in no other way. */
export function grantVia(key: IKey, grantee: IGrantable, actions: readonly string[], ...services: KeyUser[]): void {
  const { principalStatements } = key.grant(grantee, ...actions);
  for (const statement of principalStatements) limit(statement, services);
}

function limit(statement: PolicyStatement, services: readonly KeyUser[]): void {
  for (const [operator, keys] of Object.entries(onlyVia(...services))) statement.addCondition(operator, keys);
}
