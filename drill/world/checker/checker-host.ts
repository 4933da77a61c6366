import { Contract, evidenceFrom, HOUR, Instant, kindOf, readContract } from '../../../core';
import { stableUntil } from '../../../core/verdict/stable-until';
import type { StoredContract } from '../../../lambda/evidence/ports';
import { tick, TickResult } from '../../../lambda/checker/tick';
import type { CheckerModel } from '../../account/model';
import type { Emission } from '../metrics/metric-store';
import type { Series, SeriesWatcher } from '../metrics/series';
import { Stream } from '../metrics/stream';
import type { FunctionHost } from '../runs/function-host';
import type { MachineHost } from '../runs/machine-host';
import { ScheduleHost, serveAll } from '../schedules/schedule-host';
import type { Surroundings } from '../surroundings';
import { SimulatedPorts } from './simulated-ports';
import { VerdictTap } from './verdict-tap';

/**
 * An observatory's checker: the shipped code of lambda/checker, run at each slot of its schedule.
 *
 * Ticks that cannot change anything are skipped. After a complete tick all of whose judgements are stable until some instant
 * (core's `stableUntil`), without evidence coming into sight and without a condition that bears on the checker, every
 * tick before it would call the same ports, get answers that mean the same, and publish the same values. So their
 * points are kept as streams: one value at the schedule's interval, as if each had been published. The first tick after
 * that is run again. What it publishes is compared with the streams; where it differs the stream has ended before it.
 */
export class CheckerHost implements SeriesWatcher {
  /** When ticks were run. */
  public readonly ticks: Instant[] = [];
  readonly #ports: SimulatedPorts;
  readonly #log = new VerdictTap();
  readonly #streams = new Map<Series, Stream>();
  readonly #contracts = new Map<string, Contract>();
  /** The schedule's constant interval in milliseconds, where ticks may be skipped. */
  readonly #interval: number | undefined;
  /** When evidence comes into sight that is on its way. */
  #coming: Instant[] = [];
  #result: TickResult | undefined;
  /** The slot to be served next, of the schedule with the constant interval. */
  #planned: Instant = -Infinity;
  #served: Instant = -Infinity;
  #skipped = 0;
  /** When ticks were run before which some were skipped. */
  readonly #skippedBefore = new Set<Instant>();

