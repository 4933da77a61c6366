import { ExecutionsSource, Point } from '../../core/evidence/evidence-kind';
import { MetricBatch, MetricRead } from '../../core/evidence/metric-plan';
import { isDirectlyBelow } from '../../core/names';
import { DAY, Instant } from '../../core/time';
import type { LogEntry } from '../../lambda/shared/log';
import type { EvidencePorts, ExecutionRecord, MetricAnswers, StoredContract } from '../../lambda/shared/ports';
import { arnOf, environmentOf } from '../../template/intrinsics/environment';
import type { ParameterModel } from '../../template/model';
import { statistic } from '../cloudwatch/statistic';
import { EXECUTIONS_KEPT_DAYS, listed, type MachineHost } from './runs/machine-host';
import { ServiceCalls, ServiceError } from './service-calls';
import type { SimContext } from './sim-context';

/** A simulation has no time limit. In Lambda, a tick takes seconds of its minutes. */
const TIME_LEFT = 60_000;

/** The evidence that a verdict needs, from a simulated account. */
export class SimulatedEvidence implements EvidencePorts {
  public constructor(
    protected readonly sim: SimContext,
    public readonly calls: ServiceCalls,
    private readonly machines: ReadonlyMap<string, MachineHost>,
  ) {}

  protected get now(): Instant {
    return this.calls.now;
  }

  /** The contracts as they are stored at the moment. */
  public storedContracts(): StoredContract[] {
    return this.storedBelow(this.calls.watcher.contractsPath);
  }

  public async* contracts(): AsyncGenerator<StoredContract> {
    yield* this.parametersBelow(this.calls.watcher.contractsPath);
  }

  public async readMetrics(batch: MetricBatch): Promise<MetricAnswers> {
    this.calls.make('GetMetricData', 'cloudwatch:GetMetricData', '*');
    return { points: new Map(batch.reads.map((read) => [read.key, this.#read(read, batch)])), problems: new Map() };
  }

  public async listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord> {
    this.calls.make('ListExecutions', 'states:ListExecutions', source.stateMachineArn);
    const machine = this.machines.get(source.stateMachineArn);
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${source.stateMachineArn}'`);
    const begins = Math.max(from, this.now - EXECUTIONS_KEPT_DAYS * DAY);
    return { runs: listed(machine.executions, { from: begins, now: this.now, withSlot: source.scheduledTimeField !== undefined }), from: begins };
  }

  public log(_entry: LogEntry): void {
    // Nothing reads the log of a simulation.
  }

  public timeLeft(): number {
    return TIME_LEFT;
  }

  /** Reads the parameters one level below a path. */
  protected parametersBelow(path: string): StoredContract[] {
    this.calls.make('GetParametersByPath', 'ssm:GetParametersByPath', this.parameterArn(path));
    return this.storedBelow(path);
  }

  protected parameterArn(name: string): string {
    return this.arn('ssm', `parameter${name}`);
  }

  /** The ARN of a resource in the account. */
  protected arn(service: string, resource: string): string {
    return arnOf(environmentOf(this.sim.account), service, resource);
  }

  /** The given parameters as they are at the moment, without those that someone has deleted. */
  protected stored(parameters: readonly ParameterModel[]): StoredContract[] {
    return parameters.flatMap((parameter) => {
      const change = this.sim.conditions.first(this.now, ({ contract }) => contract?.(parameter));
      if (change?.deleted === true) return [];
      return [{ name: parameter.name, text: change?.text ?? parameter.value, lastChanged: change?.lastChanged ?? this.sim.createdAt }];
    });
  }

  protected storedBelow(path: string): StoredContract[] {
    const below = ({ name }: ParameterModel): boolean => isDirectlyBelow(path, name);
    return this.stored(this.sim.account.parameters.filter(below));
  }

  /** GetMetricData: the visible points of the window, merged by the clock's periods. */
  #read({ namespace, dimensions, row }: MetricRead, { from, to, periodSeconds }: MetricBatch): Point[] {
    const series = this.sim.store.find({ namespace, metricName: row.metric, dimensions });
    if (series === undefined) return [];
    const period = periodSeconds * 1000;
    const byPeriod = new Map<Instant, number[]>();
    series.forEach(from, to, this.now, (at, value) => {
      const start = Math.floor(at / period) * period;
      const values = byPeriod.get(start);
      if (values === undefined) byPeriod.set(start, [value]);
      else values.push(value);
    });
    return [...byPeriod].sort(([a], [b]) => a - b).map(([at, values]) => ({ at, value: statistic(row.statistic, values)! }));
  }
}
