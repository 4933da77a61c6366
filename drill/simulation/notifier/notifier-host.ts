import { Instant, MINUTE } from '../../../core/time';
import { NotifierEnvironment, readEnvironment } from '../../../lambda/notifier/environment';
import { handle, readEvent } from '../../../lambda/notifier/handle';
import type { NotifierModel } from '../../../template/model';
import type { Emission } from '../metric-store';
import type { FunctionHost } from '../runs/function-host';
import type { SimContext } from '../sim-context';
import { type InvokedFunction, SparseTicks } from '../sparse-ticks';
import { type NextWork, nextWork } from './next-work';
import { NotifierLinks, SimulatedNotifierPorts } from './notifier-ports';

/** What a tick without work may publish: that it was invoked, and how. */
const OWN_NAMESPACES = ['AWS/Lambda', 'AWS/Scheduler', 'AWS/Events'];

/** Longer than the notifier waits for anything after an event. */
const A_WHILE = 20 * MINUTE;

/**
 * A function of an observatory's notifier: the shipped code of lambda/notifier, run for each message of the intake topic
 * and at each slot of its schedule. One function may do both, or one each.
 *
 * Ticks that have nothing to do are skipped. After each tick `nextWork` works out when a tick has something to do again. Until
 * then only a message can give it something, so the tick after each message is run. While incidents are open, a tick judges
 * the evidence every few minutes; these ticks are skipped too when they would see nothing new.
 */
export class NotifierHost {
  public readonly ticks: SparseTicks;
  /** Called when a message was handled, because the next work may have changed. */
  public onMessage: ((now: Instant) => void) | undefined;
  readonly #host: FunctionHost;
  readonly #ports: SimulatedNotifierPorts;
  #environment: NotifierEnvironment | undefined;
  /** Undefined while a tick is under way, and after a tick that failed. */
  #nextWork: NextWork | undefined;

  public constructor(
    private readonly sim: SimContext,
    public readonly model: NotifierModel,
    { host, schedules }: InvokedFunction,
    private readonly reach: NotifierLinks,
  ) {
    this.ticks = new SparseTicks(sim, schedules, (now, emissions) => this.#stableUntil(now, emissions));
    this.#ports = new SimulatedNotifierPorts(sim, model, host.model, reach);
    this.#host = host;
    host.body = (now, payload) => this.#handle(now, payload);
  }

  async #handle(now: Instant, payload: string): Promise<void> {
    const event = readEvent(JSON.parse(payload));
    this.#environment ??= readEnvironment(this.#host.model.environment);
    this.#ports.calls.now = now;
    if (event.kind === 'tick') {
      this.ticks.ran.push(now);
      this.#nextWork = undefined;
    }
    const run = { ports: this.#ports, environment: this.#environment, now };
    try {
      await handle(event, run);
      if (event.kind === 'tick') this.#nextWork = await nextWork(run);
    } finally {
      this.#ports.deliver();
      if (event.kind !== 'tick') this.onMessage?.(now);
    }
  }

  /**
   * Until when judging the evidence of open incidents gives the same result. Besides evidence, an incident waits for a quarter of
   * an hour at most. A mute window ends without any event, so no tick is skipped when a pipeline has mute windows.
   */
  #judgesAlikeUntil(now: Instant): Instant {
    const evidence = this.reach.evidence(this.model.observatory);
    const changes = this.reach.alarms().flatMap(({ history }) => history.at(-1)?.at ?? []);
    const newest = Math.max(evidence.newest, this.sim.conditions.lastChangeForWatchers(now), ...changes);
    return newest + A_WHILE > now || this.#ports.hasMuteWindows() ? now : evidence.stableUntil;
  }

  #stableUntil(now: Instant, emissions: readonly Emission[]): Instant {
    const { conditions } = this.sim;
    const next = this.ticks.ran.at(-1) === now ? this.#nextWork : undefined;
    const didNothing = emissions.every(({ series }) => OWN_NAMESPACES.includes(series.identity.namespace));
    if (next === undefined || !didNothing || conditions.bearOnWatchers(now)) return now;
    const { wakeAt, judgeAt } = next;
    return Math.min(wakeAt, judgeAt < wakeAt ? Math.max(judgeAt, this.#judgesAlikeUntil(now)) : judgeAt, conditions.nextChangeForWatchers(now));
  }
}
