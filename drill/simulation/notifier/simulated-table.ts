import { readRecord } from '../../../core/incident/read-record';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { Instant } from '../../../core/time';
import { RECORD_KEPT, SEND_SLOT_WINDOW, SEND_SLOTS_PER_WINDOW } from '../../../lambda/notifier/incident-records';
import type { IncidentTable, MessageKind, StoredRecord } from '../../../lambda/notifier/ports';
import type { WatcherCall } from '../conditions';
import { type TableAccess, tableFor, type TableStore } from '../table-store';

/** The incident table in memory: records as JSON, conditional writes by revision, and counted send slots. */
export class SimulatedTable implements IncidentTable {
  public constructor(private readonly access: TableAccess) {}

  public async load(pipeline: string): Promise<StoredRecord> {
    return this.#stored(this.#call('GetItem', 'dynamodb:GetItem'), pipeline);
  }

  public async loadAll(): Promise<StoredRecord[]> {
    const store = this.#call('Query', 'dynamodb:Query');
    return [...store.incidents.keys()].map((pipeline) => this.#stored(store, pipeline)).filter(({ revision }) => revision > 0);
  }

  public async save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean> {
    const store = this.#call('PutItem', 'dynamodb:PutItem');
    if (this.#stored(store, record.pipeline).revision !== revision) return false;
    const isOver = record.incident === undefined && record.outbox.length === 0;
    store.incidents.set(record.pipeline, { record: readRecord(JSON.stringify(record)), revision: revision + 1, expiresAt: isOver ? now + RECORD_KEPT : Infinity });
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

  #stored({ incidents: items }: TableStore, pipeline: string): StoredRecord {
    const item = items.get(pipeline);
    if (item !== undefined && item.expiresAt > this.access.calls.now) return { record: item.record, revision: item.revision };
    items.delete(pipeline);
    return { record: emptyRecord(pipeline), revision: 0 };
  }

  #call(call: WatcherCall, action: string): TableStore {
    return tableFor(this.access, call, action);
  }
}
