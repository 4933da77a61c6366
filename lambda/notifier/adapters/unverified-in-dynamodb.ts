import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { readUnverifiedSince } from '../../../core/ledger/unverified';
import type { Instant } from '../../../core/time';
import { untilAborted } from '../../shared/async';
import { keyOf, STANDINGS, type TableDeps } from '../../shared/dynamodb/items';

/**
 * Since when the checker cannot verify a pipeline, by its standing in the ledger. If it cannot be read, the message says that the
 * pipeline shows no proof of life, which is true in any case.
 */
export async function unverifiedSince(client: DynamoDBClient, { tableName, signal }: Pick<TableDeps, 'tableName' | 'signal'>, pipeline: string): Promise<Instant | undefined> {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(STANDINGS, pipeline) });
  const abortSignal = signal();
  const { Item: item } = await untilAborted(abortSignal, () => client.send(command, { abortSignal }));
  return item === undefined ? undefined : readUnverifiedSince(item.standing?.S ?? '');
}
