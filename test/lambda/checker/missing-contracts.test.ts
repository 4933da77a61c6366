import { METRICS } from '../../../core/metrics';
import { tick } from '../../../lambda/checker/tick';
import { FakeError } from '../shared/fake-evidence-ports';
import { at, nightly, stored } from './fake-contracts';
import { FakePorts, summaryOf } from './fake-ports';

const MORNING = at('06:00:00');

/** A healthy pipeline with its profile, and profiles of other pipelines. */
function healthy(...others: readonly [pipeline: string, more?: object][]): FakePorts {
  const ports = new FakePorts(stored(nightly('Orders')));
  for (const day of ['2026-03-08', '2026-03-09', '2026-03-10']) ports.functionRan('Orders', at('02:00:10', day));
  for (const [pipeline, more] of [['Orders'], ...others] as [string, object?][]) {
    const profile = { version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false, ...more };
    ports.profilesStored.push({ name: `/observatory/profiles/${pipeline}`, text: JSON.stringify(profile), lastChanged: at('00:00:00') });
  }
  return ports;
}

test('When every profile has its contract, nothing is logged.', async () => {
  const ports = healthy();
  expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 0 });
  expect([ports.linesOf('contractMissing'), ports.value(METRICS.unverifiablePipelines)]).toEqual([[], 0]);
});

test('A profile without a contract makes its pipeline unverifiable, the log names it with the remedy, and the others are judged.', async () => {
  const ports = healthy(['Nightly']);
  expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 1 });
  expect(ports.value(METRICS.unverifiablePipelines)).toBe(1);
  expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
  expect(ports.hasHeartbeat).toBe(true);
  expect(ports.linesOf('contractMissing')).toEqual([{
    level: 'ERROR', event: 'contractMissing', pipeline: 'Nightly', profile: '/observatory/profiles/Nightly',
    problem: 'it has a profile but no contract, so its runs are not checked',
    remedy: 'store the contract again with its text from the template of its stack, or delete the profile if no stack has it',
  }]);
});

test('A pipeline without expected runs needs no contract.', async () => {
  const ports = healthy(['OnDemand', { nothingExpected: 'runs by hand' }]);
  expect(await tick(ports, MORNING)).toMatchObject({ unverifiable: 0 });
});

test('A profile that cannot be read does not make its contract count as missing.', async () => {
  const ports = healthy(['Broken', { version: 99 }]);
  expect(await tick(ports, MORNING)).toMatchObject({ unverifiable: 0 });
});

test('A broken contract does not count as missing too.', async () => {
  const ports = healthy(['Broken']);
  ports.contractsStored.push({ name: '/observatory/Broken', text: '{', lastChanged: at('00:00:00') });
  expect(await tick(ports, MORNING)).toMatchObject({ unverifiable: 1 });
  expect(ports.linesOf('contractMissing')).toEqual([]);
});

test.each(['constructor', '__proto__', 'toString'])('A missing contract of a pipeline named %s is noticed like any other.', async (name) => {
  const ports = healthy([name]);
  expect(await tick(ports, MORNING)).toMatchObject({ unverifiable: 1 });
});

test('When profiles cannot be listed, one pipeline counts as unverifiable, and verdicts and heartbeat do not wait for them.', async () => {
  const ports = healthy();
  ports.disturb.profiles = () => Promise.reject(new FakeError('AccessDeniedException', 'no'));
  expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 1 });
  expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
  expect(ports.linesOf('profilesNotListed')).toEqual([{ level: 'ERROR', event: 'profilesNotListed', listed: 0, problem: 'AccessDeniedException: no' }]);
});

test('When contracts cannot be listed, none counts as missing.', async () => {
  const ports = healthy();
  ports.disturb.contract = () => Promise.reject(new FakeError('AccessDeniedException', 'no'));
  expect(await tick(ports, MORNING)).toMatchObject({ complete: false });
  expect(ports.linesOf('contractMissing')).toEqual([]);
});
