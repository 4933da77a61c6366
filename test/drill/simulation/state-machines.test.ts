import { MINUTE } from '../../../core/time';
import type { Condition } from '../../../drill/simulation/conditions';
import { FunctionHost } from '../../../drill/simulation/runs/function-host';
import { listed, MachineHost } from '../../../drill/simulation/runs/machine-host';
import { Behaviour, type RunPlan } from '../../../drill/simulation/runs/run-plan';
import { functionOf, lambdaMetric, machineMetric, machineOf } from '../accounts';
import { at, Bench, START } from './bench';

const MACHINE = machineOf('Orders');
const metric = (name: string): ReturnType<typeof machineMetric> => machineMetric(MACHINE, name);
const ENDINGS = ['ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'] as const;
const ALL = ['ExecutionsStarted', ...ENDINGS, 'ExecutionThrottled', 'ExecutionTime'].map(metric);

/** A machine whose executions take 10 minutes and call two functions of 2 minutes, started at 02:00. */
async function started({ change, settings = {}, until = at('12:00') }: {
  readonly change?: (plan: RunPlan) => RunPlan; readonly settings?: object; readonly until?: number;
} = {}): Promise<{ bench: Bench; machine: MachineHost }> {
  const conditions: Condition[] = change === undefined ? [] : [{ from: START, to: Infinity, run: change }];
  const functions = ['Extract', 'Load'];
  const bench = new Bench({ conditions, settings }).keep(...ALL, ...functions.map((name) => lambdaMetric(name, 'Errors')));
  const hosts = functions.map((name) => new FunctionHost(bench, functionOf(name), Behaviour.steady(2 * MINUTE)));
  const machine = new MachineHost(bench, MACHINE, Behaviour.steady(10 * MINUTE), hosts);
  bench.queue.at(at('02:00'), () => machine.start(at('02:00'), at('02:00')));
  return { bench: await bench.until(until), machine };
}

const ofMachine = (change: Partial<RunPlan>) => (plan: RunPlan): RunPlan => (plan.kind === 'stateMachine' ? { ...plan, ...change } : plan);

describe('a state machine', () => {
  test('Its points have the time of the end of the execution.', async () => {
    const { bench } = await started();
    expect(bench.points(metric('ExecutionsSucceeded'))).toEqual(['02:10:00 1']);
    expect(bench.points(metric('ExecutionTime'))).toEqual(['02:10:00 600000']);
  });

  test('ExecutionsStarted has two points for each execution, at its start and its end, with the sum of one.', async () => {
    const { bench } = await started();
    expect(bench.points(metric('ExecutionsStarted'))).toEqual(['02:00:00 1', '02:10:00 0']);
  });

  test('Only the ending that happened has a point; none of them is 0.', async () => {
    const { bench } = await started();
    expect(ENDINGS.filter((name) => bench.points(metric(name)).length > 0)).toEqual(['ExecutionsSucceeded']);
  });

  test('The functions of its definition run one after the other as part of it, and have their own metrics.', async () => {
    const { bench } = await started();
    expect(bench.points(lambdaMetric('Extract', 'Errors'))).toEqual(['02:00:00 0']);
    expect(bench.points(lambdaMetric('Load', 'Errors'))).toEqual(['02:02:00 0']);
  });

  test('A failing execution fails in its last function.', async () => {
    const { bench } = await started({ change: ofMachine({ outcome: 'failed' }) });
    expect(bench.points(metric('ExecutionsFailed'))).toEqual(['02:04:00 1']);
    expect(bench.points(lambdaMetric('Load', 'Errors'))).toEqual(['02:02:00 1']);
  });

  test('The machine retries a function that fails, and then succeeds.', async () => {
    const { bench } = await started({ change: ofMachine({ failedTries: 1 }) });
    expect(bench.points(lambdaMetric('Load', 'Errors'))).toEqual(['02:02:00 1', '02:04:01 0']);
    expect(bench.points(metric('ExecutionsSucceeded'))).toEqual(['02:10:00 1']);
  });

  test('A function that keeps failing makes the execution fail.', async () => {
    const { bench } = await started({ change: (plan) => (plan.kind === 'function' ? { ...plan, outcome: 'failed' } : plan) });
    expect(bench.points(lambdaMetric('Extract', 'Errors'))).toHaveLength(3);
    expect(bench.points(metric('ExecutionsFailed'))).toHaveLength(1);
  });

  test('Its timeout ends an execution that hangs.', async () => {
    const { bench } = await started({ change: ofMachine({ durationMillis: Infinity }) });
    expect(bench.points(metric('ExecutionsTimedOut'))).toEqual(['03:00:00 1']);
  });

  test('An execution without a timeout hangs for ever, and only the list of executions shows it.', async () => {
    const bench = new Bench({ conditions: [{ from: START, to: Infinity, run: ofMachine({ durationMillis: Infinity }) }] }).keep(...ALL);
    const machine = new MachineHost(bench, { ...MACHINE, timeoutSeconds: undefined }, Behaviour.steady(MINUTE), []);
    machine.start(START);
    await bench.until(at('00:00', 30));
    expect(ENDINGS.flatMap((name) => bench.points(metric(name)))).toEqual([]);
    expect(listed(machine.executions, { from: START, now: bench.queue.now })).toEqual([{ start: START, end: undefined, outcome: 'running' }]);
  });

  test('An aborted execution ends early.', async () => {
    const { bench } = await started({ change: ofMachine({ outcome: 'aborted' }) });
    expect(bench.points(metric('ExecutionsAborted'))).toEqual(['02:05:00 1']);
  });

  test('A throttled execution publishes it, waits, and continues.', async () => {
    const { bench } = await started({ change: ofMachine({ throttled: true }) });
    expect(bench.points(metric('ExecutionThrottled'))).toEqual(['02:00:00 1']);
    expect(bench.points(lambdaMetric('Extract', 'Errors'))).toEqual(['02:03:00 0']);
    expect(bench.points(metric('ExecutionsSucceeded'))).toHaveLength(1);
  });

  test('Its metrics are best effort: a share of them never arrives, while the execution is in the list.', async () => {
    const { bench, machine } = await started({ settings: { bestEffortLoss: 1 } });
    expect(ALL.flatMap((one) => bench.points(one))).toEqual([]);
    expect(listed(machine.executions, { from: START, now: bench.queue.now })).toEqual([{ start: at('02:00'), end: at('02:10'), outcome: 'succeeded' }]);
  });

  test('The list of executions is eventually consistent: the start and the end appear some seconds later.', async () => {
    const { machine } = await started();
    const [{ startVisibleAt, endVisibleAt }] = machine.executions as [typeof machine.executions[0]];
    const at2 = (now: number): unknown => listed(machine.executions, { from: START, now })[0];
    expect(startVisibleAt).toBeGreaterThan(at('02:00'));
    expect(at2(startVisibleAt - 1)).toBeUndefined();
    expect(at2(startVisibleAt)).toEqual({ start: at('02:00'), end: undefined, outcome: 'running' });
    expect(at2(endVisibleAt! - 1)).toMatchObject({ outcome: 'running' });
    expect(at2(endVisibleAt!)).toMatchObject({ outcome: 'succeeded', end: at('02:10') });
  });

  test('A list from some instant on omits executions that started before.', async () => {
    const { machine } = await started();
    expect(listed(machine.executions, { from: at('02:00') + 1, now: at('12:00') })).toEqual([]);
  });
});
