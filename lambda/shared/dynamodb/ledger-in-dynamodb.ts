import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Checkup } from '../../../core/ledger/checkup';
import { formatOf, readCheckup, readSlotRow, readStanding } from '../../../core/ledger/read-ledger';
import { type SlotRow, type Standing, STANDING_FORMAT } from '../../../core/ledger/standing';
import { DAY, type Instant } from '../../../core/time';
import { mapBounded, untilAborted } from '../async';
import { reasonOf } from '../log';
import type { Ledger, SlotRows, StoredStanding } from '../ports';
import { expiry, type Item, itemsOf, keyOf, MAX_TEXT_BYTES, revisionOf, sinceRevision, STANDINGS, type TableDeps } from './items';

/** Partition keys. A test holds them: a checker must find what an older one has written (ledger rule 18). */
const CHECKUP = 'checkup';
const slotsOf = (pipeline: string): string => `slots/${pipeline}`;

/** How long the rows of slots are kept, and the standing of a pipeline that was removed. */
const KEPT = 400 * DAY;

/** How many rows are put at once. */
const AT_ONCE = 8;

type Where = Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

const WHERE_THERE_IS_NONE: Where = { ConditionExpression: 'attribute_not_exists(#row)', ExpressionAttributeNames: { '#row': 'row' } };

/** What could not be read when it was settled is the only verdict that a better one replaces, and so only once. */
const WHERE_NOTHING_IS_KNOWN: Where = {
  ConditionExpression: 'attribute_not_exists(#row) OR #verdict = :unknown',
  ExpressionAttributeNames: { '#row': 'row', '#verdict': 'verdict' },
  ExpressionAttributeValues: { ':unknown': { S: 'unknown' } },
};

/**
 * The ledger in DynamoDB, in the table of the observatory. A row is put on the condition that it is not there. A standing is put on
 * the condition that its revision has not changed, so of two ticks at once one writes nothing.
 *
 * If the table is gone or access is denied, every call fails, pipelines are judged from evidence alone, and the alarm
 * LedgerUnavailable fires.
 */
export class DynamoDBLedger implements Ledger {
  public constructor(private readonly client: DynamoDBClient, private readonly deps: TableDeps) {}

  /** Reads with eventual consistency, at half the price: a tick that decides by a stale standing finds out when it writes. */
  public async standings(): Promise<StoredStanding[]> {
    const found: StoredStanding[] = [];
    for await (const item of itemsOf(this.client, this.deps, STANDINGS)) found.push(storedStanding(item));
    return found;
  }

  public async slots(pipeline: string, from: Instant, to: Instant): Promise<SlotRows> {
    const rows: SlotRow[] = [];
    let broken = 0;
    for await (const item of itemsOf(this.client, this.deps, slotsOf(pipeline), [nameOf(from), nameOf(to)])) {
      try {
        rows.push(readSlotRow(item.row?.S ?? '', pipeline));
      } catch (error) {
        broken += 1;
        this.deps.log({ level: 'ERROR', event: 'brokenSlotRow', pipeline, slot: item.name?.S, problem: reasonOf(error) });
      }
    }
    return { rows, broken };
  }

  public addSlots(rows: readonly SlotRow[]): Promise<SlotRow[]> {
    return mapBounded(rows, AT_ONCE, (row) => this.#addSlot(row));
  }

  async #addSlot(row: SlotRow): Promise<SlotRow> {
    const command = new PutItemCommand({
      TableName: this.deps.tableName,
      Item: { ...keyOf(slotsOf(row.pipeline), nameOf(row.slot)), row: { S: textOf(row) }, verdict: { S: row.verdict }, expiresAt: expiry(row.slot, KEPT) },
      ...(row.verdict === 'unknown' ? WHERE_THERE_IS_NONE : WHERE_NOTHING_IS_KNOWN),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
      return row;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return this.#thereAlready(row, error.Item);
    }
  }

  /** The row that is there already is the truth. One that cannot be read is not: the evidence then counts. */
  #thereAlready(row: SlotRow, item: Item | undefined): SlotRow {
    try {
      return readSlotRow(item?.row?.S ?? '', row.pipeline);
    } catch (error) {
      this.deps.log({ level: 'ERROR', event: 'brokenSlotRow', pipeline: row.pipeline, slot: nameOf(row.slot), problem: reasonOf(error) });
      return row;
    }
  }

  public async saveStanding(standing: Standing, revision: number): Promise<boolean> {
    const writer = randomUUID();
    const command = new PutItemCommand({
      TableName: this.deps.tableName,
      Item: {
        ...keyOf(STANDINGS, standing.pipeline),
        revision: { N: String(revision + 1) },
        standing: { S: textOf(standing) },
        writer: { S: writer },
        ...(standing.retiredAt === undefined ? {} : { expiresAt: expiry(standing.retiredAt, KEPT) }),
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

  public async checkup(): Promise<Checkup | undefined> {
    const command = new GetItemCommand({ TableName: this.deps.tableName, Key: keyOf(CHECKUP, '-') });
    const { Item: item } = await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
    return item === undefined ? undefined : readCheckup(item.checkup?.S ?? '');
  }

  public async saveCheckup(checkup: Checkup): Promise<void> {
    const command = new PutItemCommand({ TableName: this.deps.tableName, Item: { ...keyOf(CHECKUP, '-'), checkup: { S: textOf(checkup) } } });
    await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
  }

  #call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = this.deps.signal();
    return untilAborted(signal, () => call(signal));
  }
}

function storedStanding(item: Item): StoredStanding {
  const pipeline = item.name?.S ?? '';
  const revision = revisionOf(item);
  const text = item.standing?.S ?? '';
  try {
    const isNewer = (formatOf(text) ?? 0) > STANDING_FORMAT;
    if (isNewer) return { pipeline, revision, isNewer, problem: 'a newer checker wrote it' };
    return { pipeline, revision, standing: readStanding(text, pipeline) };
  } catch (error) {
    return { pipeline, revision, problem: reasonOf(error) };
  }
}

/** Names of rows sort by time. */
function nameOf(slot: Instant): string {
  return new Date(slot).toISOString();
}

function textOf(value: object): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new Error(`an entry of the ledger takes more than ${MAX_TEXT_BYTES} bytes`);
  return text;
}
