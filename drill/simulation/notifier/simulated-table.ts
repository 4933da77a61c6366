import { readRecord } from '../../../core/incident/read-record';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { Instant } from '../../../core/time';
import { RECORD_KEPT, SEND_SLOT_WINDOW, SEND_SLOTS_PER_WINDOW } from '../../../lambda/notifier/incident-records';
import type { IncidentTable, MessageKind, StoredRecord } from '../../../lambda/notifier/ports';
import type { TableModel } from '../../../template/model';
import type { Condition, WatcherCall } from '../conditions';
import { disabledKey } from '../delivery/subscribers';
import { ServiceCalls, ServiceError } from '../service-calls';
import type { SimContext } from '../sim-context';

/** Attribute names as in lambda/notifier/adapters/incidents-in-dynamodb.ts. */
const PARTITION_KEY = 'kind';
const SORT_KEY = 'name';

interface Item {
  /** An item as it is read back, without what a record loses in storage. */
  readonly record: IncidentRecord;
  readonly revision: number;
  readonly expiresAt: Instant;
}

/** The items of an incident table, whichever function uses it. */
export class IncidentStore {
  public readonly items = new Map<string, Item>();
  public readonly sendSlots = new Map<string, number>();
  /** Conditions that have emptied it. */
  readonly #emptiedBy = new Set<Condition>();

  public constructor(private readonly sim: SimContext, public readonly model: TableModel) {}

  /** The key that encrypts the table, if someone has disabled it: then every call for its items fails. */
  public disabledKey(now: Instant): string | undefined {
    return disabledKey(this.sim, this.model.keyId, now);
  }

  /** Loses all items once for each condition that empties the table. */
  public emptyBy(now: Instant): void {
    for (const condition of this.sim.conditions.begunBy(now)) {
      if (condition.empties?.(this.model.name) !== true || this.#emptiedBy.has(condition)) continue;
      this.#emptiedBy.add(condition);
      this.items.clear();
      this.sendSlots.clear();
    }
  }
}

/** The incident table in memory: records as JSON, conditional writes by revision, and counted send slots. */
export class SimulatedTable implements IncidentTable {
  /** @param store undefined when there is no such table */
  public constructor(private readonly calls: ServiceCalls, private readonly name: string, private readonly store: IncidentStore | undefined) {}

  public async load(pipeline: string): Promise<StoredRecord> {
    return this.#stored(this.#call('GetItem', 'dynamodb:GetItem'), pipeline);
  }

  public async loadAll(): Promise<StoredRecord[]> {
    const store = this.#call('Query', 'dynamodb:Query');
    return [...store.items.keys()].map((pipeline) => this.#stored(store, pipeline)).filter(({ revision }) => revision > 0);
  }

  public async save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
    const store = this.#call('PutItem', 'dynamodb:PutItem');
    if (this.#stored(store, record.pipeline).revision !== revision) return false;
    const isOver = record.incident === undefined && record.outbox.length === 0;
    store.items.set(record.pipeline, { record: readRecord(JSON.stringify(record)), revision: revision + 1, expiresAt: isOver ? now + RECORD_KEPT : Infinity });
    return true;
  }

  public async acquireSendSlot(kind: MessageKind, now: Instant): Promise<boolean> {
    const { sendSlots } = this.#call('UpdateItem', 'dynamodb:UpdateItem');
    const window = `${kind} ${Math.floor(now / SEND_SLOT_WINDOW)}`;
    const taken = sendSlots.get(window) ?? 0;
    if (taken >= SEND_SLOTS_PER_WINDOW) return false;
    sendSlots.set(window, taken + 1);
    return true;
  }

  #stored({ items }: IncidentStore, pipeline: string): StoredRecord {
    const item = items.get(pipeline);
    if (item !== undefined && item.expiresAt > this.calls.now) return { record: item.record, revision: item.revision };
    items.delete(pipeline);
    return { record: emptyRecord(pipeline), revision: 0 };
  }

  #call(call: WatcherCall, action: string): IncidentStore {
    const { store } = this;
    if (store === undefined) throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${this.name} not found`);
    store.emptyBy(this.calls.now);
    this.calls.make(call, action, store.model.arn);
    const disabled = store.disabledKey(this.calls.now);
    // DynamoDB does not document the name of this error; every error makes the call fail.
    if (disabled !== undefined) throw new ServiceError('AccessDeniedException', `KMS key ${disabled} is disabled`);
    const { keyId, arn, name } = store.model;
    if (keyId !== undefined) this.calls.useKey(arn, { keyId, owner: `table ${name}`, service: 'dynamodb', actions: ['kms:Decrypt'] });
    if (store.model.partitionKey !== PARTITION_KEY || store.model.sortKey !== SORT_KEY) {
      throw new ServiceError('ValidationException', 'The provided key element does not match the schema');
    }
    return store;
  }
}
