import { MINUTE } from '../../../core/time';
import type { Condition } from '../../../drill/simulation/conditions';
import { DeadLetterQueue } from '../../../drill/simulation/delivery/dead-letter-queue';
import { SimulatedDiagnosis } from '../../../drill/simulation/notifier/simulated-diagnosis';
import { MachineHost } from '../../../drill/simulation/runs/machine-host';
import { Behaviour } from '../../../drill/simulation/runs/run-plan';
import { ServiceCalls } from '../../../drill/simulation/service-calls';
import type { Account, StateMachineModel } from '../../../template/model';
import { notifierOf } from '../../../template/watchers';
import { functionOf, machineOf, queueOf, ruleOf, scheduleOf } from '../accounts';
import { at, Bench, START } from './bench';

const LOAD = machineOf('Load');
const SYNC = functionOf('Sync', { timeoutSeconds: 60, logGroupName: 'sync-logs', reservedConcurrency: 2 });
const NIGHTLY = scheduleOf('rate(1 hour)', LOAD.arn, { name: 'nightly', group: 'jobs' });
const DEAD = queueOf('dead');
const NOTIFIER = functionOf('notifier', {
  roleName: 'notifier',
  environment: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', PROFILES_PATH: '/obs/profiles', TABLE_NAME: 't', CRITICAL_TOPIC_ARN: 'arn:c' },
});

/** Asks at 06:00, after the machine ran at 01:00 and failed at 02:00. */
async function diagnosis({ conditions = [], account = {} }: { readonly conditions?: readonly Condition[]; readonly account?: Partial<Account> } = {}): Promise<{ ports: SimulatedDiagnosis; bench: Bench; queue: DeadLetterQueue }> {
  const fails: Condition = { from: at('02:00'), to: at('02:30'), run: (plan) => ({ ...plan, outcome: 'failed' }) };
  const bench = new Bench({ account: { functions: [SYNC, NOTIFIER], stateMachines: [LOAD], schedules: [NIGHTLY, ruleOf('rate(1 day)', SYNC.arn)], queues: [DEAD], ...account }, conditions: [fails, ...conditions] });
  const machine = new MachineHost(bench, LOAD as StateMachineModel, Behaviour.steady(10 * MINUTE), []);
  for (const time of ['01:00', '02:00', '05:55']) bench.queue.at(at(time), () => machine.start(at(time)));
  await bench.until(at('06:00'));
  const calls = new ServiceCalls(bench, notifierOf(NOTIFIER)!, NOTIFIER);
  calls.now = at('06:00');
  const queue = new DeadLetterQueue(bench, DEAD);
  return { ports: new SimulatedDiagnosis(bench, calls, new Map([[LOAD.arn, machine]]), new Map([[DEAD.arn, queue]])), bench, queue };
}

describe('a diagnosis in a simulated account', () => {
  test('The newest executions come first, with their outcome or as running.', async () => {
    const { ports } = await diagnosis();
    const found = await ports.executions(LOAD.arn, 2);
    expect(found).toMatchObject([{ name: 'run-3', status: 'RUNNING', start: at('05:55') }, { name: 'run-2', status: 'FAILED', start: at('02:00'), stop: at('02:10') }]);
    expect(await ports.executionFailure(found![1]!.arn)).toEqual({ error: 'SimulatedFailure', cause: 'The drill made this run fail.' });
    expect(await ports.executionHistory(found![0]!.arn)).toEqual({});
    expect(await ports.executedMachine(found![0]!.arn)).toEqual({ changedAt: START });
    expect(await ports.executionFailure(`${found![0]!.arn}0`)).toBeUndefined();
    expect(await ports.executions(machineOf('Other').arn, 2)).toBeUndefined();
  });

  test('Functions and machines are as they are deployed.', async () => {
    const { ports } = await diagnosis();
    expect(await ports.machine(LOAD.arn)).toEqual({ status: 'ACTIVE', changedAt: START });
    expect(await ports.lambdaFunction('Sync')).toMatchObject({ state: 'Active', timeoutSeconds: 60, logGroupName: 'sync-logs' });
    expect([await ports.concurrency('Sync'), await ports.concurrency('notifier')]).toEqual([{ reserved: 2 }, {}]);
    expect([await ports.lambdaFunction('Gone'), await ports.machine(machineOf('Gone').arn), await ports.concurrency('Gone')]).toEqual([undefined, undefined, undefined]);
  });

  test('A log has the lines that Lambda writes about failed runs.', async () => {
    const { ports, bench } = await diagnosis();
    bench.runs.push({ resourceArn: SYNC.arn, start: at('05:00'), end: at('05:01'), attempt: 1, outcome: 'timedOut' }, { resourceArn: SYNC.arn, start: at('05:30'), end: at('05:31'), attempt: 1, outcome: 'failed' });
    const lines = (await ports.logLines('sync-logs', at('04:00'), 10))!.map(({ text }) => text);
    expect(lines[0]).toMatch(/Task timed out after 60\.00 seconds$/);
    expect(lines[2]).toContain('SimulatedFailure');
    expect(lines.filter((text) => text.startsWith('REPORT '))).toHaveLength(2);
    expect(await ports.logLines('other', at('04:00'), 10)).toBeUndefined();
  });

  test.each([['disabled', { enabled: false, changedAt: at('03:00') }], ['deleted', undefined]] as const)('A schedule that someone has %s is found so.', async (state, found) => {
    const { ports } = await diagnosis({ conditions: [{ from: at('03:00'), to: Infinity, trigger: ({ name }) => (name === 'nightly' ? state : undefined) }] });
    expect(await ports.schedule('nightly', 'jobs')).toEqual(found === undefined ? undefined : expect.objectContaining(found));
    expect(await ports.rule('rule', undefined)).toMatchObject({ enabled: true });
    expect(await ports.schedule('nightly', 'others')).toBeUndefined();
  });

  test('Dead letters stay in their queue.', async () => {
    const { ports, queue } = await diagnosis();
    queue.receive(at('02:00'), { body: '{}', attributes: { ERROR_CODE: 'AccessDeniedException', ERROR_MESSAGE: 'not authorized' } });
    for (const _ of [1, 2]) expect(await ports.deadLetters(DEAD.arn, 5)).toEqual([{ at: at('02:00'), errorCode: 'AccessDeniedException', errorMessage: 'not authorized' }]);
    expect(await ports.deadLetters(queueOf('other').arn, 5)).toBeUndefined();
  });

  test('A call that the role may not make is refused.', async () => {
    const { ports } = await diagnosis({ account: { rolePolicies: new Map([['notifier', []]]) } });
    await expect(ports.schedule('nightly', 'jobs')).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('scheduler:GetSchedule on resource: arn:aws:scheduler:us-east-1:111122223333:schedule/jobs/nightly') });
  });
});
