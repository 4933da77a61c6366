import { DAY, emptyRecord, IncidentRecord, Instant, MINUTE, readRecord } from '../../../core';
import type { IncidentTable, StoredRecord } from '../../../lambda/notifier/ports';
import type { TableModel } from '../../account/model';
import type { Condition, WatcherCall } from '../conditions';
import { ServiceCalls, ServiceError } from '../evidence/service-calls';
import type { Surroundings } from '../surroundings';

/** As lambda/notifier/adapters/incidents-in-dynamodb.ts has them. */
const TURNS_A_WINDOW = 3;
const TURN_WINDOW = 10 * MINUTE;
const RECORD_KEPT = 35 * DAY;
const PARTITION_KEY = 'kind';
const SORT_KEY = 'name';

interface Item {
  readonly text: string;
  readonly revision: number;
  readonly expiresAt: Instant;
}

/** The table of incidents in memory: records as JSON, written on condition of their revision, and turns that are counted. */
export class SimulatedTable implements IncidentTable {
  readonly #items = new Map<string, Item>();
  readonly #turns = new Map<string, number>();
  readonly #model: TableModel | undefined;
  /** Conditions that have emptied it. */
  readonly #emptiedBy = new Set<Condition>();

  public constructor(private readonly world: Surroundings, private readonly calls: ServiceCalls, private readonly name: string) {
    this.#model = world.account.tables.find((table) => table.name === name);
  }

  public async load(pipeline: string): Promise<StoredRecord> {
    this.#call('GetItem', 'dynamodb:GetItem');
    return this.#stored(pipeline);
  }

  public async loadAll(): Promise<StoredRecord[]> {
    this.#call('Query', 'dynamodb:Query');
    return [...this.#items.keys()].map((pipeline) => this.#stored(pipeline)).filter(({ revision }) => revision > 0);
  }

  public async save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
    this.#call('PutItem', 'dynamodb:PutItem');
    if (this.#stored(record.pipeline).revision !== revision) return false;
    const isOver = record.incident === undefined && record.outbox.length === 0;
    this.#items.set(record.pipeline, { text: JSON.stringify(record), revision: revision + 1, expiresAt: isOver ? now + RECORD_KEPT : Infinity });
    return true;
  }

  public async takeTurn(sort: 'opened' | 'recovered', now: Instant): Promise<boolean> {
    this.#call('UpdateItem', 'dynamodb:UpdateItem');
    const window = `${sort} ${Math.floor(now / TURN_WINDOW)}`;
    const taken = this.#turns.get(window) ?? 0;
    if (taken >= TURNS_A_WINDOW) return false;
    this.#turns.set(window, taken + 1);
    return true;
  }

  #stored(pipeline: string): StoredRecord {
    const item = this.#items.get(pipeline);
    if (item !== undefined && item.expiresAt > this.calls.now) return { record: readRecord(item.text), revision: item.revision };
    this.#items.delete(pipeline);
    return { record: emptyRecord(pipeline), revision: 0 };
  }

  #call(call: WatcherCall, action: string): void {
    this.#empty();
    const model = this.#model;
    if (model === undefined) throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${this.name} not found`);
    this.calls.make(call, action, model.arn);
    if (model.partitionKey !== PARTITION_KEY || model.sortKey !== SORT_KEY) {
      throw new ServiceError('ValidationException', 'The provided key element does not match the schema');
    }
  }

  /** Loses everything once for each condition that says so. */
  #empty(): void {
    for (const condition of this.world.conditions.begunBy(this.calls.now)) {
      if (condition.empties?.(this.name) !== true || this.#emptiedBy.has(condition)) continue;
      this.#emptiedBy.add(condition);
      this.#items.clear();
      this.#turns.clear();
    }
  }
}
