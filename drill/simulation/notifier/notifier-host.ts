import { Instant, MINUTE } from '../../../core/time';
import { NotifierEnvironment, readEnvironment } from '../../../lambda/notifier/environment';
import { handle, readEvent } from '../../../lambda/notifier/handle';
import type { NotifierTick } from '../../../lambda/notifier/tick';
import type { NotifierModel } from '../../../template/model';
import type { Emission } from '../metric-store';
import type { FunctionHost } from '../runs/function-host';
import type { ScheduleHost } from '../schedule-host';
import type { SimContext } from '../sim-context';
import { SparseTicks } from '../sparse-ticks';
import { NotifierLinks, SimulatedNotifierPorts } from './notifier-ports';

/** What a tick that has nothing to do may publish: that it was invoked, and how. */
const OWN_NAMESPACES = ['AWS/Lambda', 'AWS/Scheduler', 'AWS/Events'];

/** Longer than the notifier waits for anything after something has happened. */
const A_WHILE = 20 * MINUTE;

/**
 * A function of an observatory's notifier: the shipped code of lambda/notifier, run for each message of the intake topic
 * and at each slot of its schedule. One function may do both, or one each.
 *
 * Ticks that have nothing to do are skipped. A tick says when it has something to do next, as far as it knows; until then
 * only a message can give it something, and after each message the next tick is run. While incidents are open it looks at
 * the evidence every few minutes; of these looks those are skipped that would see nothing new.
 */
export class NotifierHost {
  public readonly ticks: SparseTicks;
  /** Is called when a message was taken: whatever it was, what is due next may have changed. */
  public onMessage: ((now: Instant) => void) | undefined;
  readonly #ports: SimulatedNotifierPorts;
  #environment: NotifierEnvironment | undefined;
  #result: NotifierTick | undefined;

  /** @param schedules those that invoke it */
  public constructor(
    private readonly world: SimContext,
    public readonly model: NotifierModel,
    private readonly host: FunctionHost,
    schedules: readonly ScheduleHost[],
    private readonly reach: NotifierLinks,
    createdAt: Instant,
  ) {
    this.ticks = new SparseTicks(world, schedules, createdAt, (now, emissions) => this.#stableUntil(now, emissions));
    this.#ports = new SimulatedNotifierPorts(world, model, host.model, reach, createdAt);
    host.body = (now, payload) => this.#handle(now, payload);
  }

  async #handle(now: Instant, payload: string): Promise<void> {
    const event = readEvent(JSON.parse(payload));
    this.#environment ??= readEnvironment(this.host.model.environment);
    this.#ports.calls.now = now;
    if (event.kind === 'tick') {
      this.ticks.ran.push(now);
      this.#result = undefined;
    }
    try {
      const result = await handle(event, this.#ports, this.#environment, now);
      if (event.kind === 'tick') this.#result = result;
    } finally {
      this.#ports.deliver();
      if (event.kind !== 'tick') this.onMessage?.(now);
    }
  }

  /**
   * Until when looks at the evidence of open incidents would see what one has seen that took place a while after anything
   * happened: what they wait for besides evidence takes a quarter of an hour at most. A maintenance window ends without
   * anything happening, so where there are any no look is left out.
   */
  #looksAlikeUntil(now: Instant): Instant {
    const evidence = this.reach.evidence(this.model.observatory);
    const changes = this.reach.alarms().flatMap(({ history }) => history.at(-1)?.at ?? []);
    const newest = Math.max(evidence.newest, this.world.conditions.lastChangeForWatchers(now), ...changes);
    return newest + A_WHILE > now || this.#ports.hasMaintenance() ? now : evidence.stableUntil;
  }

  #stableUntil(now: Instant, emissions: readonly Emission[]): Instant {
    const { conditions } = this.world;
    const result = this.ticks.ran.at(-1) === now ? this.#result : undefined;
    const didNothing = emissions.every(({ series }) => OWN_NAMESPACES.includes(series.identity.namespace));
    if (result === undefined || !didNothing || conditions.bearOnWatchers(now)) return now;
    const { wakeAt = Infinity, lookAt = Infinity } = result;
    return Math.min(wakeAt, lookAt < wakeAt ? Math.max(lookAt, this.#looksAlikeUntil(now)) : lookAt, conditions.nextChangeForWatchers(now));
  }
}
