import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { fitRecord, readRecord } from '../../../core/incident/read-record';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { DAY, Instant } from '../../../core/time';
import { untilAborted } from '../../shared/async';
import { expiry, type Item, itemsOf, keyOf, MAX_TEXT_BYTES, revisionOf, sinceRevision, type TableDeps } from '../../shared/dynamodb/items';
import { reasonOf } from '../../shared/log';
import { RECORD_KEPT, SEND_SLOT_WINDOW, SEND_SLOTS_PER_WINDOW } from '../incident-records';
import type { IncidentTable, MessageKind, StoredRecord } from '../ports';

/** Partition keys. */
const RECORDS = 'record';
const SEND_SLOTS = 'sendSlot';

const COUNTER_KEPT = DAY;

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
    for await (const item of itemsOf(this.client, this.deps, RECORDS)) {
      const name = item.name?.S;
      if (name === undefined) this.deps.log({ level: 'ERROR', event: 'brokenRecord', problem: 'an item without a name' });
      else records.push(this.#storedRecord(name, item));
    }
    return records;
  }

  public async save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
    const text = fitRecord(record, MAX_TEXT_BYTES);
    if (text === undefined) throw new Error(`the record of ${record.pipeline} takes more than ${MAX_TEXT_BYTES} bytes, even without its optional parts`);
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

  #storedRecord(pipeline: string, item: Item): StoredRecord {
    const revision = revisionOf(item);
    try {
      const record = readRecord(item.record?.S ?? '');
      if (record.pipeline !== pipeline) throw new Error(`it is the record of ${JSON.stringify(record.pipeline)}`);
      return { record, revision };
    } catch (error) {
      this.deps.log({ level: 'ERROR', event: 'brokenRecord', pipeline, problem: reasonOf(error) });
      return { record: emptyRecord(pipeline), revision };
    }
  }
}
