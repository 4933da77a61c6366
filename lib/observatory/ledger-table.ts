import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** What a user of a table and topics with a customer managed key must be allowed to do with that key (DynamoDB developer guide, "Encryption at rest: usage notes"). */
export const TABLE_KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/**
 * What the observatory remembers: the ledger of the checker, the incidents of the notifier, and counters of messages. It is billed
 * on demand, since a table with a few items per pipeline is idle most of the time. If it is lost, no alarm that evidence can give
 * is: LedgerUnavailable and NotifierFailing fire. Point-in-time recovery brings it back.
 */
export function ledgerTable(scope: Construct, key: IKey | undefined, removalPolicy: RemovalPolicy): Table {
  return new Table(scope, 'Ledger', {
    partitionKey: { name: 'kind', type: AttributeType.STRING },
    sortKey: { name: 'name', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(key === undefined ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    removalPolicy,
  });
}
