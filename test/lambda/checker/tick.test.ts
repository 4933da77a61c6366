import fc from 'fast-check';
import { METRICS } from '../../../core/metrics';
import { tick } from '../../../lambda/checker/tick';
import { VerdictLog } from '../../../lambda/checker/verdict-log';
import { FakeError } from '../shared/fake-evidence-ports';
import { arnOf, at, functionStage, machineStage, nightly, SINCE, stored } from './fake-contracts';
import { FakePorts, summaryOf } from './fake-ports';

const MORNING = at('06:00:00');
const DENIED = 'AccessDeniedException: said the fake';

/** A function pipeline that ran well last night. */
function healthy(...names: string[]): FakePorts {
  const ports = new FakePorts(...names.map((name) => stored(nightly(name))));
  for (const name of names) ran(ports, name);
  return ports;
}

function ran(ports: FakePorts, name: string): void {
  for (const day of ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']) ports.functionRan(name, at('02:00:10', day));
}

function machine(name: string, source = {}): ReturnType<typeof nightly> {
  return nightly(name, [machineStage(name, source)]);
}

function succeed(ports: FakePorts, name: string): void {
  for (const day of ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']) {
    ports.machineSucceeded(arnOf(name), at('02:00:10', day), at('02:10:10', day));
  }
}

function deny(): never {
  throw new FakeError('AccessDeniedException');
}

describe('the verdicts of a tick', () => {
  test('The tick returns the judgement of every pipeline that it examined.', async () => {
    const ports = new FakePorts(stored(nightly('Orders')), stored(nightly('Late')));
    ports.functionRan('Orders', at('02:00:10'));
    const { judgements } = await tick(ports, MORNING);
    expect(judgements.map(({ pipeline, proofOfLife }) => [pipeline, proofOfLife])).toEqual([['Orders', 1], ['Late', 0]]);
  });

  test('A pipeline that ran well gets the value 1 for its proof of life.', async () => {
    const ports = healthy('Orders');
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 0 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
    expect(ports.value(METRICS.unverifiablePipelines)).toBe(0);
  });

  test('A pipeline that did not run gets the value 0 for its proof of life.', async () => {
    const ports = new FakePorts(stored(nightly('Orders')));
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 0 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(0);
  });

  test('A pipeline before its first slot gets no value, and nothing is read for it.', async () => {
    const ports = new FakePorts(stored(nightly('Orders'), at('05:00:00')));
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 0 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBeUndefined();
    expect(ports.asked.metrics).toEqual([]);
  });

  test('A missed deadline is published only for a pipeline with a deadline.', async () => {
    const late = nightly('Late', [functionStage('Late')], { finishWithinSeconds: 1800 });
    const ports = new FakePorts(stored(late), stored(nightly('Other')));
    ports.functionRan('Late', at('02:10:00'), { millis: 40 * 60_000 }).functionRan('Other', at('02:10:00'));
    await tick(ports, MORNING);
    expect(ports.value(METRICS.deadlineMissed, 'Late')).toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Late')).toBe(1);
    expect(ports.value(METRICS.deadlineMissed, 'Other')).toBeUndefined();
  });

  test('Everything is published with the time of the tick.', async () => {
    const ports = healthy('Orders');
    await tick(ports, MORNING);
    expect(ports.publishedAt).toEqual([MORNING, MORNING]);
  });

  test('A longer history is read only when something is wrong.', async () => {
    const ports = healthy('Orders');
    await tick(ports, MORNING);
    expect(ports.asked.metrics).toHaveLength(1);
    expect(ports.asked.metrics[0].from).toBeGreaterThan(at('00:00:00', '2026-03-07'));

    const silent = new FakePorts(stored(nightly('Orders')));
    await tick(silent, MORNING);
    expect(silent.asked.metrics).toHaveLength(2);
    expect(silent.asked.metrics[1].from).toBeLessThanOrEqual(SINCE);
  });
});

describe('contracts that cannot be used', () => {
  test('A broken contract is logged with its remedy, counts as unverifiable, and stops no other.', async () => {
    const ports = healthy('Orders');
    ports.contractsStored.unshift(stored('{"version":'));
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 2, unverifiable: 1 });
    expect(ports.linesOf('brokenContract')).toEqual([{
      level: 'ERROR',
      event: 'brokenContract',
      contract: '/observatory/text',
      problem: String.raw`contract: $ is not JSON: "{\"version\":"`,
      remedy: 'restore its text from the template of its stack, or delete the parameter if no stack has it',
    }]);
    expect(ports.value(METRICS.unverifiablePipelines)).toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
    expect(ports.hasHeartbeat).toBe(true);
  });

  test.each([
    ['no text', { ...stored(nightly('Broken')), text: '' }, 'contract: $ is not JSON: ""'],
    ['no date', { ...stored(nightly('Broken')), lastChanged: NaN }, 'contract: $ was stored without the date of its last change'],
    ['a name that CloudWatch refuses', stored(nightly('Größe', [functionStage('f')])), 'contract: pipeline must be 1 to 64 letters, digits, dots, hyphens or underscores, got "Größe"'],
    ['the name of another pipeline', stored(nightly('Orders', [functionStage('f')])), "contract: pipeline 'Orders' is also the name in /observatory/Orders: give each pipeline of an observatory its own name"],
  ])('A contract with %s is broken.', async (_case, broken, problem) => {
    const ports = healthy('Orders');
    ports.contractsStored.push(broken);
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 2, unverifiable: 1 });
    expect(ports.linesOf('brokenContract')).toMatchObject([{ contract: broken.name, problem }]);
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
  });

  test('A contract that causes an unexpected error is unverifiable and stops no other.', async () => {
    const ports = healthy('Orders');
    const twins = [functionStage('Twin'), { ...machineStage('Twin'), name: 'Twin' }];
    ports.contractsStored.unshift(stored(nightly('Twins', twins)));
    const { complete } = await tick(ports, MORNING);
    expect(complete).toBe(true);
    expect(ports.value(METRICS.proofOfLife, 'Twins')).not.toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
  });

  test('When the listing breaks off, the pipelines listed before are judged, and there is no heartbeat.', async () => {
    const ports = healthy('Orders', 'Invoices', 'Stock');
    ports.disturb.contract = (index) => { if (index === 2) throw new FakeError('ThrottlingException'); };
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: false, pipelines: 2, unverifiable: 0 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Invoices')).toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Stock')).toBeUndefined();
    expect(ports.hasHeartbeat).toBe(false);
    expect(ports.linesOf('contractsNotListed')).toEqual([{ level: 'ERROR', event: 'contractsNotListed', listed: 2, problem: 'ThrottlingException: said the fake' }]);
  });

  test('When the contracts cannot be listed, no number of unverifiable pipelines is published.', async () => {
    const ports = healthy('Orders');
    ports.disturb.contract = () => deny();
    await tick(ports, MORNING);
    expect(ports.value(METRICS.unverifiablePipelines)).toBeUndefined();
  });

  test('When the listing fails at its very end, there is no heartbeat.', async () => {
    const ports = healthy('Orders');
    ports.disturb.contract = (index) => { if (index === 1) deny(); };
    expect((await tick(ports, MORNING)).complete).toBe(false);
    expect(ports.hasHeartbeat).toBe(false);
  });

  test('An observatory without contracts logs that the checker watches nothing.', async () => {
    const ports = new FakePorts();
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 0, unverifiable: 0 });
    expect(ports.linesOf('noContracts')).toEqual([{
      level: 'WARN', event: 'noContracts', problem: 'the checker watches nothing', remedy: 'deploy a pipeline that uses this observatory, or remove the observatory',
    }]);
    expect(ports.hasHeartbeat).toBe(true);
  });
});

