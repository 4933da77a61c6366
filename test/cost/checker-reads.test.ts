import { readContract } from '../../core/contract/read-contract';
import { MetricBatch } from '../../core/evidence/metric-plan';
import { METRICS, OBSERVATORY_METRICS } from '../../core/metrics';
import { metricsReadByTick } from '../../cost/usage';
import type { CheckerPorts, Datum } from '../../lambda/checker/ports';
import { tick } from '../../lambda/checker/tick';
import { Account } from '../../template/model';
import { FakeLedger } from '../lambda/shared/fake-ledger';
import { exampleAccount } from '../drill/example';

/** Noon in UTC on a Tuesday: every job of the example has run today. */
const NOW = Date.UTC(2026, 10, 24, 12);
const DEPLOYED = Date.UTC(2026, 0, 1);
const ANSWERS: Readonly<Record<string, number>> = { ExecutionsSucceeded: 1, ExecutionTime: 600_000, Invocations: 1, Duration: 60_000 };
const HOUR = 3_600_000;

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

test('The checker reads as many metrics of the healthy example as the bill counts.', async () => {
  const account = exampleAccount();
  const priced = account.parameters.filter(({ name }) => !name.includes('/profiles/')).map(({ value }) => metricsReadByTick(readContract(value, DEPLOYED)));
  expect((await healthyTick(account)).reads).toBe(priced.reduce((sum, one) => sum + one, 0));
});

test('The metrics without a pipeline that the checker publishes are those that an observatory is charged for once.', async () => {
  const { published } = await healthyTick(exampleAccount());
  const own = new Set(published.filter(({ pipeline }) => pipeline === undefined).map(({ metric }) => metric));
  expect([...own].sort()).toEqual([...OBSERVATORY_METRICS].sort());
  const ofPipelines = new Set(published.filter(({ pipeline }) => pipeline !== undefined).map(({ metric }) => metric));
  expect([...ofPipelines].sort()).toEqual([METRICS.deadlineMissed, METRICS.proofOfLife].sort());
});
