import type { Checkup } from '../../core/ledger/checkup';
import type { SlotRow } from '../../core/ledger/standing';
import type { IncidentRecord } from '../../core/incident/record';
import type { Instant } from '../../core/time';
import type { TableModel } from '../../template/model';
import type { Condition, WatcherCall } from './conditions';
import { disabledKey } from './delivery/subscribers';
import { type ServiceCalls, ServiceError } from './service-calls';
import type { SimContext } from './sim-context';

/** Attribute names as in lambda/shared/dynamodb/items.ts. */
const PARTITION_KEY = 'kind';
const SORT_KEY = 'name';

/** An incident's item, as it is read back, without what a record loses in storage. */
export interface IncidentItem {
  readonly record: IncidentRecord;
  readonly revision: number;
  readonly expiresAt: Instant;
}

/** A standing's item. */
export interface StandingItem {
  readonly text: string;
  readonly revision: number;
}

/** The items of an observatory's table, whichever function uses it. */
export class TableStore {
  public readonly incidents = new Map<string, IncidentItem>();
  public readonly sendSlots = new Map<string, number>();
  public readonly standings = new Map<string, StandingItem>();
  /** Rows of slots, by pipeline and scheduled time. */
  public readonly slots = new Map<string, Map<Instant, SlotRow>>();
  public checkup: Checkup | undefined;
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
      for (const items of [this.incidents, this.sendSlots, this.standings, this.slots]) items.clear();
      this.checkup = undefined;
    }
  }
}

/** A table as one function calls it. */
export interface TableAccess {
  readonly calls: ServiceCalls;
  readonly name: string;
  /** Undefined when there is no such table. */
  readonly store: TableStore | undefined;
}

/** The items of a table, for one call. @throws what DynamoDB would throw */
export function tableFor({ calls, name, store }: TableAccess, call: WatcherCall, action: string): TableStore {
  if (store === undefined) throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  store.emptyBy(calls.now);
  calls.make(call, action, store.model.arn);
  const disabled = store.disabledKey(calls.now);
  // DynamoDB does not document the name of this error; every error makes the call fail.
  if (disabled !== undefined) throw new ServiceError('AccessDeniedException', `KMS key ${disabled} is disabled`);
  const { keyId, arn } = store.model;
  if (keyId !== undefined) calls.useKey(arn, { keyId, owner: `table ${name}`, service: 'dynamodb', actions: ['kms:Decrypt'] });
  if (store.model.partitionKey !== PARTITION_KEY || store.model.sortKey !== SORT_KEY) {
    throw new ServiceError('ValidationException', 'The provided key element does not match the schema');
  }
  return store;
}
