import type { Instant } from '../../core/time';
import type { Emission } from './metric-store';
import type { FunctionHost } from './runs/function-host';
import { ScheduleHost, serveAll } from './schedule-host';
import { type Series, Stream } from './series';
import type { SimContext } from './sim-context';

/** The function of a watcher, and the schedules that invoke it. */
export interface InvokedFunction {
  readonly host: FunctionHost;
  readonly schedules: readonly ScheduleHost[];
}

/** Ticks that follow each other at their schedule's interval. */
export interface TickSpan {
  readonly from: Instant;
  readonly to: Instant;
  readonly count: number;
}

/**
 * The ticks of a watcher, without those that cannot change anything: every tick before the instant that the watcher names would
 * emit the same as the last one. So its points are kept as streams: one value at the schedule's interval, as if each tick had
 * published it. The first tick after that instant is run again, and its points are compared with the streams. A stream that
 * differs has ended before it.
 */
export class SparseTicks {
  /** When ticks were run. */
  public readonly ran: Instant[] = [];
  readonly #streams = new Map<Series, Stream>();
  /** The schedule's constant interval in milliseconds, where ticks may be skipped. */
  readonly #interval: number | undefined;
  /** The next slot of the schedule with the constant interval. */
  #planned: Instant = -Infinity;
  #served: Instant = -Infinity;
  #skipped = 0;
  /** When ticks were run that follow skipped ticks. */
  readonly #skippedBefore = new Set<Instant>();

  /**
   * @param schedules those that invoke the watcher. With more than one, or one that is not a rate, nothing is skipped
   * @param stableUntil until when ticks after a given one would do and emit the same
   */
  public constructor(
    private readonly sim: SimContext,
    private readonly schedules: readonly ScheduleHost[],
    private readonly stableUntil: (now: Instant, emissions: readonly Emission[]) => Instant,
  ) {
    this.#interval = sim.settings.skipTicks && schedules.length === 1 ? intervalOf(schedules[0]!, sim.createdAt) : undefined;
  }

  public start(): void {
    const [only] = this.schedules;
    const first = only?.slotAfter(this.sim.createdAt - 1);
    if (this.#interval === undefined) this.schedules.forEach((schedule) => serveAll(this.sim, schedule, this.sim.createdAt - 1));
    else if (first !== undefined) this.#plan(first);
  }

  /** How many ticks took place until an instant, including skipped ones. */
  public countUntil(now: Instant): number {
    const interval = this.#interval;
    const skipping = interval !== undefined && this.#planned > this.#served + interval;
    return this.ran.length + this.#skipped + (skipping ? Math.max(0, Math.floor((now - this.#fireTime(this.#served)) / interval)) : 0);
  }

  /** The ticks until an instant. Ticks that follow each other at the schedule's interval are one entry. */
  public spansUntil(until: Instant): TickSpan[] {
    const interval = this.#interval;
    const spans: { from: Instant; to: Instant; count: number }[] = [];
    for (const at of this.ran) {
      if (at > until) break;
      const last = spans.at(-1);
      if (last !== undefined && (this.#skippedBefore.has(at) || (interval !== undefined && at - last.to <= interval))) {
        last.count += interval === undefined ? 1 : Math.max(1, Math.round((at - last.to) / interval));
        last.to = at;
      } else {
        spans.push({ from: at, to: at, count: 1 });
      }
    }
    return spans;
  }

  /** Makes sure that the first slot at or after an instant is served. */
  public noLaterThan(instant: Instant): void {
    const interval = this.#interval;
    if (interval === undefined || this.#served === -Infinity || this.#planned <= this.#served + interval) return;
    const slot = this.#slotFrom(Math.max(instant, this.sim.queue.now));
    if (slot < this.#planned) this.#plan(slot);
  }

  #fireTime(slot: Instant): Instant {
    return this.schedules[0]!.fireTime(slot);
  }

  #plan(slot: Instant): void {
    this.#planned = slot;
    const at = this.#fireTime(slot);
    this.sim.queue.at(at, () => (this.#planned === slot && this.#served < slot ? this.#serve(slot, at) : undefined));
  }

  async #serve(slot: Instant, now: Instant): Promise<void> {
    const interval = this.#interval!;
    const skipped = this.#served === -Infinity ? 0 : (slot - this.#served) / interval - 1;
    if (skipped > 0) this.#skippedBefore.add(now);
    this.#skipped += skipped;
    this.#served = slot;
    const emissions = await this.sim.store.record(() => this.schedules[0]!.serve(slot, now));
    this.#reconcile(emissions, now);
    const next = this.schedules[0]!.slotAfter(slot);
    if (next === undefined) return;
    const until = areRepeatable(emissions, now) ? this.stableUntil(now, emissions) : now;
    if (until <= now + interval) {
      this.#plan(next);
      return;
    }
    this.#openStreams(emissions);
    this.#plan(this.#slotFrom(until));
  }

  /** The first slot that is served at or after an instant. */
  #slotFrom(instant: Instant): Instant {
    const interval = this.#interval!;
    const fired = this.#fireTime(this.#served);
    return this.#served + Math.max(1, Math.ceil((instant - fired) / interval)) * interval;
  }

  /** Stores what a slot emitted. A stream that it continues goes on; every other stream ends before it. */
  #reconcile(emissions: readonly Emission[], now: Instant): void {
    const continued = new Set<Emission>();
    for (const [series, stream] of this.#streams) {
      const [own, ...more] = emissions.filter((emission) => emission.series === series);
      if (own !== undefined && more.length === 0 && own.at === now && stream.has(now) && own.value === stream.value && own.visibleAt === now + stream.delay) {
        continued.add(own);
      } else {
        this.#streams.delete(series);
        series.closeBefore(stream, now);
      }
    }
    for (const emission of emissions) {
      if (!continued.has(emission)) emission.series.add(emission);
    }
  }

  /** From the next slot on the same points repeat. */
  #openStreams(emissions: readonly Emission[]): void {
    const interval = this.#interval!;
    for (const { series, at, value, visibleAt } of emissions) {
      if (this.#streams.has(series)) continue;
      const stream = new Stream(at + interval, interval, value, visibleAt - at);
      this.#streams.set(series, stream);
      series.open(stream);
    }
  }
}

/** Whether what a slot emitted can become streams: one point for each metric, at the slot's own time. */
function areRepeatable(emissions: readonly Emission[], now: Instant): boolean {
  return emissions.every(({ at }) => at === now) && new Set(emissions.map(({ series }) => series)).size === emissions.length;
}

function intervalOf(host: ScheduleHost, createdAt: Instant): number | undefined {
  if (host.schedule.kind !== 'rate' || host.model.flexibleMinutes > 0 || host.model.end !== undefined) return undefined;
  const first = host.slotAfter(createdAt);
  const second = first === undefined ? undefined : host.slotAfter(first);
  return second === undefined ? undefined : second - first!;
}