describe('evidence that cannot be read', () => {
  test('When a GetMetricData call fails, its pipelines have no value and are counted and logged, and there is a heartbeat.', async () => {
    const ports = healthy('Orders');
    ports.disturb.metrics = deny;
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 1 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBeUndefined();
    expect(ports.value(METRICS.unverifiablePipelines)).toBe(1);
    expect(ports.hasHeartbeat).toBe(true);
    expect(ports.linesOf('verdict')).toMatchObject([{ level: 'WARN', verdict: 'unknown', problems: [`Orders: metrics not readable: ${DENIED}`] }]);
  });

  test('A call that fails as a whole is not followed by a call for a longer history.', async () => {
    const ports = healthy('Orders');
    ports.disturb.metrics = deny;
    await tick(ports, MORNING);
    expect(ports.asked.metrics).toHaveLength(1);
  });

  test.each(['metrics not readable: status PartialData', 'no answer'])('One metric with the problem "%s" makes only its own pipeline unverifiable.', async (problem) => {
    const ports = healthy('Orders', 'Invoices');
    ports.unreadable.set('AWS/Lambda Orders Errors', problem);
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 2, unverifiable: 1 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBeUndefined();
    expect(ports.value(METRICS.proofOfLife, 'Invoices')).toBe(1);
  });

  test('When one of several batches fails, only its own pipelines are unverifiable.', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `p${index}`);
    const ports = healthy(...names);
    let calls = 0;
    ports.disturb.metrics = () => { if (++calls === 1) deny(); };
    const { unverifiable } = await tick(ports, MORNING);
    expect(unverifiable).toBe(250);
    expect(ports.published.flat().filter(({ metric, value }) => metric === METRICS.proofOfLife && value === 1)).toHaveLength(50);
  });

  test('When executions cannot be listed, a machine without metrics does not count as missed.', async () => {
    const ports = new FakePorts(stored(machine('Load')));
    ports.disturb.executions = deny;
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 1 });
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBeUndefined();
    expect(ports.linesOf('verdict')).toMatchObject([{ verdict: 'unknown', problems: [`Load: executions not readable: ${DENIED}`] }]);
  });

  test('A listing that ends early confirms no failure of a slot before its beginning.', async () => {
    const ports = new FakePorts(stored(machine('Load')));
    ports.machines.set(arnOf('Load'), { runs: [{ start: at('02:00:05'), outcome: 'failed', end: at('02:01:00') }], from: at('00:00:00') });
    await tick(ports, MORNING);
    expect(ports.linesOf('verdict')).toMatchObject([{ verdict: 'failed', incidentSince: '2026-03-10T02:00:00.000Z', incidentBadSlots: 1 }]);
  });

  test('A listing that begins between a slot and its earliest run proves nothing about that slot.', async () => {
    const ports = new FakePorts(stored(machine('Load')));
    ports.machines.set(arnOf('Load'), { runs: [], from: at('01:59:30') });
    await tick(ports, MORNING);
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBeUndefined();
  });
});

