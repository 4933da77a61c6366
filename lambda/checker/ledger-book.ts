import type { Contract } from '../../core/contract/contract';
import { adopt } from '../../core/ledger/adopt';
import type { Checkup } from '../../core/ledger/checkup';
import { isNews } from '../../core/ledger/conclude';
import { LedgerError } from '../../core/ledger/read-ledger';
import { restoredStanding } from '../../core/ledger/restore';
import type { SlotRow, Standing } from '../../core/ledger/standing';
import { DAY, type Instant } from '../../core/time';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import type { StoredStanding } from '../shared/ports';
import type { CheckerPorts } from './ports';

/** How many rows and standings a tick writes at most, so that writing never takes the time of judging (ledger rule 18). */
const MOST_WRITES = 500;
/** How many lost standings are made again in a tick, each by a query. */
const MOST_RESTORES = 100;
const AT_ONCE = 8;
/** How far back the rows of a pipeline are read when its standing is lost. */
const ROWS_KEPT = 400 * DAY;

/** The standing of a pipeline at a tick. */
export interface OpenStanding {
  readonly standing: Standing;
  /** The standing as the ledger has it; absent if it has none that can be used. */
  readonly known?: Standing;
  readonly revision: number;
  /** Whether the ledger can be believed and written for this pipeline. If not, it is judged from evidence alone. */
  readonly isKept: boolean;
}

/** A standing that is to be written. */
export interface Change {
  readonly open: OpenStanding;
  readonly after: Standing;
}

/**
 * The ledger during one tick. It never throws. If the table cannot be used, every pipeline is judged from evidence alone, as if
 * there were no ledger, and the alarm LedgerUnavailable fires. If one standing cannot be used, that holds for its pipeline only.
 */
export class LedgerBook {
  readonly #standings: ReadonlyMap<string, StoredStanding>;
  #isAvailable: boolean;
  #writesLeft = MOST_WRITES;
  #restoresLeft = MOST_RESTORES;
  #isWhole = true;
  /** Whether another tick wrote first, or there were too many writes. The next ticks then publish everything. */
  #isBehind = false;

  private constructor(
    private readonly ports: Pick<CheckerPorts, 'ledger' | 'log'>,
    private readonly now: Instant,
    standings: readonly StoredStanding[] | undefined,
    public readonly checkup: KnownCheckup,
  ) {
    this.#isAvailable = standings !== undefined;
    this.#standings = new Map(standings?.map((one) => [one.pipeline, one]));
  }

  public static async open(ports: Pick<CheckerPorts, 'ledger' | 'log'>, now: Instant): Promise<LedgerBook> {
    try {
      const [standings, checkup] = await Promise.all([ports.ledger.standings(), checkupOf(ports, now)]);
      const book = new LedgerBook(ports, now, standings, checkup);
      for (const { pipeline, problem } of standings) {
        if (problem !== undefined) book.#isBroken('brokenStanding', { pipeline, problem });
      }
      if (checkup.problem !== undefined) book.#isBroken('brokenCheckup', { problem: checkup.problem });
      return book;
    } catch (error) {
      ports.log({ level: 'ERROR', event: 'ledgerUnavailable', problem: reasonOf(error), consequence: 'every pipeline is judged from its evidence alone' });
      return new LedgerBook(ports, now, undefined, {});
    }
  }

  /** Whether every call has succeeded until now. */
  public get isAvailable(): boolean {
    return this.#isAvailable;
  }

  /** Whether everything that was read can be used. */
  public get isWhole(): boolean {
    return this.#isAvailable && this.#isWhole;
  }

