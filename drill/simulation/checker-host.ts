import { Contract } from '../../core/contract/contract';
import { readContract } from '../../core/contract/read-contract';
import { kindOf } from '../../core/evidence/kinds';
import { evidenceFrom } from '../../core/evidence/windows';
import { HOUR, Instant } from '../../core/time';
import { lookedAtAgain } from '../../core/ledger/looks';
import { publishedUntil } from '../../core/ledger/publication';
import { tick, TickResult } from '../../lambda/checker/tick';
import { VerdictLog } from '../../lambda/checker/verdict-log';
import type { StoredContract } from '../../lambda/shared/ports';
import type { CheckerModel } from '../../template/model';
import { type CheckerReach, SimulatedPorts } from './checker-ports';
import type { MachineHost } from './runs/machine-host';
import type { SeriesWatcher } from './series';
import type { SimContext } from './sim-context';
import { type InvokedFunction, SparseTicks } from './sparse-ticks';

/**
 * An observatory's checker: the shipped code of lambda/checker, run at each slot of its schedule.
 *
 * Ticks that cannot change anything are skipped. After a complete tick that looked at the evidence for the last time in a while, and
 * without a condition that bears on the checker, every tick before the next look would publish the same values.
 */
export class CheckerHost implements SeriesWatcher {
  public readonly ticks: SparseTicks;
  /** Called with the time at which evidence becomes visible. */
  public onEvidence: ((visibleAt: Instant) => void) | undefined;
  /** Until then every tick has the same result as the last one, unless evidence arrives; in the past where that is not known. */
  public stableUntil: Instant = -Infinity;
  /** When evidence last became visible. */
  public newestEvidence: Instant = -Infinity;
  readonly #ports: SimulatedPorts;
  readonly #log = new VerdictLog();
  readonly #contracts = new Map<string, Contract>();
  #result: TickResult | undefined;

  public constructor(
    private readonly sim: SimContext,
    public readonly model: CheckerModel,
    { host, schedules }: InvokedFunction,
    reach: CheckerReach,
  ) {
    this.ticks = new SparseTicks(sim, schedules, (now) => (this.stableUntil = this.#stableUntil(now)));
    this.#ports = new SimulatedPorts(sim, model, host.model, reach);
    host.body = (now) => this.#tick(now);
    this.#ports.calls.now = sim.createdAt;
    for (const stored of this.#ports.storedContracts()) this.#watch(this.#contractOf(stored), reach.machines);
  }

  public arrives(visibleAt: Instant): void {
    this.newestEvidence = Math.max(this.newestEvidence, visibleAt);
    this.onEvidence?.(visibleAt);
  }

  public streamChanged(): void {
    this.ticks.noLaterThan(this.sim.queue.now);
  }

  public needsFrom(now: Instant): Instant {
    // The longest history that any contract may use.
    return [...this.#contracts.values()].reduce((oldest, contract) => Math.min(oldest, evidenceFrom(contract, 'history', now) ?? now), now) - HOUR;
  }

  /** Begins to watch the sources of a contract's evidence. */
  #watch(contract: Contract | undefined, machines: ReadonlyMap<string, MachineHost>): void {
    for (const { source } of contract?.stages ?? []) {
      const kind = kindOf(source);
      const dimensions = kind.dimensions(source);
      for (const { metric } of kind.metrics(source)) this.sim.store.watch({ namespace: kind.namespace, metricName: metric, dimensions }, this);
      const executions = kind.executions(source);
      const machine = executions === undefined ? undefined : machines.get(executions.stateMachineArn);
      machine?.listWatchers.push((visibleAt) => this.arrives(visibleAt));
    }
  }

  async #tick(now: Instant): Promise<void> {
    this.ticks.ran.push(now);
    this.#ports.calls.now = now;
    this.#result = undefined;
    this.#result = await tick(this.#ports, now, this.#log);
  }

  #stableUntil(now: Instant): Instant {
    const { conditions } = this.sim;
    const result = this.ticks.ran.at(-1) === now ? this.#result : undefined;
    if (result === undefined) return now;
    const { complete, unverifiable, standings } = result;
    if (!complete || unverifiable > 0 || conditions.bearOnWatchers(now)) return now;
    return standings.reduce((until, standing) => Math.min(until, lookedAtAgain(standing), publishedUntil(standing, now)), conditions.nextChangeForWatchers(now));
  }

  #contractOf({ name, text, lastChanged }: StoredContract): Contract | undefined {
    const key = `${name} ${lastChanged} ${text}`;
    let contract = this.#contracts.get(key);
    if (contract !== undefined) return contract;
    try {
      contract = readContract(text, lastChanged);
    } catch {
      // The checker itself reports what is wrong with the contract.
      return undefined;
    }
    this.#contracts.set(key, contract);
    return contract;
  }
}
