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
import type { IncidentTable, MessageKind, StoredRecord } from '../ports';

type Item = Readonly<Record<string, AttributeValue>>;

/** Partition keys. */
const RECORDS = 'record';
const SEND_SLOTS = 'sendSlot';

const COUNTER_KEPT = DAY;

/** A page has up to 1 MB, so this is far more than an observatory can have. */
const MAX_PAGES = 200;

/** An item has at most 400 KB, keys and names of attributes included (DynamoDB developer guide, "Constraints"). */
const MAX_RECORD_BYTES = 350_000;

/** The largest revision that a JavaScript number holds exactly. A revision beyond it is overwritten. */
const MAX_REVISION = Number.MAX_SAFE_INTEGER;

/** What the table needs besides its client. */
export interface TableDeps {
  readonly tableName: string;
  /** A signal for one call. It must leave time to send an alarm without the table. */
  readonly signal: () => AbortSignal;
  readonly log: (entry: LogEntry) => void;
}

/**
 * The table of incidents in DynamoDB: partition key `kind`, sort key `name`. A pipeline's record is a JSON text in one item.
 * It is written on the condition that its revision has not changed, so of two processes that decide at once, one decides again.
 *
 * A record that cannot be read counts as absent, and the log names it. The next notification is then a new incident, which is
 * better than no message. The record is overwritten like any other.
 *
 * If the table is gone or access is denied, every call fails and each alarm is sent as a message of its own. The ticks fail
 * too, so the alarm NotifierFailing fires.
 */
export class DynamoDBIncidentTable implements IncidentTable {
  public constructor(private readonly client: DynamoDBClient, private readonly deps: TableDeps) {}

  public async load(pipeline: string): Promise<StoredRecord> {
    const command = new GetItemCommand({ TableName: this.deps.tableName, Key: keyOf(RECORDS, pipeline), ConsistentRead: true });
    const { Item: item } = await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
    return item === undefined ? { record: emptyRecord(pipeline), revision: 0 } : this.#storedRecord(pipeline, item);
  }

  /** Reads with eventual consistency, at half the price: a process that decides by a stale record finds out when it saves. */
  public async loadAll(): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    for await (const item of this.#items()) {
      const name = item.name?.S;
      if (name === undefined) this.deps.log({ level: 'ERROR', event: 'brokenRecord', problem: 'an item without a name' });
      else records.push(this.#storedRecord(name, item));
    }
    return records;
  }

  public async save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
    const text = fitRecord(record, MAX_RECORD_BYTES);
    if (text === undefined) throw new Error(`the record of ${record.pipeline} takes more than ${MAX_RECORD_BYTES} bytes, even without its optional parts`);
    const writer = randomUUID();
    const isOver = record.incident === undefined && record.outbox.length === 0;
    const command = new PutItemCommand({
      TableName: this.deps.tableName,
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
      await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The SDK retries a call whose answer was lost. Then this very process wrote the item.
      return error.Item?.writer?.S === writer;
    }
  }

  /** Counts in the table, for all processes together. A call that the SDK retries may count twice: then a message waits. */
  public async acquireSendSlot(kind: MessageKind, now: Instant): Promise<boolean> {
    const window = new Date(Math.floor(now / SEND_SLOT_WINDOW) * SEND_SLOT_WINDOW).toISOString();
    const command = new UpdateItemCommand({
      TableName: this.deps.tableName,
      Key: keyOf(SEND_SLOTS, `${kind} ${window}`),
      UpdateExpression: 'SET #expires = :expires ADD #taken :one',
      ConditionExpression: 'attribute_not_exists(#taken) OR #taken < :most',
      ExpressionAttributeNames: { '#taken': 'taken', '#expires': 'expiresAt' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':most': { N: String(SEND_SLOTS_PER_WINDOW) }, ':expires': expiry(now, COUNTER_KEPT) },
    });
    try {
      await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  #call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = this.deps.signal();
    return untilAborted(signal, () => call(signal));
  }

  async* #items(): AsyncGenerator<Item> {
    const { tableName } = this.deps;
    let start: QueryCommandOutput['LastEvaluatedKey'];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#kind = :kind',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':kind': { S: RECORDS } },
        ExclusiveStartKey: start,
      });
      const { Items: found, LastEvaluatedKey: next } = await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
      if (found === undefined) throw new Error(`Query answered without a list of items of ${tableName}`);
      yield* found;
      if (next === undefined || Object.keys(next).length === 0) return;
      start = next;
    }
    throw new Error(`Query did not end within ${MAX_PAGES} pages of ${tableName}`);
  }

  #storedRecord(pipeline: string, { record: text, revision: stored }: Item): StoredRecord {
    const number = Number(stored?.N);
    const revision = number >= 1 && number <= MAX_REVISION ? number : 0;
    try {
      const record = readRecord(text?.S ?? '');
      if (record.pipeline !== pipeline) throw new Error(`it is the record of ${JSON.stringify(record.pipeline)}`);
      return { record, revision };
    } catch (error) {
      this.deps.log({ level: 'ERROR', event: 'brokenRecord', pipeline, problem: reasonOf(error) });
      return { record: emptyRecord(pipeline), revision };
    }
  }
}

/** The condition that nobody has written since that revision. 0 stands for no item, or for an item without a valid revision. */
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

function keyOf(kind: string, name: string): Record<'kind' | 'name', AttributeValue> {
  return { kind: { S: kind }, name: { S: name } };
}

/** Time to live is in whole seconds (DynamoDB developer guide, "Using time to live"). */
function expiry(now: Instant, kept: number): AttributeValue {
  return { N: String(Math.ceil((now + kept) / SECOND)) };
}