  public get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The standings that can be used. */
  public get all(): readonly StoredStanding[] {
    return [...this.#standings.values()];
  }

  /** The standing of a pipeline under its contract. A standing that was lost is made again from its rows. */
  public async standingOf(contract: Contract): Promise<OpenStanding> {
    const stored = this.#standings.get(contract.pipeline);
    const { standing: known, revision = 0, isNewer = false } = stored ?? {};
    const isKept = this.#isAvailable && !isNewer;
    if (known === undefined && isKept && this.#standings.size > 0) return this.#restored(contract, revision);
    return { standing: adopt(known, contract, this.now), ...(known === undefined ? {} : { known }), revision, isKept };
  }

  /** Where nothing is lost, the rows of a pipeline without a standing are none: it is new. */
  async #restored(contract: Contract, revision: number): Promise<OpenStanding> {
    // The others are made again by later ticks. Until then they are judged from evidence alone.
    if (this.#restoresLeft <= 0) return { standing: adopt(undefined, contract, this.now), revision, isKept: false };
    this.#restoresLeft -= 1;
    try {
      const { rows, broken } = await this.ports.ledger.slots(contract.pipeline, this.now - ROWS_KEPT, this.now);
      if (broken > 0) this.#isWhole = false;
      return { standing: restoredStanding(contract, rows, this.now), revision, isKept: true };
    } catch (error) {
      this.#failed(contract.pipeline, error);
      return { standing: adopt(undefined, contract, this.now), revision, isKept: false };
    }
  }

  /**
   * Writes the rows of settled slots.
   * @returns the rows that are there now; undefined if they could not be written: then nothing is settled
   */
  public async addSlots(pipeline: string, rows: readonly SlotRow[]): Promise<readonly SlotRow[] | undefined> {
    if (rows.length === 0) return rows;
    if (!this.#isAvailable || !this.#mayWrite(rows.length)) return undefined;
    try {
      return await this.ports.ledger.addSlots(rows);
    } catch (error) {
      this.#failed(pipeline, error);
      return undefined;
    }
  }

  /** Writes what has changed, oldest look first. A standing that another tick has written since is left to that tick. */
  public async save(changes: readonly Change[]): Promise<void> {
    const news = changes
      .filter(({ open, after }) => open.isKept && isNews(open.known, after, this.now))
      .sort((a, b) => (a.open.known?.look?.at ?? 0) - (b.open.known?.look?.at ?? 0));
    await mapBounded(news, AT_ONCE, async ({ open, after }) => {
      if (!this.#isAvailable || !this.#mayWrite(1)) return;
      try {
        if (!await this.ports.ledger.saveStanding(after, open.revision)) this.#isBehind = true;
      } catch (error) {
        this.#failed(after.pipeline, error);
      }
    });
  }

  /** Remembers that something of this tick did not work, so that the ticks of the next hour publish everything. */
  public async keepTrouble(): Promise<void> {
    if (!this.#isAvailable) return;
    try {
      await this.ports.ledger.saveCheckup({ troubleAt: this.now });
    } catch (error) {
      this.#failed(undefined, error);
    }
  }

  #mayWrite(count: number): boolean {
    if (this.#writesLeft < count) {
      this.#isBehind = true;
      return false;
    }
    this.#writesLeft -= count;
    return true;
  }

  #isBroken(event: string, what: { readonly pipeline?: string; readonly problem: string }): void {
    this.#isWhole = false;
    this.ports.log({ level: 'ERROR', event, ...what });
  }

  /** After one failure the ledger is left alone: a table that is denied or throttled fails again. */
  #failed(pipeline: string | undefined, error: unknown): void {
    if (this.#isAvailable) this.ports.log({ level: 'ERROR', event: 'ledgerUnavailable', pipeline, problem: reasonOf(error), consequence: 'this tick writes no more to the ledger' });
    this.#isAvailable = false;
  }
}

/** What is known of earlier ticks. */
interface KnownCheckup extends Checkup {
  /** Why it could not be read, although the ledger can be used. Everything is then published. */
  readonly problem?: string;
}

/** @throws when the ledger cannot be used */
async function checkupOf({ ledger }: Pick<CheckerPorts, 'ledger'>, now: Instant): Promise<KnownCheckup> {
  try {
    return await ledger.checkup() ?? {};
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { troubleAt: now, problem: error.message };
  }
}