describe('confirming failures by ListExecutions', () => {
  test('The executions of healthy machines are never listed.', async () => {
    const ports = new FakePorts(stored(machine('A')), stored(machine('B')));
    succeed(ports, 'A');
    succeed(ports, 'B');
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 2, unverifiable: 0 });
    expect(ports.asked.executions).toEqual([]);
    expect([ports.value(METRICS.proofOfLife, 'A'), ports.value(METRICS.proofOfLife, 'B')]).toEqual([1, 1]);
  });

  test('Only the executions of a machine without metrics are listed, and a success in the list proves its run.', async () => {
    const ports = new FakePorts(stored(machine('A')), stored(machine('B')));
    succeed(ports, 'A');
    for (const day of ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']) {
      ports.machines.set(arnOf('B'), { from: 0, runs: [...(ports.machines.get(arnOf('B'))?.runs ?? []), { start: at('02:00:10', day), end: at('02:10:00', day), outcome: 'succeeded' }] });
    }
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 2, unverifiable: 0 });
    expect(ports.asked.executions.map(({ arn }) => arn)).toEqual([arnOf('B')]);
    expect(ports.value(METRICS.proofOfLife, 'B')).toBe(1);
  });

  test('A machine without an execution in its list counts as missed.', async () => {
    const ports = new FakePorts(stored(machine('Load')));
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1, unverifiable: 0 });
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBe(0);
  });

  test("In a pipeline with a function and a machine, only the machine's executions are listed.", async () => {
    const ports = new FakePorts(stored(nightly('Both', [functionStage('F'), machineStage('M')])));
    await tick(ports, MORNING);
    expect(new Set(ports.asked.executions.map(({ arn }) => arn))).toEqual(new Set([arnOf('M')]));
    expect(ports.value(METRICS.proofOfLife, 'Both')).toBe(0);
  });

  test('An express machine is judged by its metrics, and its executions are never listed.', async () => {
    const ports = new FakePorts(stored(machine('Load', { type: 'EXPRESS' })));
    await tick(ports, MORNING);
    expect(ports.asked.executions).toEqual([]);
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBe(0);
  });

  test('For a machine whose runs contain their slot, executions are listed and metrics are not read.', async () => {
    const ports = new FakePorts(stored(machine('Load', { scheduledTimeField: 'time' })));
    ports.machineRan(arnOf('Load'), ...['2026-03-08', '2026-03-09', '2026-03-10']
      .map((day) => ({ start: at('04:00:00', day), end: at('04:10:00', day), outcome: 'succeeded' as const, slot: at('02:00:00', day) })));
    await tick(ports, MORNING);
    expect(ports.asked.metrics).toEqual([]);
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBe(1);
  });
});

