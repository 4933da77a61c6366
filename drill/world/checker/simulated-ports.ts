import { DAY, DIMENSIONS, ExecutionsSource, Instant, MetricBatch, MetricRead, NAMESPACE, Point, TopicAttributes } from '../../../core';
import { statistic } from '../../../core/alarm';
import type { CheckerPorts, Datum } from '../../../lambda/checker/ports';
import type { ExecutionRecord, MetricAnswers, StoredContract } from '../../../lambda/evidence/ports';
import type { LogEntry } from '../../../lambda/common/log-entry';
import { defaultTopicPolicy, isAllowed, policyText } from '../../account';
import type { CheckerModel, FunctionModel, ParameterModel } from '../../account/model';
import type { CheckerCall } from '../conditions';
import { isConfirmed } from '../delivery/confirmed';
import type { Series } from '../metrics/series';
import { EXECUTIONS_KEPT_DAYS, listed } from '../runs/executions';
import type { MachineHost } from '../runs/machine-host';
import type { Surroundings } from '../surroundings';

/** A tick has as much time as it needs, as in Lambda, where it takes seconds of its minutes. */
const TIME_LEFT = 60_000;

/** An error as the AWS SDK throws it. */
export class ServiceError extends Error {
  public constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The checker's ports into a simulated account, with the permissions that the template gives its role. */
export class SimulatedPorts implements CheckerPorts {
  /** When the tick takes place. */
  public now: Instant = NaN;
  readonly #series = new Map<string, Series | undefined>();
  readonly #allowed = new Map<string, boolean>();

  public constructor(
    private readonly world: Surroundings,
    private readonly checker: CheckerModel,
    private readonly model: FunctionModel,
    private readonly machines: ReadonlyMap<string, MachineHost>,
    private readonly createdAt: Instant,
  ) {}

  /** The parameters one level below the observatory's path, as they are stored at the moment. */
  public storedContracts(): StoredContract[] {
    const { contractsPath } = this.checker;
    const below = ({ name }: ParameterModel): boolean => name.startsWith(`${contractsPath}/`) && !name.slice(contractsPath.length + 1).includes('/');
    return this.world.account.parameters.filter(below).map((parameter) => {
      const change = this.world.conditions.first(this.now, ({ contract }) => contract?.(parameter));
      return { name: parameter.name, text: change?.text ?? parameter.value, lastChanged: change?.lastChanged ?? this.createdAt };
    });
  }

  public async *contracts(): AsyncGenerator<StoredContract> {
    const { account } = this.world;
    this.#call('GetParametersByPath', 'ssm:GetParametersByPath', `arn:aws:ssm:${account.region}:${account.accountId}:parameter${this.checker.contractsPath}`);
    yield* this.storedContracts();
  }

  public async readMetrics(batch: MetricBatch): Promise<MetricAnswers> {
    this.#call('GetMetricData', 'cloudwatch:GetMetricData', '*');
    return { points: new Map(batch.reads.map((read) => [read.key, this.#read(read, batch)])), problems: new Map() };
  }

  public async listExecutions(source: ExecutionsSource, from: Instant): Promise<ExecutionRecord> {
    this.#call('ListExecutions', 'states:ListExecutions', source.stateMachineArn);
    const machine = this.machines.get(source.stateMachineArn);
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${source.stateMachineArn}'`);
    const begins = Math.max(from, this.now - EXECUTIONS_KEPT_DAYS * DAY);
    return { runs: listed(machine.executions, begins, this.now, source.scheduledTimeField !== undefined), from: begins };
  }

  public get topics(): readonly string[] {
    return this.checker.topicArns ?? [];
  }

  public async readTopic(arn: string): Promise<TopicAttributes> {
    this.#call('GetTopicAttributes', 'sns:GetTopicAttributes', arn);
    const { account, conditions } = this.world;
    const topic = account.topics.find((candidate) => candidate.arn === arn);
    if (topic === undefined) throw new ServiceError('NotFoundException', 'Topic does not exist');
    const takesNone = conditions.first(this.now, ({ publish }) => publish?.(arn)) !== undefined;
    const subscriptions = account.subscriptions.filter(({ topicArn }) => topicArn === arn);
    return {
      policy: policyText(takesNone ? [] : topic.policy ?? defaultTopicPolicy(account.accountId, arn)),
      confirmed: subscriptions.filter((subscription) => isConfirmed(conditions, subscription, this.now)).length,
    };
  }

  public async publish(data: readonly Datum[], now: Instant): Promise<void> {
    this.#call('PutMetricData', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': NAMESPACE });
    for (const { metric, pipeline, value } of data) {
      this.world.publication.publish(this.#seriesOf(metric, pipeline), now, value, now, 1000 * this.world.settings.customPublicationSeconds);
    }
  }

  public log(_entry: LogEntry): void {
    // Nobody reads the log of a simulation.
  }

  public timeLeft(): number {
    return TIME_LEFT;
  }

  #call(call: CheckerCall, action: string, resource: string, context: Record<string, string> = {}): void {
    const error = this.world.conditions.first(this.now, (condition) => condition.call?.(this.checker, call));
    if (error !== undefined) throw error;
    if (!this.#isAllowed(action, resource, context)) {
      throw new ServiceError('AccessDeniedException', `${this.model.roleName ?? 'the role'} is not authorized to perform: ${action} on resource: ${resource}`);
    }
  }

  #isAllowed(action: string, resource: string, context: Record<string, string>): boolean {
    const key = `${action} ${resource}`;
    let allowed = this.#allowed.get(key);
    if (allowed === undefined) {
      const statements = this.model.roleName === undefined ? undefined : this.world.account.rolePolicies.get(this.model.roleName);
      // Of a role outside the templates nothing is known; that it does its work is assumed.
      allowed = statements === undefined || isAllowed(statements, { action, resource, context });
      this.#allowed.set(key, allowed);
    }
    return allowed;
  }

  /** GetMetricData: the points of the window that can be seen, merged by the clock's periods. */
  #read({ namespace, dimensions, row }: MetricRead, { from, to, periodSeconds }: MetricBatch): Point[] {
    const series = this.world.store.find({ namespace, metricName: row.metric, dimensions });
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

  #seriesOf(metricName: string, pipeline: string | undefined): Series | undefined {
    const key = `${metricName} ${pipeline ?? ''}`;
    if (!this.#series.has(key)) {
      const dimensions = { [DIMENSIONS.observatory]: this.checker.observatory, ...(pipeline === undefined ? {} : { [DIMENSIONS.pipeline]: pipeline }) };
      this.#series.set(key, this.world.store.find({ namespace: NAMESPACE, metricName, dimensions }));
    }
    return this.#series.get(key);
  }
}
