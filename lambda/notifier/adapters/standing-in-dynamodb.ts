import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { untilAborted } from '../../shared/async';
import { keyOf, STANDINGS, type TableDeps } from '../../shared/dynamodb/items';

/**
 * The text of a pipeline's standing in the ledger; undefined if there is none. If it cannot be read, the message says so. It then
 * knows only from the run data since when something is wrong.
 */
export async function standingText(client: DynamoDBClient, { tableName, signal }: Pick<TableDeps, 'tableName' | 'signal'>, pipeline: string): Promise<string | undefined> {
  const command = new GetItemCommand({ TableName: tableName, Key: keyOf(STANDINGS, pipeline) });
  const abortSignal = signal();
  const { Item: item } = await untilAborted(abortSignal, () => client.send(command, { abortSignal }));
  return item?.standing?.S;
}
