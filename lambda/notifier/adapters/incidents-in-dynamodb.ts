import { randomUUID } from 'node:crypto';
import {
  AttributeValue, ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand,
  QueryCommandOutput, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { fitRecord, readRecord } from '../../../core/incident/read-record';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { DAY, Instant, SECOND } from '../../../core/time';
import { untilAborted } from '../../shared/async';
import { type LogEntry, reasonOf } from '../../shared/log';
import { RECORD_KEPT, SEND_SLOT_WINDOW, SEND_SLOTS_PER_WINDOW } from '../incident-records';
import type { IncidentTable, StoredRecord } from '../ports';

type Item = Readonly<Record<string, AttributeValue>>;

/** Partition keys. */
const RECORDS = 'record';
const SEND_SLOTS = 'turns';

const COUNTER_KEPT = DAY;

/** A page has up to 1 MB: so many would be far more than an observatory can have. */
const MAX_PAGES = 200;

/** An item takes 400 KB, keys and names of attributes included (DynamoDB developer guide, "Constraints"). */
const MAX_RECORD_BYTES = 350_000;

/** A revision that a number tells exactly. Whatever else somebody wrote there is overwritten. */
const MAX_REVISION = Number.MAX_SAFE_INTEGER;

/** What the table needs from around it. */
export interface TableDeps {
  readonly tableName: string;
  /** A signal for one call, which must leave time to tell an alarm without the table. */
  readonly signal: () => AbortSignal;
  readonly log: (entry: LogEntry) => void;
}

/**
 * The table of incidents in DynamoDB: partition key `kind`, sort key `name`. A pipeline's record is a JSON text in one
 * item, written on condition of its revision, so that of two that decide at once one has to decide anew.
 *
 * A record that cannot be understood counts as not there and is named in the log: what is told next is then a new
 * incident, which is better than no message. It is overwritten as any other.
 *
 * If the table is gone or may not be used, every call fails and each alarm is told by a message of its own; the alarm on
 * the notifier's errors speaks, since its ticks fail.
 */
export function incidentsInDynamoDB(client: DynamoDBClient, around: TableDeps): IncidentTable {
  return {
    load: (pipeline) => load(client, around, pipeline),
    loadAll: () => loadAll(client, around),
    save: (record, revision, now) => save(client, around, record, revision, now),
    acquireSendSlot: (sort, now) => acquireSendSlot(client, around, sort, now),
  };
}

async function load(client: DynamoDBClient, around: TableDeps, pipeline: string): Promise<StoredRecord> {
  const signal = around.signal();
  const command = new GetItemCommand({ TableName: around.tableName, Key: keyOf(RECORDS, pipeline), ConsistentRead: true });
  const { Item: item } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  return item === undefined ? { record: emptyRecord(pipeline), revision: 0 } : storedRecord(around, pipeline, item);
}

/** Read eventually consistent at half the price: whoever decides by a stale record finds that out when it is saved. */
async function loadAll(client: DynamoDBClient, around: TableDeps): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const item of items(client, around)) {
    const name = item.name?.S;
    if (name === undefined) around.log({ level: 'ERROR', event: 'brokenRecord', problem: 'an item without a name' });
    else records.push(storedRecord(around, name, item));
  }
  return records;
}

async function* items(client: DynamoDBClient, around: TableDeps): AsyncGenerator<Item> {
  let start: QueryCommandOutput['LastEvaluatedKey'];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const signal = around.signal();
    const command = new QueryCommand({
      TableName: around.tableName,
      KeyConditionExpression: '#kind = :kind',
      ExpressionAttributeNames: { '#kind': 'kind' },
      ExpressionAttributeValues: { ':kind': { S: RECORDS } },
      ExclusiveStartKey: start,
    });
    const { Items: found, LastEvaluatedKey: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (found === undefined) throw new Error(`Query answered without a list of items of ${around.tableName}`);
    yield* found;
    if (next === undefined || Object.keys(next).length === 0) return;
    start = next;
  }
  throw new Error(`Query did not end within ${MAX_PAGES} pages of ${around.tableName}`);
}

function storedRecord({ log }: TableDeps, pipeline: string, { record: text, revision: stored }: Item): StoredRecord {
  const revision = Number(stored?.N);
  const known = revision >= 1 && revision <= MAX_REVISION ? revision : 0;
  try {
    const record = readRecord(text?.S ?? '');
    if (record.pipeline !== pipeline) throw new Error(`it is the record of ${JSON.stringify(record.pipeline)}`);
    return { record, revision: known };
  } catch (error) {
    log({ level: 'ERROR', event: 'brokenRecord', pipeline, problem: reasonOf(error) });
    return { record: emptyRecord(pipeline), revision: known };
  }
}

async function save(client: DynamoDBClient, around: TableDeps, record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
  const text = fitRecord(record, MAX_RECORD_BYTES);
  if (text === undefined) throw new Error(`the record of ${record.pipeline} takes more than ${MAX_RECORD_BYTES} bytes, even without what it can do without`);
  const writer = randomUUID();
  const isOver = record.incident === undefined && record.outbox.length === 0;
  const signal = around.signal();
  const command = new PutItemCommand({
    TableName: around.tableName,
    Item: {
      ...keyOf(RECORDS, record.pipeline),
      revision: { N: String(revision + 1) },
      record: { S: text },
      open: { BOOL: record.incident !== undefined },
      writer: { S: writer },
      ...(isOver ? { expiresAt: expiry(now, RECORD_KEPT) } : {}),
    },
    ...sinceRevision(revision),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The SDK repeats a call whose answer was lost: then it was we who wrote.
    return error.Item?.writer?.S === writer;
  }
}

/** Nobody wrote since that revision. 0 is no item, or one whose revision is none. */
function sinceRevision(revision: number): Pick<PutItemCommand['input'], 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
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

/** Counts in the table, for all processes together. A call that the SDK repeats may count twice: then a message is told a tick later. */
async function acquireSendSlot(client: DynamoDBClient, around: TableDeps, sort: 'opened' | 'recovered', now: Instant): Promise<boolean> {
  const window = new Date(Math.floor(now / SEND_SLOT_WINDOW) * SEND_SLOT_WINDOW).toISOString();
  const signal = around.signal();
  const command = new UpdateItemCommand({
    TableName: around.tableName,
    Key: keyOf(SEND_SLOTS, `${sort} ${window}`),
    UpdateExpression: 'SET #expires = :expires ADD #taken :one',
    ConditionExpression: 'attribute_not_exists(#taken) OR #taken < :most',
    ExpressionAttributeNames: { '#taken': 'taken', '#expires': 'expiresAt' },
    ExpressionAttributeValues: { ':one': { N: '1' }, ':most': { N: String(SEND_SLOTS_PER_WINDOW) }, ':expires': expiry(now, COUNTER_KEPT) },
  });
  try {
    await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function keyOf(kind: string, name: string): Record<'kind' | 'name', AttributeValue> {
  return { kind: { S: kind }, name: { S: name } };
}

/** Time to live is in whole seconds (DynamoDB developer guide, "Using time to live"). */
function expiry(now: Instant, kept: number): AttributeValue {
  return { N: String(Math.ceil((now + kept) / SECOND)) };
}
