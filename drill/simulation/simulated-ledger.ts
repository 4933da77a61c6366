import type { Checkup } from '../../core/ledger/checkup';
import { readStanding } from '../../core/ledger/read-ledger';
import type { SlotRow, Standing } from '../../core/ledger/standing';
import type { Instant } from '../../core/time';
import type { Ledger, SlotRows, StoredStanding } from '../../lambda/shared/ports';
import { type TableAccess, tableFor, type TableStore } from './table-store';

/** The ledger in memory: rows are put once, and standings are written by revision. */
export class SimulatedLedger implements Ledger {
  /** Standings that were read, by their texts: most of them are read again and again. */
  readonly #read = new Map<string, { readonly text: string; readonly standing: Standing }>();

  public constructor(private readonly access: TableAccess) {}

  public async standings(): Promise<readonly StoredStanding[]> {
    const { standings } = this.#call('Query', 'dynamodb:Query');
    return [...standings].map(([pipeline, { text, revision }]) => ({ pipeline, standing: this.#standing(pipeline, text), revision }));
  }

  public async slots(pipeline: string, from: Instant, to: Instant): Promise<SlotRows> {
    const rows = this.#call('Query', 'dynamodb:Query').slots.get(pipeline);
    return { rows: [...rows?.values() ?? []].filter(({ slot }) => from <= slot && slot <= to).sort((a, b) => a.slot - b.slot), broken: 0 };
  }

  public async addSlots(rows: readonly SlotRow[]): Promise<readonly SlotRow[]> {
    const { slots } = this.#call('PutItem', 'dynamodb:PutItem');
    return rows.map((row) => {
      const ofPipeline = slots.get(row.pipeline) ?? new Map<Instant, SlotRow>();
      slots.set(row.pipeline, ofPipeline);
      const there = ofPipeline.get(row.slot);
      if (there !== undefined && (there.verdict !== 'unknown' || row.verdict === 'unknown')) return there;
      ofPipeline.set(row.slot, row);
      return row;
    });
  }

  public async saveStanding(standing: Standing, revision: number): Promise<boolean> {
    const { standings } = this.#call('PutItem', 'dynamodb:PutItem');
    if ((standings.get(standing.pipeline)?.revision ?? 0) !== revision) return false;
    standings.set(standing.pipeline, { text: JSON.stringify(standing), revision: revision + 1 });
    return true;
  }

  public async checkup(): Promise<Checkup | undefined> {
    return this.#call('GetItem', 'dynamodb:GetItem').checkup;
  }

  public async saveCheckup(checkup: Checkup): Promise<void> {
    this.#call('PutItem', 'dynamodb:PutItem').checkup = checkup;
  }

  #standing(pipeline: string, text: string): Standing {
    const read = this.#read.get(pipeline);
    if (read?.text === text) return read.standing;
    const standing = readStanding(text, pipeline);
    this.#read.set(pipeline, { text, standing });
    return standing;
  }

  #call(call: 'Query' | 'PutItem' | 'GetItem', action: string): TableStore {
    return tableFor(this.access, call, action);
  }
}
