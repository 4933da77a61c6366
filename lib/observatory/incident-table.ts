import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * What the notifier remembers: the incident of each pipeline, and counters of messages. On demand, since a table of one
 * item per pipeline is idle most of the time.
 */
export function incidentTable(scope: Construct, id: string, key: IKey | undefined): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'kind', type: AttributeType.STRING },
    sortKey: { name: 'name', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(key === undefined ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    // No alarm depends on it: without it each alarm is told by a message of its own, and only the grouping is lost. A
    // table that outlived its observatory would be a remnant that nobody reads.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
