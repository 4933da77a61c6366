import { readContract } from '../../core/contract/read-contract';
import { MetricBatch } from '../../core/evidence/metric-plan';
import { METRICS, OBSERVATORY_METRICS } from '../../core/metrics';
import { checkerMonth, metricsReadByLook } from '../../cost/usage';
import type { CheckerPorts, Datum } from '../../lambda/checker/ports';
import { tick } from '../../lambda/checker/tick';
import { Account } from '../../template/model';
import { arnOf, at, functionStage, machineStage, nightly, stored } from '../lambda/checker/fake-contracts';
import { FakePorts } from '../lambda/checker/fake-ports';
import { FakeLedger } from '../lambda/shared/fake-ledger';
import { exampleAccount } from '../drill/example';

/** Noon in UTC on a Tuesday: every job of the example has run today. */
const NOW = Date.UTC(2026, 10, 24, 12);
const DEPLOYED = Date.UTC(2026, 0, 1);
const ANSWERS: Readonly<Record<string, number>> = { ExecutionsSucceeded: 1, ExecutionTime: 600_000, Invocations: 1, Duration: 60_000 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Ticked { readonly reads: number; readonly published: readonly Datum[] }

/** A tick of the real checker over the example's contracts, with a successful run in every hour. */
async function healthyTick({ parameters, checkers }: Account): Promise<Ticked> {
  let reads = 0;
  const published: Datum[] = [];
  const contracts = parameters.filter(({ name }) => name.startsWith(`${checkers[0]!.contractsPath}/`) && !name.slice(checkers[0]!.contractsPath.length + 1).includes('/'));
  const ports: CheckerPorts = {
    topics: [],
    hasProfiles: false,
    ledger: new FakeLedger(),
    contractText: () => Promise.reject(new Error('no contract is missing')),
    hasAlarm: () => Promise.reject(new Error('no contract is missing')),
    readTopic: () => Promise.reject(new Error('there are no topics')),
    async* contracts() {
      for (const { name, value: text } of contracts) yield await Promise.resolve({ name, text, lastChanged: DEPLOYED });
    },
    // Each of them has a contract.
    async* profiles() {},
    readMetrics: async (batch: MetricBatch) => {
      reads += batch.reads.length;
      const hours = Array.from({ length: Math.ceil((Math.min(batch.to, NOW) - batch.from) / HOUR) + 1 }, (_, hour) => (Math.floor(batch.from / HOUR) + hour) * HOUR + 11 * 60_000);
      return Promise.resolve({
        points: new Map(batch.reads.map(({ key, row }) => [key, ANSWERS[row.metric] === undefined ? [] : hours.filter((at) => at >= batch.from && at < NOW).map((at) => ({ at, value: ANSWERS[row.metric]! }))])),
        problems: new Map(),
      });
    },
    listExecutions: () => Promise.reject(new Error('a healthy pipeline needs no listing')),
    publish: async (data) => { published.push(...data); return Promise.resolve(); },
    log: () => undefined,
    timeLeft: () => 60_000,
  };
  expect((await tick(ports, NOW)).unverifiable).toBe(0);
  return { reads, published };
}

test('A look of the checker reads as many metrics of the healthy example as the bill counts.', async () => {
  const account = exampleAccount();
  const priced = account.parameters.filter(({ name }) => !name.includes('/profiles/')).map(({ value }) => metricsReadByLook(readContract(value, DEPLOYED)));
  expect((await healthyTick(account)).reads).toBe(priced.reduce((sum, one) => sum + one, 0));
});

test('The metrics without a pipeline that the checker publishes are those that an observatory is charged for once.', async () => {
  const { published } = await healthyTick(exampleAccount());
  const own = new Set(published.filter(({ pipeline }) => pipeline === undefined).map(({ metric }) => metric));
  expect([...own].sort()).toEqual([...OBSERVATORY_METRICS].sort());
  const ofPipelines = new Set(published.filter(({ pipeline }) => pipeline !== undefined).map(({ metric }) => metric));
  expect([...ofPipelines].sort()).toEqual([METRICS.deadlineMissed, METRICS.proofOfLife].sort());
});

describe('a quiet day with runs of ten minutes', () => {
  const DAYS = [7, 8, 9, 10, 11];

  /** Ticks for two days, and counts what the second one reads. */
  async function readsOfADay(ports: FakePorts): Promise<number> {
    const begin = at('12:00:00', '2026-03-09');
    for (let now = begin; now < begin + 24 * HOUR; now += 5 * MINUTE) await tick(ports.until(now), now);
    ports.asked.metrics.length = 0;
    for (let now = begin + 24 * HOUR; now < begin + 48 * HOUR; now += 5 * MINUTE) await tick(ports.until(now), now);
    return ports.asked.metrics.reduce((sum, { reads }) => sum + reads.length, 0);
  }

  function pair(schedule: string): FakePorts {
    return new FakePorts(stored(nightly('Orders', [machineStage('Load'), functionStage('Publish')], { schedule })));
  }

  function ran(ports: FakePorts, hours: readonly number[]): FakePorts {
    for (const day of DAYS) {
      for (const hour of hours) {
        const start = at('00:00:10', `2026-03-${String(day).padStart(2, '0')}`) + hour * HOUR;
        ports.machineSucceeded(arnOf('Load'), start, start + 8 * MINUTE).functionRan('Publish', start + 8 * MINUTE, { millis: 2 * MINUTE });
      }
    }
    return ports;
  }

  test('A nightly pair of a machine and a function needs at most 80 metric reads, and no more than the bill counts.', async () => {
    const ports = ran(pair('cron(0 2 * * ? *)'), [2]);
    const reads = await readsOfADay(ports);
    expect(reads).toBeLessThanOrEqual(80);
    expect(reads).toBeLessThanOrEqual(billed(ports));
    expect(reads).toBeGreaterThan(billed(ports) / 2);
  });

  test('An hourly pair needs at most 600 metric reads, and no more than the bill counts.', async () => {
    const ports = ran(pair('cron(0 * * * ? *)'), Array.from({ length: 24 }, (_, hour) => hour));
    const reads = await readsOfADay(ports);
    expect(reads).toBeLessThanOrEqual(600);
    expect(reads).toBeLessThanOrEqual(billed(ports));
    expect(reads).toBeGreaterThan(billed(ports) / 2);
  });

  test('A function that may be silent for 24 hours and runs every six needs at most 60 metric reads.', async () => {
    const contract = { version: 1, pipeline: 'Orders', expectation: { maxSilenceSeconds: 86_400, failuresToAlarm: 1, successesToRecover: 1 }, stages: [functionStage('Publish')] };
    const ports = new FakePorts(stored(contract));
    for (const day of DAYS) for (const hour of [0, 6, 12, 18]) ports.functionRan('Publish', at('00:00:10', `2026-03-${String(day).padStart(2, '0')}`) + hour * HOUR);
    expect(await readsOfADay(ports)).toBeLessThanOrEqual(60);
  });

  /** What the bill counts for a day. */
  function billed({ contractsStored: [contract] }: FakePorts): number {
    const read = readContract(contract!.text, DEPLOYED);
    return metricsReadByLook(read) * checkerMonth(read, 8760).looks / (730 / 24);
  }
});
