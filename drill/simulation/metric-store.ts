import type { Instant } from '../../core/time';
import type { MetricIdentity } from '../../template/model';
import type { Conditions } from './conditions';
import { Series, SeriesWatcher } from './series';

/** A metric's name as one text, independent of the order of its dimensions. */
function metricKey({ namespace, metricName, dimensions }: MetricIdentity): string {
  return `${namespace}|${metricName}|${Object.entries(dimensions).map(([name, value]) => `${name}=${value}`).sort().join(',')}`;
}

/** CloudWatch's metrics, but only those that something in the account reads: others are not kept. */
export class MetricStore {
  readonly #series = new Map<string, Series>();
  #recording: Emission[] | undefined;

  /** Begins to keep a metric for a reader. */
  public watch(identity: MetricIdentity, watcher: SeriesWatcher): Series {
    const key = metricKey(identity);
    let series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, series = new Series(identity));
    series.watchers.push(watcher);
    return series;
  }

  /** The metric's points; undefined when nothing reads it. */
  public find(identity: MetricIdentity): Series | undefined {
    return this.#series.get(metricKey(identity));
  }

  public emit(series: Series, at: Instant, value: number, visibleAt: Instant): void {
    if (this.#recording === undefined) series.add({ at, value, visibleAt });
    else this.#recording.push({ series, at, value, visibleAt });
  }

  /** Returns what is emitted while an action runs, without storing it. */
  public async record(work: () => void | Promise<void>): Promise<Emission[]> {
    const emissions: Emission[] = [];
    this.#recording = emissions;
    try {
      await work();
    } finally {
      this.#recording = undefined;
    }
    return emissions;
  }

  public prune(now: Instant): void {
    for (const series of this.#series.values()) series.prune(now);
  }

  /** How many single points are kept, for all metrics. */
  public get size(): number {
    return [...this.#series.values()].reduce((sum, series) => sum + series.size, 0);
  }
}

/** A point on its way into a series. */
export interface Emission {
  readonly series: Series;
  readonly at: Instant;
  readonly value: number;
  readonly visibleAt: Instant;
}

/** A point that a service is about to publish. */
export interface NewPoint {
  readonly at: Instant;
  readonly value: number;
  /** When the service knew of it: for Lambda the end of a run, whose point is stamped with its start. @default - `at` */
  readonly known?: Instant;
  /** The usual publication delay. */
  readonly delayMillis: number;
}

/** How points of AWS's own metrics reach CloudWatch: later than they happen, and sometimes not at all. */
export class Publication {
  public constructor(private readonly store: MetricStore, private readonly conditions: Conditions) {}

  /** Publishes a point. @param series undefined when nothing reads the metric */
  public publish(series: Series | undefined, { at, value, known = at, delayMillis }: NewPoint): void {
    if (series === undefined) return;
    const fate = this.conditions.first(known, ({ point }) => point?.(series.identity));
    if (fate?.lost === true) return;
    this.store.emit(series, at, value, known + delayMillis + 1000 * (fate?.delaySeconds ?? 0));
  }
}