describe('a thousand pipelines', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `pipeline-${index}`);

  test('2,000 metrics are read in 4 calls of at most 500 metrics, with at most 8 calls at once.', async () => {
    const ports = healthy(...names);
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1000, unverifiable: 0 });
    expect(ports.asked.metrics.map(({ reads }) => reads.length)).toEqual([500, 500, 500, 500]);
    expect(ports.mostAtOnce).toBeLessThanOrEqual(8);
  });

  test('A throttled call is repeated in halves and then in quarters, so that CloudWatch counts fewer points.', async () => {
    const ports = healthy(...names.slice(0, 250));
    ports.disturb.metrics = ({ reads }) => { if (reads.length > 125) throw new FakeError('ThrottlingException'); };
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 250, unverifiable: 0 });
    expect(ports.asked.metrics.map(({ reads }) => reads.length)).toEqual([500, 250, 125, 125, 250, 125, 125]);
  });

  test('A quarter that is throttled too is unverifiable, and this tick does not ask for it again.', async () => {
    const ports = healthy(...names.slice(0, 250));
    ports.disturb.metrics = () => { throw new FakeError('ThrottlingException'); };
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 250, unverifiable: 250 });
    expect(ports.asked.metrics).toHaveLength(7);
  });

  test('The executions of a thousand machines are listed once each, with at most 6 calls at once.', async () => {
    const ports = new FakePorts(...names.map((name) => stored(machine(name), at('01:00:00'))));
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: true, pipelines: 1000, unverifiable: 0 });
    expect(ports.asked.executions).toHaveLength(1000);
    expect(ports.mostAtOnce).toBe(6);
  });
});

describe('a listing that takes long', () => {
  const names = Array.from({ length: 501 }, (_, index) => `pipeline-${index}`);

  test('The first pipelines are judged while others are still listed.', async () => {
    const ports = healthy(...names);
    let read = 0;
    ports.disturb.contract = async (index) => {
      if (index === 501) read = await eventually(() => ports.asked.metrics.length);
    };
    expect((await tick(ports, MORNING)).complete).toBe(true);
    expect(read).toBe(2);
  });

  test('Machines that wait for their listing do not delay other pipelines.', async () => {
    const ports = new FakePorts(...names.map((name, index) => stored(index < 500 ? machine(name) : nightly(name), at('01:00:00'))));
    let read = 0;
    ports.disturb.executions = async () => {
      if (read === 0) read = await eventually(() => ports.asked.metrics.filter(({ reads }) => reads.some(({ namespace }) => namespace === 'AWS/Lambda')).length);
    };
    expect((await tick(ports, MORNING)).complete).toBe(true);
    expect(read).toBeGreaterThan(0);
  });

  test('An unexpected error during the listing rejects the tick when the listing is over.', async () => {
    const ports = healthy(...names);
    ports.disturb.contract = async (index) => { if (index === 501) await eventually(() => 1); };
    ports.timeLeft = () => { throw new Error('a defect'); };
    await expect(tick(ports, MORNING)).rejects.toThrow(new Error('a defect'));
  });

  /** Waits until the count is reached. */
  async function eventually(count: () => number): Promise<number> {
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
    return count();
  }
});

