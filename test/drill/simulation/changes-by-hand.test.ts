import type { Alarm } from '../../../drill/simulation/alarms/alarm';
import type { Condition } from '../../../drill/simulation/conditions';
import { Topics } from '../../../drill/simulation/delivery/topics';
import { SimulatedTable } from '../../../drill/simulation/notifier/simulated-table';
import { FunctionHost } from '../../../drill/simulation/runs/function-host';
import { Behaviour } from '../../../drill/simulation/runs/run-plan';
import { ScheduleHost, serveAll } from '../../../drill/simulation/schedule-host';
import { ServiceCalls } from '../../../drill/simulation/service-calls';
import { TableStore } from '../../../drill/simulation/table-store';
import type { KeyModel } from '../../../template/model';
import { notifierOf } from '../../../template/watchers';
import { alarmOf, functionOf, lambdaMetric, scheduleOf, subscriptionOf, tableOf, topicOf } from '../accounts';
import { at, Bench, START, timeOf } from './bench';

const KEY: KeyModel = {
  stack: 'App', logicalId: 'Key', id: 'key', arn: 'arn:aws:kms:us-east-1:111122223333:key/key',
  policy: [{ effect: 'Allow', principals: ['*'], actions: ['kms:*'], resources: ['*'], conditions: {} }],
};

/** An alarm goes to ALARM at 02:00 and notifies a topic: what was delivered, and what was lost. */
function raised(condition: Partial<Condition>, encrypted = false): Topics {
  const topic = topicOf('Critical', encrypted ? { keyId: KEY.arn } : {});
  const bench = new Bench({
    account: { topics: [topic], keys: [KEY], subscriptions: [subscriptionOf(topic), subscriptionOf(topic, { protocol: 'sms', endpoint: '+15550100' })] },
    conditions: [{ from: at('01:00'), to: at('03:00'), ...condition }],
  });
  const topics = new Topics(bench);
  const alarm: Alarm = { model: alarmOf('Failed', lambdaMetric('Orders', 'Errors'), { actions: { alarm: [topic.arn], ok: [], insufficientData: [] } }), state: 'ALARM', history: [] };
  topics.act(alarm, { at: at('02:00'), from: 'OK', to: 'ALARM', reason: 'Threshold Crossed.' });
  return topics;
}

describe('A change by hand', () => {
  test('ends a subscription: the others still receive messages.', () => {
    expect(raised({ unsubscribed: ({ protocol }) => protocol === 'sms' }).messages[0]?.to).toEqual(['email:data@example.com']);
    expect(raised({ unsubscribed: () => true }).messages[0]?.to).toEqual([]);
  });

  test('disables the actions of an alarm: it publishes nothing, and other alarms do.', () => {
    expect(raised({ disablesActions: (name) => name === 'Failed' }).messages).toEqual([]);
    expect(raised({ disablesActions: (name) => name === 'Other' }).messages).toHaveLength(1);
  });

  test('disables a key: a topic with the key accepts no message, and one without a key does.', () => {
    const lost = raised({ disablesKey: ({ id }) => id === 'key' }, true);
    expect([lost.messages, lost.lost.map(({ why }) => why)]).toEqual([[], [`the topic's key ${KEY.arn} is disabled`]]);
    expect(raised({ disablesKey: () => true }).messages).toHaveLength(1);
    expect(raised({}, true).messages).toHaveLength(1);
  });

  test('disables the key of a table, which can be neither read nor written until the key is enabled again.', async () => {
    const model = { ...tableOf('incidents'), keyId: KEY.id };
    const notifier = functionOf('notifier', { environment: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', PROFILES_PATH: '/obs/profiles', TABLE_NAME: model.name, CRITICAL_TOPIC_ARN: 'arn:c' } });
    const bench = new Bench({ account: { tables: [model], keys: [KEY], functions: [notifier] }, conditions: [{ from: at('01:00'), to: at('03:00'), disablesKey: () => true }] });
    const calls = new ServiceCalls(bench, notifierOf(notifier)!, notifier);
    const table = new SimulatedTable({ calls, name: model.name, store: new TableStore(bench, model) });
    calls.now = at('02:00');
    await expect(table.load('Orders')).rejects.toThrow(`KMS key ${KEY.arn} is disabled`);
    calls.now = at('03:00');
    expect((await table.load('Orders')).revision).toBe(0);
  });

  test('recreates a rate, which counts from then on; its old slots do not come any more.', async () => {
    const bench = new Bench({ conditions: [{ from: at('02:30'), to: Infinity, recreated: ({ name }) => (name === 'schedule' ? at('02:30') : undefined) }] });
    const slots: string[] = [];
    const target = { arn: 'arn', mayInvoke: true, invoke: (_now: number, slot: number) => void slots.push(timeOf(slot)) };
    const host = new ScheduleHost(bench, scheduleOf('rate(1 hour)', 'arn'), { targets: [target], behaviour: Behaviour.jittering(0, 'schedule', 'test') });
    serveAll(bench, host, START - 1);
    await bench.until(at('05:00'));
    expect(slots).toEqual(['00:00:00', '01:00:00', '02:00:00', '02:30:00', '03:30:00', '04:30:00']);
  });

  test('recreates one schedule and does not move another.', async () => {
    const bench = new Bench({ conditions: [{ from: at('00:30'), to: Infinity, recreated: ({ name }) => (name === 'other' ? at('00:30') : undefined) }] });
    const host = new ScheduleHost(bench, scheduleOf('rate(1 hour)', 'arn'), { targets: [], behaviour: Behaviour.jittering(0, 'schedule', 'test') });
    expect(timeOf(host.slotAfter(at('00:30'))!)).toBe('01:00:00');
  });
});

describe('A step without capacity', () => {
  const THROTTLES = lambdaMetric('Load', 'Throttles');
  const INVOCATIONS = lambdaMetric('Load', 'Invocations');

  async function called(conditions: readonly Condition[], reservedConcurrency?: number): Promise<{ outcome?: string; throttles: number; invocations: number }> {
    const bench = new Bench({ conditions }).keep(THROTTLES, INVOCATIONS);
    const host = new FunctionHost(bench, functionOf('Load', { reservedConcurrency }), Behaviour.steady(1000));
    let outcome: string | undefined;
    host.call(START, { attempt: 1, fails: false }, (ending) => {
      outcome = ending.outcome;
    });
    await bench.until(at('01:00'));
    return { outcome, throttles: bench.points(THROTTLES).length, invocations: bench.points(INVOCATIONS).length };
  }

  test('fails at once, and does not count as an invocation.', async () => {
    const throttled: Condition = { from: START, to: Infinity, run: (plan) => ({ ...plan, throttled: true }) };
    expect(await called([throttled])).toEqual({ outcome: 'failed', throttles: 1, invocations: 0 });
    expect(await called([], 0)).toEqual({ outcome: 'failed', throttles: 1, invocations: 0 });
  });

  test('succeeds when there is capacity.', async () => {
    expect(await called([])).toEqual({ outcome: 'succeeded', throttles: 0, invocations: 1 });
  });
});
