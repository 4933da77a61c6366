import { type AttributeValue, type DynamoDBClient, type PutItemCommandInput, QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { Instant, SECOND } from '../../../core/time';
import { untilAborted } from '../async';
import type { LogEntry } from '../log';

export type Item = Readonly<Record<string, AttributeValue>>;

/** What a table needs besides its client. */
export interface TableDeps {
  readonly tableName: string;
  /** A signal for one call. It must leave time for what has to be done without the table. */
  readonly signal: () => AbortSignal;
  readonly log: (entry: LogEntry) => void;
}

/** The largest revision that a JavaScript number holds exactly. A revision beyond it is overwritten. */
const MAX_REVISION = Number.MAX_SAFE_INTEGER;

/** An item has at most 400 KB, keys and names of attributes included (DynamoDB developer guide, "Constraints"). */
export const MAX_TEXT_BYTES = 350_000;

/** The partition key of standings. */
export const STANDINGS = 'standing';

/** The key of an item: partition key `kind`, sort key `name`. */
export function keyOf(kind: string, name: string): Record<'kind' | 'name', AttributeValue> {
  return { kind: { S: kind }, name: { S: name } };
}

/** Time to live is in whole seconds (DynamoDB developer guide, "Using time to live"). */
export function expiry(now: Instant, kept: number): AttributeValue {
  return { N: String(Math.ceil((now + kept) / SECOND)) };
}

/** The revision of an item; 0 if it has no valid one. */
export function revisionOf({ revision }: Item): number {
  const number = Number(revision?.N);
  return number >= 1 && number <= MAX_REVISION ? number : 0;
}

/** The condition that nobody has written since that revision. 0 stands for no item, or for an item without a valid revision. */
export function sinceRevision(revision: number): Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
  const names = { '#revision': 'revision' };
  if (revision > 0) {
    return { ConditionExpression: '#revision = :revision', ExpressionAttributeNames: names, ExpressionAttributeValues: { ':revision': { N: String(revision) } } };
  }
  return {
    ConditionExpression: 'attribute_not_exists(#revision) OR NOT attribute_type(#revision, :number) OR #revision < :least OR #revision > :most',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':number': { S: 'N' }, ':least': { N: '1' }, ':most': { N: String(MAX_REVISION) } },
  };
}

/** A page has up to 1 MB, so this is far more than an observatory can have. */
const MAX_PAGES = 200;

/** The items of one kind, page by page; with bounds, those whose name lies between them. */
export async function* itemsOf(client: DynamoDBClient, { tableName, signal }: TableDeps, kind: string, between?: readonly [first: string, last: string]): AsyncGenerator<Item> {
  const range: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> = between === undefined
    ? { KeyConditionExpression: '#kind = :kind', ExpressionAttributeNames: { '#kind': 'kind' }, ExpressionAttributeValues: { ':kind': { S: kind } } }
    : {
      KeyConditionExpression: '#kind = :kind AND #name BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#kind': 'kind', '#name': 'name' },
      ExpressionAttributeValues: { ':kind': { S: kind }, ':first': { S: between[0] }, ':last': { S: between[1] } },
    };
  let start: QueryCommandOutput['LastEvaluatedKey'];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new QueryCommand({ TableName: tableName, ...range, ExclusiveStartKey: start });
    const abortSignal = signal();
    const { Items: found, LastEvaluatedKey: next } = await untilAborted(abortSignal, () => client.send(command, { abortSignal }));
    if (found === undefined) throw new Error(`Query answered without a list of items of ${tableName}`);
    yield* found;
    if (next === undefined || Object.keys(next).length === 0) return;
    start = next;
  }
  throw new Error(`Query did not end within ${MAX_PAGES} pages of ${tableName}`);
}
