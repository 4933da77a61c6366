import type { Instant } from '../../../core/time';
import { SimulationSettings } from '../../../drill';
import { Condition, Conditions } from '../../../drill/simulation/conditions';
import { EventQueue } from '../../../drill/simulation/event-queue';
import { MetricStore, Publication } from '../../../drill/simulation/metric-store';
import type { SeriesWatcher } from '../../../drill/simulation/series';
import { Assumptions, DEFAULT_SETTINGS } from '../../../drill/simulation/settings';
import type { SimContext } from '../../../drill/simulation/sim-context';
import type { Account, MetricIdentity } from '../../../template/model';
import { accountOf } from '../accounts';

/** The beginning of a test's simulation, a Monday. */
export const START = Date.parse('2026-06-01T00:00:00Z');

/** An instant after the beginning: `at('02:00')`, `at('02:00:30', 3)` on the fourth day. */
export function at(time: string, day = 0): Instant {
  return START + day * 86_400_000 + Date.parse(`1970-01-01T${time.length === 5 ? `${time}:00` : time}Z`);
}

export function timeOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(11, 19);
}

/** Reads a metric, so that it is kept, and does nothing else. */
const READER: SeriesWatcher = { arrives: () => undefined, streamChanged: () => undefined, needsFrom: () => -Infinity };

/** The parts of a simulation around the part under test, with a view of its metrics. */
export class Bench implements SimContext {
  public readonly account: Account;
  public readonly createdAt: Instant;
  public readonly settings: SimulationSettings;
  public readonly queue: EventQueue;
  public readonly conditions: Conditions;
  public readonly store = new MetricStore();
  public readonly publication: Publication;
  public readonly assumptions = new Assumptions();
  public readonly runs: SimContext['runs'] = [];

  public constructor({ account = {}, settings = {}, conditions = [], from = START }: {
    readonly account?: Partial<Account>; readonly settings?: Partial<SimulationSettings>; readonly conditions?: readonly Condition[]; readonly from?: Instant;
  } = {}) {
    this.account = accountOf(account);
    this.createdAt = from;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.queue = new EventQueue(from);
    this.conditions = new Conditions(conditions);
    this.publication = new Publication(this.store, this.conditions);
  }

  /** Keeps metrics for later. */
  public keep(...metrics: MetricIdentity[]): this {
    for (const metric of metrics) this.store.watch(metric, READER);
    return this;
  }

  /** The visible points of a metric, as `02:00:30 1`, oldest first. */
  public points(metric: MetricIdentity, now = this.queue.now): string[] {
    const points: [Instant, number][] = [];
    this.store.find(metric)?.forEach(-Infinity, Infinity, now, (instant, value) => points.push([instant, value]));
    return points.sort((a, b) => a[0] - b[0]).map(([instant, value]) => `${timeOf(instant)} ${value}`);
  }

  /** When the first point of a metric became visible. */
  public firstSeen(metric: MetricIdentity): Instant | undefined {
    return [...this.store.find(metric)?.singlesFrom(-Infinity) ?? []].map(({ visibleAt }) => visibleAt).sort((a, b) => a - b)[0];
  }

  public async until(instant: Instant): Promise<this> {
    await this.queue.runUntil(instant);
    return this;
  }
}