describe('a tick that runs out of time', () => {
  test('When no time is left at the start, nothing is read, every pipeline is unverifiable, and there is no heartbeat.', async () => {
    const ports = healthy('Orders');
    ports.millisLeft = [0];
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: false, pipelines: 1, unverifiable: 1 });
    expect(ports.asked.metrics).toEqual([]);
    expect(ports.published).toEqual([[{ metric: METRICS.unverifiablePipelines, value: 1 }], [{ metric: METRICS.unreachableTopics, value: 0 }, { metric: METRICS.ledgerUnavailable, value: 0 }]]);
    expect(ports.linesOf('outOfTime')).toEqual([{ level: 'ERROR', event: 'outOfTime', notReached: 1 }]);
  });

  test('When no time is left to confirm a failure, that pipeline is unverifiable, and judged pipelines keep their verdicts.', async () => {
    const ports = healthy('Orders');
    ports.contractsStored.push(stored(machine('Load')));
    ports.millisLeft = [1000, 0];
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: false, pipelines: 2, unverifiable: 1 });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
    expect(ports.value(METRICS.proofOfLife, 'Load')).toBeUndefined();
    expect(ports.asked.executions).toEqual([]);
  });

  test('When the time runs out during the last call, there is no heartbeat.', async () => {
    const ports = healthy('Orders');
    ports.disturb.metrics = () => {
      ports.millisLeft = [0];
      throw new FakeError('DeadlineError', 'no time was left for reading evidence');
    };
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: false, pipelines: 1, unverifiable: 1 });
    expect(ports.hasHeartbeat).toBe(false);
    expect(ports.linesOf('outOfTime')).toEqual([{ level: 'ERROR', event: 'outOfTime', notReached: 0 }]);
  });
});

describe('publishing', () => {
  test('The heartbeat is published last, in a call after the verdicts.', async () => {
    const ports = healthy('Orders');
    await tick(ports, MORNING);
    expect(ports.published).toEqual([
      [{ metric: METRICS.proofOfLife, pipeline: 'Orders', value: 1 }, { metric: METRICS.unverifiablePipelines, value: 0 }],
      [{ metric: METRICS.unreachableTopics, value: 0 }, { metric: METRICS.ledgerUnavailable, value: 0 }, { metric: METRICS.checkerHeartbeat, value: 1 }],
    ]);
  });

  test('When the verdicts cannot be published, there is no heartbeat, and the tick resolves.', async () => {
    const ports = healthy('Orders');
    ports.disturb.publish = deny;
    expect(await summaryOf(ports, MORNING)).toEqual({ complete: false, pipelines: 1, unverifiable: 0 });
    expect(ports.linesOf('notPublished')).toEqual([2, 2].map((metrics) => ({ level: 'ERROR', event: 'notPublished', metrics, problem: DENIED })));
    expect(ports.published).toEqual([]);
  });

  test('When the heartbeat cannot be published, that is logged, and the tick is not complete.', async () => {
    const ports = healthy('Orders');
    ports.disturb.publish = (data) => { if (data.at(-1)?.metric === METRICS.checkerHeartbeat) deny(); };
    expect((await tick(ports, MORNING)).complete).toBe(false);
    expect(ports.linesOf('notPublished')).toMatchObject([{ metrics: 3, problem: DENIED }]);
  });

  test('Two ticks at once publish the same.', async () => {
    const one = healthy('Orders', 'Invoices');
    one.contractsStored.push(stored(nightly('Silent')));
    const log = new VerdictLog();
    await Promise.all([tick(one, MORNING, log), tick(one, MORNING, log)]);
    const calls = one.published.map((data) => JSON.stringify(data)).sort();
    expect(calls).toHaveLength(4);
    expect(calls[0]).toBe(calls[1]);
    expect(calls[2]).toBe(calls[3]);
  });

  test('A repeated tick, a late tick and the first tick after a pause all give an incident the same date.', async () => {
    const ports = new FakePorts(stored(nightly('Orders')));
    for (const now of [MORNING, MORNING, MORNING + 7 * 60_000, at('23:00:00')]) await tick(ports, now, new VerdictLog());
    expect(ports.linesOf('verdict').map(({ incidentSince }) => incidentSince)).toEqual(Array(4).fill('2026-03-01T02:00:00.000Z'));
  });
});

