import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { Instant } from '../../core/time';
import { TopicAttributes } from '../../core/topic-policy';
import type { CheckerPorts, Datum } from '../../lambda/checker/ports';
import type { Ledger, StoredContract } from '../../lambda/shared/ports';
import type { AlarmModel, CheckerModel, FunctionModel, TopicModel } from '../../template/model';
import { defaultTopicPolicy, policyText } from '../../template/policy/read-policy';
import { isConfirmed, subscriptionsOf } from './delivery/subscribers';
import type { MachineHost } from './runs/machine-host';
import type { Series } from './series';
import { ServiceCalls, ServiceError } from './service-calls';
import type { SimContext } from './sim-context';
import { SimulatedEvidence } from './simulated-evidence';
import { SimulatedLedger } from './simulated-ledger';
import type { TableStore } from './table-store';

/** What a checker reaches besides metrics and parameters. */
export interface CheckerReach {
  readonly machines: ReadonlyMap<string, MachineHost>;
  readonly tables: ReadonlyMap<string, TableStore>;
}

/** The checker's ports into a simulated account, with the permissions of its role in the template. */
export class SimulatedPorts extends SimulatedEvidence implements CheckerPorts {
  readonly #series = new Map<string, Series | undefined>();
  /** Policies of topics as texts, by ARN, because each tick asks for them. */
  readonly #policies = new Map<string, string>();

  public readonly ledger: Ledger;

  public constructor(sim: SimContext, private readonly checker: CheckerModel, model: FunctionModel, { machines, tables }: CheckerReach) {
    super(sim, new ServiceCalls(sim, checker, model), machines);
    this.ledger = new SimulatedLedger({ calls: this.calls, name: checker.tableName, store: tables.get(checker.tableName) });
  }

  public get hasProfiles(): boolean {
    return this.checker.profilesPath !== undefined;
  }

  public async contractText(pipeline: string): Promise<string | undefined> {
    const name = `${this.checker.contractsPath}/${pipeline}`;
    this.calls.make('GetParameters', 'ssm:GetParameters', this.parameterArn(name));
    return this.storedContracts().find((stored) => stored.name === name)?.text;
  }

  public async hasAlarm(pipeline: string): Promise<boolean> {
    this.calls.make('DescribeAlarmsForMetric', 'cloudwatch:DescribeAlarmsForMetric', '*');
    return this.sim.account.alarms.some((alarm) => watchesProofOfLife(alarm, pipeline));
  }

  public get topics(): readonly string[] {
    return this.checker.topicArns ?? [];
  }

  public async* profiles(): AsyncGenerator<StoredContract> {
    if (this.checker.profilesPath !== undefined) yield* this.parametersBelow(this.checker.profilesPath);
  }

  public async readTopic(arn: string): Promise<TopicAttributes> {
    this.calls.make('GetTopicAttributes', 'sns:GetTopicAttributes', arn);
    const { account, conditions } = this.sim;
    const topic = account.topics.find((candidate) => candidate.arn === arn);
    if (topic === undefined) throw new ServiceError('NotFoundException', 'Topic does not exist');
    const takesNone = conditions.first(this.now, ({ publish }) => publish?.(arn, 'cloudwatch')) !== undefined;
    return {
      policy: takesNone ? policyText([]) : this.#policyOf(topic),
      confirmed: subscriptionsOf(this.sim, arn, this.now).filter((subscription) => isConfirmed(conditions, subscription, this.now)).length,
    };
  }

  #policyOf({ arn, policy }: TopicModel): string {
    let text = this.#policies.get(arn);
    if (text === undefined) this.#policies.set(arn, text = policyText(policy ?? defaultTopicPolicy(this.sim.account.accountId, arn)));
    return text;
  }

  public async publish(data: readonly Datum[], now: Instant): Promise<void> {
    this.calls.make('PutMetricData', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': NAMESPACE });
    for (const { metric, pipeline, value } of data) {
      this.sim.publication.publish(this.#seriesOf(metric, pipeline), { at: now, value, delayMillis: 1000 * this.sim.settings.customPublicationSeconds });
    }
  }

  #seriesOf(metricName: string, pipeline: string | undefined): Series | undefined {
    const key = `${metricName} ${pipeline ?? ''}`;
    if (!this.#series.has(key)) {
      const dimensions = { [DIMENSIONS.observatory]: this.checker.observatory, ...(pipeline === undefined ? {} : { [DIMENSIONS.pipeline]: pipeline }) };
      this.#series.set(key, this.sim.store.find({ namespace: NAMESPACE, metricName, dimensions }));
    }
    return this.#series.get(key);
  }
}

function watchesProofOfLife({ entries }: AlarmModel, pipeline: string): boolean {
  return entries.some(({ metric }) => metric?.namespace === NAMESPACE && metric.metricName === METRICS.proofOfLife && metric.dimensions[DIMENSIONS.pipeline] === pipeline);
}