  /** @param schedules those that invoke it; more than one, or one that is no rate, and nothing is skipped */
  public constructor(
    private readonly world: Surroundings,
    public readonly model: CheckerModel,
    host: FunctionHost,
    private readonly schedules: readonly ScheduleHost[],
    machines: ReadonlyMap<string, MachineHost>,
    private readonly createdAt: Instant,
  ) {
    this.#interval = world.settings.skipTicks && schedules.length === 1 ? intervalOf(schedules[0]!, createdAt) : undefined;
    this.#ports = new SimulatedPorts(world, model, host.model, machines, createdAt);
    host.body = (now) => this.#tick(now);
    this.#ports.now = createdAt;
    for (const stored of this.#ports.storedContracts()) this.#watch(this.#contractOf(stored), machines);
  }

  /** How many ticks took place until an instant, those included that were not run. */
  public ticksUntil(now: Instant): number {
    const interval = this.#interval;
    const skipping = interval !== undefined && this.#planned > this.#served + interval;
    return this.ticks.length + this.#skipped + (skipping ? Math.max(0, Math.floor((now - this.#fireTime(this.#served)) / interval)) : 0);
  }

  /** The ticks until an instant, those together that follow each other at the schedule's interval. */
  public tickSpans(until: Instant): { from: Instant; to: Instant; count: number }[] {
    const interval = this.#interval;
    const spans: { from: Instant; to: Instant; count: number }[] = [];
    for (const at of this.ticks) {
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

  public start(): void {
    const [only] = this.schedules;
    const first = only?.slotAfter(this.createdAt - 1);
    if (this.#interval === undefined) this.schedules.forEach((schedule) => serveAll(this.world, schedule, this.createdAt - 1));
    else if (first !== undefined) this.#plan(first);
  }

  public arrives(visibleAt: Instant): void {
    if (visibleAt > this.world.queue.now) this.#coming.push(visibleAt);
    this.#noLaterThan(visibleAt);
  }

  public streamChanged(): void {
    this.#noLaterThan(this.world.queue.now);
  }

  public needsFrom(now: Instant): Instant {
    // Whatever the longest history of any contract may ask for.
    return [...this.#contracts.values()].reduce((oldest, contract) => Math.min(oldest, evidenceFrom(contract, 'history', now) ?? now), now) - HOUR;
  }

  /** Begins to watch where the contract's evidence comes from. */
  #watch(contract: Contract | undefined, machines: ReadonlyMap<string, MachineHost>): void {
    for (const { source } of contract?.stages ?? []) {
      const kind = kindOf(source);
      const dimensions = kind.dimensions(source);
      for (const { metric } of kind.metrics(source)) this.world.store.watch({ namespace: kind.namespace, metricName: metric, dimensions }, this);
      const executions = kind.executions(source);
      const machine = executions === undefined ? undefined : machines.get(executions.stateMachineArn);
      machine?.listWatchers.push((visibleAt) => this.arrives(visibleAt));
    }
  }

  async #tick(now: Instant): Promise<void> {
    this.ticks.push(now);
    this.#ports.now = now;
    this.#log.judgements = [];
    this.#result = await tick(this.#ports, now, this.#log);
  }

  #fireTime(slot: Instant): Instant {
    return this.schedules[0]!.fireTime(slot);
  }

  #plan(slot: Instant): void {
    this.#planned = slot;
    const at = this.#fireTime(slot);
    this.world.queue.at(at, () => (this.#planned === slot && this.#served < slot ? this.#serve(slot, at) : undefined));
  }

  async #serve(slot: Instant, now: Instant): Promise<void> {
    const interval = this.#interval!;
    const skipped = this.#served === -Infinity ? 0 : (slot - this.#served) / interval - 1;
    if (skipped > 0) this.#skippedBefore.add(now);
    this.#skipped += skipped;
    this.#served = slot;
    this.#result = undefined;
    const emissions = await this.world.store.record(() => this.schedules[0]!.serve(slot, now));
    this.#reconcile(emissions, now);
    this.#coming = this.#coming.filter((visibleAt) => visibleAt > now);
    const next = this.schedules[0]!.slotAfter(slot);
    if (next === undefined) return;
    const until = areRepeatable(emissions, now) ? Math.min(this.#stableUntil(now), ...this.#coming) : now;
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

  /** Sees to it that the first slot at or after an instant is served. */
  #noLaterThan(instant: Instant): void {
    const interval = this.#interval;
    if (interval === undefined || this.#served === -Infinity || this.#planned <= this.#served + interval) return;
    const slot = this.#slotFrom(Math.max(instant, this.world.queue.now));
    if (slot < this.#planned) this.#plan(slot);
  }

  #stableUntil(now: Instant): Instant {
    const { conditions } = this.world;
    const result = this.#result;
    const isSteady = result?.complete === true && result.unverifiable === 0 && this.#log.judgements.length === result.pipelines;
    if (!isSteady || conditions.bearOnCheckers(now)) return now;
    const contracts = this.#ports.storedContracts().map((stored) => this.#contractOf(stored));
    return this.#log.judgements.reduce((until, judgement) => {
      const contract = contracts.find((candidate) => candidate?.pipeline === judgement.pipeline);
      return contract === undefined ? now : Math.min(until, stableUntil(contract, judgement, now));
    }, conditions.nextChangeForCheckers(now));
  }

  #contractOf({ name, text, lastChanged }: StoredContract): Contract | undefined {
    const key = `${name} ${lastChanged} ${text}`;
    let contract = this.#contracts.get(key);
    if (contract !== undefined) return contract;
    try {
      contract = readContract(text, lastChanged);
    } catch {
      // The checker itself says what is wrong with it.
      return undefined;
    }
    this.#contracts.set(key, contract);
    return contract;
  }

  /** Takes what a slot emitted into the metrics: a stream that it continues goes on, any other ends before it. */
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

  /** From the next slot on the same is emitted again and again. */
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

/** Whether the emissions of a slot can go on as streams: one point of each metric, at the slot's own time. */
function areRepeatable(emissions: readonly Emission[], now: Instant): boolean {
  return emissions.every(({ at }) => at === now) && new Set(emissions.map(({ series }) => series)).size === emissions.length;
}

function intervalOf(host: ScheduleHost, createdAt: Instant): number | undefined {
  if (host.schedule.kind !== 'rate' || host.model.flexibleMinutes > 0 || host.model.end !== undefined) return undefined;
  const first = host.slotAfter(createdAt);
  const second = first === undefined ? undefined : host.slotAfter(first);
  return second === undefined ? undefined : second - first!;
}