describe('the log', () => {
  test('A bad verdict is logged at every tick, with everything that a person needs.', async () => {
    const ports = new FakePorts(stored(nightly('Orders'), at('00:00:00', '2026-03-09')));
    ports.functionRan('Orders', at('02:00:10', '2026-03-09'));
    const log = new VerdictLog();
    await tick(ports, MORNING, log);
    await tick(ports, MORNING + 300_000, log);
    const line = {
      level: 'WARN',
      event: 'verdict',
      pipeline: 'Orders',
      verdict: 'missed',
      slot: '2026-03-10T02:00:00.000Z',
      due: '2026-03-10T02:00:00.000Z',
      stage: 'Orders',
      reason: 'did not start',
      incidentSince: '2026-03-10T02:00:00.000Z',
      incidentBadSlots: 1,
      lastSuccess: '2026-03-09T02:00:00.000Z',
      nextDue: '2026-03-11T02:00:00.000Z',
    };
    expect(ports.linesOf('verdict')).toEqual([line, line]);
  });

  test('A good verdict is logged once, and again only when it changes.', async () => {
    const ports = healthy('Orders');
    const log = new VerdictLog();
    await tick(ports, MORNING, log);
    await tick(ports, MORNING + 300_000, log);
    expect(ports.linesOf('verdict')).toEqual([{
      level: 'INFO',
      event: 'verdict',
      pipeline: 'Orders',
      verdict: 'ok',
      slot: '2026-03-10T02:00:00.000Z',
      due: '2026-03-10T02:00:00.000Z',
      stage: 'Orders',
      reason: 'succeeded',
      lastSuccess: '2026-03-10T02:00:00.000Z',
      nextDue: '2026-03-11T02:00:00.000Z',
    }]);
  });

  test('A recovery is logged.', async () => {
    const ports = new FakePorts(stored(nightly('Orders'), at('00:00:00')));
    const log = new VerdictLog();
    await tick(ports, MORNING, log);
    ports.functionRan('Orders', at('06:01:00'));
    await tick(ports, at('06:10:00'), log);
    expect(ports.linesOf('verdict').map(({ level, verdict }) => [level, verdict])).toEqual([['WARN', 'missed'], ['INFO', 'late']]);
  });

  test('A new process logs every pipeline once.', async () => {
    const ports = healthy('Orders');
    await tick(ports, MORNING, new VerdictLog());
    await tick(ports, MORNING + 6 * 3_600_000, new VerdictLog());
    expect(ports.linesOf('verdict')).toHaveLength(2);
  });

  test('Each tick ends with a log line that sums it up.', async () => {
    const ports = healthy('Orders');
    await tick(ports, MORNING);
    expect(ports.lines.at(-1)).toEqual({ level: 'INFO', event: 'tick', now: '2026-03-10T06:00:00.000Z', complete: true, pipelines: 1, unverifiable: 0, looked: 1 });
    ports.disturb.publish = deny;
    await tick(ports, MORNING);
    expect(ports.lines.at(-1)).toEqual({ level: 'ERROR', event: 'tick', now: '2026-03-10T06:00:00.000Z', complete: false, pipelines: 1, unverifiable: 0, looked: 0 });
  });
});

test('Whatever calls fail, the tick resolves, publishes no proof of life without evidence, and sends a heartbeat only when it is complete.', async () => {
  const fails = fc.record({
    contract: fc.option(fc.nat(4), { nil: undefined }),
    metrics: fc.array(fc.boolean(), { maxLength: 6 }),
    executions: fc.array(fc.boolean(), { maxLength: 6 }),
    publish: fc.array(fc.boolean(), { maxLength: 2 }),
    left: fc.array(fc.constantFrom(0, 1000), { minLength: 1, maxLength: 6 }),
  });
  await fc.assert(fc.asyncProperty(fails, async ({ contract, metrics, executions, publish, left }) => {
    const ports = healthy('Well');
    ports.contractsStored.push(stored(nightly('Silent')), stored(machine('Load')), stored('broken'));
    ports.millisLeft = left.sort((a, b) => b - a);
    const denied = { metrics: 0, executions: 0 };
    ports.disturb = {
      contract: (index) => { if (index === contract) deny(); },
      metrics: () => { if (metrics.shift() === true) { denied.metrics += 1; deny(); } },
      executions: () => { if (executions.shift() === true) { denied.executions += 1; deny(); } },
      publish: () => { if (publish.shift() === true) deny(); },
    };
    const { complete } = await tick(ports, MORNING);
    expect(ports.hasHeartbeat).toBe(complete);
    expect([undefined, 1]).toContain(ports.value(METRICS.proofOfLife, 'Well'));
    expect([undefined, 0]).toContain(ports.value(METRICS.proofOfLife, 'Silent'));
    expect([undefined, 0]).toContain(ports.value(METRICS.proofOfLife, 'Load'));
    if (contract !== undefined) expect(complete).toBe(false);
  }), { numRuns: 300 });
});
