import type { Instant } from '../../core/time';
import type { MetricIdentity } from '../../template/model';

/**
 * Points of one value at a regular interval, such as a checker's heartbeat, kept as one rule instead of single points. Open
 * while more points follow.
 */
export class Stream {
  #last = Infinity;

  public constructor(
    public readonly first: Instant,
    public readonly interval: number,
    public readonly value: number,
    /** Time from a point until it becomes visible. */
    public readonly delay: number,
  ) {}

  /** The time of its last point; infinite while it is open. */
  public get last(): Instant {
    return this.#last;
  }

  public get isOpen(): boolean {
    return this.#last === Infinity;
  }

  /** Ends the stream before an instant. */
  public closeBefore(instant: Instant): void {
    this.#last = this.first + (Math.ceil((instant - this.first) / this.interval) - 1) * this.interval;
  }

  /** Whether a point at this time would belong to the stream. */
  public has(at: Instant): boolean {
    return at >= this.first && at <= this.#last && (at - this.first) % this.interval === 0;
  }

  /** The first of its points at or after an instant, even if it lies in the future; infinite when there is none. */
  public firstFrom(instant: Instant): Instant {
    const at = instant <= this.first ? this.first : this.first + Math.ceil((instant - this.first) / this.interval) * this.interval;
    return at <= this.#last ? at : Infinity;
  }
}

/** One raw datapoint. */
interface StoredPoint {
  readonly at: Instant;
  readonly value: number;
  /** When CloudWatch begins to show it. */
  readonly visibleAt: Instant;
}

/** Called when a series changes. */
export interface SeriesWatcher {
  /** A point arrives, visible from `visibleAt` on. */
  arrives(visibleAt: Instant): void;
  /** A stream begins or ends, so that points may come, or stop, without a further call. */
  streamChanged(): void;
  /** Nothing reads points before this instant any more. */
  needsFrom(now: Instant): Instant;
}

/** The datapoints of one metric, in the order of their timestamps. */
export class Series {
  public readonly watchers: SeriesWatcher[] = [];
  #points: StoredPoint[] = [];
  #streams: Stream[] = [];

  public constructor(public readonly identity: MetricIdentity) {}

  public get streams(): readonly Stream[] {
    return this.#streams;
  }

  public add(point: StoredPoint): void {
    const points = this.#points;
    let index = points.length;
    while (index > 0 && points[index - 1]!.at > point.at) index -= 1;
    if (index === points.length) points.push(point);
    else points.splice(index, 0, point);
    for (const watcher of this.watchers) watcher.arrives(point.visibleAt);
  }

  public open(stream: Stream): void {
    this.#streams.push(stream);
    for (const watcher of this.watchers) watcher.streamChanged();
  }

  public closeBefore(stream: Stream, instant: Instant): void {
    stream.closeBefore(instant);
    if (stream.last < stream.first) this.#streams = this.#streams.filter((other) => other !== stream);
    for (const watcher of this.watchers) watcher.streamChanged();
  }

  /** Visits the points with from <= at < to that are visible at `now`, in any order, because no statistic needs one. */
  public forEach(from: Instant, to: Instant, now: Instant, visit: (at: Instant, value: number) => void): void {
    const points = this.#points;
    for (let index = this.#indexFrom(from); index < points.length; index += 1) {
      const point = points[index]!;
      if (point.at >= to) break;
      if (point.visibleAt <= now) visit(point.at, point.value);
    }
    for (const stream of this.#streams) {
      const end = Math.min(to, now - stream.delay + 1);
      for (let at = stream.firstFrom(from); at < end; at = stream.firstFrom(at + 1)) visit(at, stream.value);
    }
  }

  /** Single points at or after an instant, visible or not. */
  public *singlesFrom(from: Instant): Generator<StoredPoint> {
    for (let index = this.#indexFrom(from); index < this.#points.length; index += 1) yield this.#points[index]!;
  }

  /** The time of its first point that is visible at `now`. */
  public firstVisible(now: Instant): Instant | undefined {
    let first = this.#points.find((point) => point.visibleAt <= now)?.at;
    for (const stream of this.#streams) {
      if (stream.first + stream.delay <= now) first = Math.min(first ?? Infinity, stream.first);
    }
    return first;
  }

  /** Deletes what nothing will read again. */
  public prune(now: Instant): void {
    const from = this.watchers.reduce((oldest, watcher) => Math.min(oldest, watcher.needsFrom(now)), now);
    const keep = this.#indexFrom(from);
    if (keep > 0) this.#points = this.#points.slice(keep);
    if (this.#streams.some((stream) => stream.last < from)) this.#streams = this.#streams.filter((stream) => stream.last >= from);
  }

  /** How many single points are kept. */
  public get size(): number {
    return this.#points.length;
  }

  #indexFrom(from: Instant): number {
    const points = this.#points;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (points[middle]!.at < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
