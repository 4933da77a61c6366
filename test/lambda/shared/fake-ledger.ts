import type { Checkup } from '../../../core/ledger/checkup';
import type { SlotRow, Standing } from '../../../core/ledger/standing';
import { Instant } from '../../../core/time';
import type { Ledger, SlotRows, StoredStanding } from '../../../lambda/shared/ports';
import type { Disturbance } from './fake-evidence-ports';

/** What a test may do to the calls of the ledger. */
export interface LedgerDisturbances {
  standings?: Disturbance;
  slots?: Disturbance<[pipeline: string]>;
  addSlots?: Disturbance<[rows: readonly SlotRow[]]>;
  saveStanding?: Disturbance<[standing: Standing]>;
  checkup?: Disturbance;
}

/** The ledger in memory: rows are put once, standings are written by revision, and everything is stored as JSON. */
export class FakeLedger implements Ledger {
  public readonly stored = new Map<string, { text: string; revision: number }>();
  public readonly rows = new Map<string, SlotRow>();
  public kept: Checkup | undefined;
  /** How many rows and standings were written. */
  public writes = 0;
  public disturb: LedgerDisturbances = {};

  public async standings(): Promise<readonly StoredStanding[]> {
    await this.disturb.standings?.();
    return [...this.stored].map(([pipeline, { text, revision }]) => ({ pipeline, standing: JSON.parse(text) as Standing, revision }));
  }

  public async slots(pipeline: string, from: Instant, to: Instant): Promise<SlotRows> {
    await this.disturb.slots?.(pipeline);
    return { rows: [...this.rows.values()].filter((row) => row.pipeline === pipeline && row.slot >= from && row.slot <= to).sort((a, b) => a.slot - b.slot), broken: 0 };
  }

  public async addSlots(rows: readonly SlotRow[]): Promise<readonly SlotRow[]> {
    await this.disturb.addSlots?.(rows);
    return rows.map((row) => {
      const key = `${row.pipeline} ${row.slot}`;
      const there = this.rows.get(key);
      if (there !== undefined && (there.verdict !== 'unknown' || row.verdict === 'unknown')) return there;
      this.writes += 1;
      const written = JSON.parse(JSON.stringify(row)) as SlotRow;
      this.rows.set(key, written);
      return written;
    });
  }

  public async saveStanding(standing: Standing, revision: number): Promise<boolean> {
    await this.disturb.saveStanding?.(standing);
    if ((this.stored.get(standing.pipeline)?.revision ?? 0) !== revision) return false;
    this.writes += 1;
    this.stored.set(standing.pipeline, { text: JSON.stringify(standing), revision: revision + 1 });
    return true;
  }

  public async checkup(): Promise<Checkup | undefined> {
    await this.disturb.checkup?.();
    return this.kept;
  }

  public async saveCheckup(checkup: Checkup): Promise<void> {
    await this.disturb.checkup?.();
    this.kept = checkup;
  }

  /** The standing of a pipeline. @throws if there is none */
  public standing(pipeline: string): Standing {
    return JSON.parse(this.stored.get(pipeline)!.text) as Standing;
  }

  /** The verdicts of a pipeline's rows, oldest first. */
  public verdicts(pipeline: string): string[] {
    return [...this.rows.values()].filter((row) => row.pipeline === pipeline).sort((a, b) => a.slot - b.slot)
      .map(({ slot, verdict }) => `${new Date(slot).toISOString().slice(0, 16)} ${verdict}`);
  }
}
