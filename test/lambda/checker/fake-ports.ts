import { METRICS } from '../../../core/metrics';
import { Instant } from '../../../core/time';
import { TopicAttributes } from '../../../core/topic-policy';
import type { CheckerPorts, Datum } from '../../../lambda/checker/ports';
import { tick, TickSummary } from '../../../lambda/checker/tick';
import type { StoredContract } from '../../../lambda/shared/ports';

import { Disturbance, EvidenceDisturbances, FakeEvidencePorts } from '../shared/fake-evidence-ports';
import { FakeLedger } from '../shared/fake-ledger';

/**
 * An account in memory for the checker's tick. It has contracts, metrics and executions. It answers like the services, records
 * every call, and fails where a test says so.
 *
 *     const ports = new FakePorts(stored(nightly('Orders')));
 *     ports.functionRan('Orders', at('02:00:10'));
 *     await tick(ports, at('06:00:00'));
 *     ports.value('ProofOfLife', 'Orders'); // 1
 */
export class FakePorts extends FakeEvidencePorts implements CheckerPorts {
  /** Topics by ARN, as SNS describes them. */
  public readonly topicsStored = new Map<string, TopicAttributes>();
  public readonly profilesStored: StoredContract[] = [];
  public readonly ledger = new FakeLedger();
  /** Pipelines that have an alarm on their proof of life. */
  public readonly alarmed = new Set<string>();
  /** The published values: a list for each call. */
  public readonly published: Datum[][] = [];
  public readonly publishedAt: Instant[] = [];
  public override disturb: EvidenceDisturbances & {
    topic?: Disturbance<[arn: string]>;
    profiles?: Disturbance<[]>;
    publish?: Disturbance<[data: readonly Datum[]]>;
    lookup?: Disturbance<[pipeline: string]>;
  } = {};

  public get topics(): string[] {
    return [...this.topicsStored.keys()];
  }

  public async* profiles(): AsyncGenerator<StoredContract> {
    await this.disturb.profiles?.();
    yield* this.profilesStored;
  }

  public get hasProfiles(): boolean {
    return this.profilesStored.length > 0;
  }

  public async contractText(pipeline: string): Promise<string | undefined> {
    await this.disturb.lookup?.(pipeline);
    return this.contractsStored.find(({ name }) => name.endsWith(`/${pipeline}`))?.text;
  }

  public async hasAlarm(pipeline: string): Promise<boolean> {
    await this.disturb.lookup?.(pipeline);
    return this.alarmed.has(pipeline);
  }

  public async readTopic(arn: string): Promise<TopicAttributes> {
    await this.disturb.topic?.(arn);
    return this.topicsStored.get(arn)!;
  }

  public async publish(data: readonly Datum[], now: Instant): Promise<void> {
    await this.disturb.publish?.(data);
    this.published.push([...data]);
    this.publishedAt.push(now);
  }

  /** The only published value of a metric; undefined when there is none. */
  public value(metric: string, pipeline?: string): number | undefined {
    const found = this.published.flat().filter((datum) => datum.metric === metric && datum.pipeline === pipeline);
    if (found.length > 1) throw new Error(`${metric} of ${pipeline} was published ${found.length} times`);
    return found[0]?.value;
  }

  /** Whether the heartbeat was published, and published last. */
  public get hasHeartbeat(): boolean {
    return this.published.at(-1)?.at(-1)?.metric === METRICS.checkerHeartbeat;
  }
}

/** Runs a tick, and returns what it reports besides its judgements. */
export async function summaryOf(ports: FakePorts, now: Instant): Promise<TickSummary> {
  const { judgements: _judgements, standings: _standings, ...summary } = await tick(ports, now);
  return summary;
}
