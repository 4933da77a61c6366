import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { DAY, HOUR } from '../../../core/time';
import type { Condition } from '../../../drill/simulation/conditions';
import { SimulatedTable } from '../../../drill/simulation/notifier/simulated-table';
import { ServiceCalls } from '../../../drill/simulation/service-calls';
import { TableStore } from '../../../drill/simulation/table-store';
import type { NotifierModel, TableModel } from '../../../template/model';
import { notifierOf } from '../../../template/watchers';
import { functionOf, tableOf } from '../accounts';
import { at, Bench } from './bench';

const TABLE = tableOf('incidents');
const NOTIFIER = functionOf('notifier', {
  roleName: 'notifier',
  environment: { OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', PROFILES_PATH: '/obs/profiles', TABLE_NAME: TABLE.name, CRITICAL_TOPIC_ARN: 'arn:c' },
});
const record = (pipeline: string, more: Partial<IncidentRecord> = {}): IncidentRecord => ({ ...emptyRecord(pipeline), ...more });

/** Two functions that use one table, at midnight. */
function table({ model = TABLE, conditions = [], actions = ['dynamodb:*'] }: { readonly model?: TableModel; readonly conditions?: readonly Condition[]; readonly actions?: readonly string[] } = {}): {
  one: SimulatedTable; other: SimulatedTable; goTo: (now: number) => void;
} {
  const rolePolicies = new Map([['notifier', [{ effect: 'Allow' as const, principals: [], actions, resources: ['*'], conditions: {} }]]]);
  const bench = new Bench({ account: { tables: [model], functions: [NOTIFIER], rolePolicies }, conditions });
  const store = new TableStore(bench, model);
  const notifier: NotifierModel = notifierOf(NOTIFIER)!;
  const calls = [new ServiceCalls(bench, notifier, NOTIFIER), new ServiceCalls(bench, notifier, NOTIFIER)] as const;
  const goTo = (now: number): void => calls.forEach((one) => {
    one.now = now;
  });
  goTo(at('00:00'));
  return { one: new SimulatedTable({ calls: calls[0], name: TABLE.name, store }), other: new SimulatedTable({ calls: calls[1], name: TABLE.name, store }), goTo };
}

describe('the simulated incident table', () => {
  test('returns an empty record of revision 0 where it has none, and lists only what was written.', async () => {
    const { one } = table();
    expect(await one.load('Orders')).toEqual({ record: emptyRecord('Orders'), revision: 0 });
    expect(await one.loadAll()).toEqual([]);
  });

  test('accepts a write only by the newest revision, whoever writes.', async () => {
    const { one, other } = table();
    expect(await one.save(record('Orders', { suppressed: 1 }), 0, at('00:00'))).toBe(true);
    expect(await other.save(record('Orders', { suppressed: 2 }), 0, at('00:00'))).toBe(false);
    expect(await other.load('Orders')).toEqual({ record: record('Orders', { suppressed: 1 }), revision: 1 });
    expect(await other.save(record('Orders', { suppressed: 2 }), 1, at('00:00'))).toBe(true);
    expect((await one.loadAll()).map(({ revision }) => revision)).toEqual([2]);
  });

  test('gives three send slots of a kind in ten minutes, to all functions together.', async () => {
    const { one, other } = table();
    const turns = [await one.acquireSendSlot('opened', at('00:09')), await other.acquireSendSlot('opened', at('00:09')), await one.acquireSendSlot('opened', at('00:09:59')), await one.acquireSendSlot('opened', at('00:09:59'))];
    expect(turns).toEqual([true, true, true, false]);
    expect([await one.acquireSendSlot('recovered', at('00:09:59')), await one.acquireSendSlot('opened', at('00:10'))]).toEqual([true, true]);
  });

  test('forgets an empty record after 35 days, but never an open incident.', async () => {
    const { one, goTo } = table();
    await one.save(record('Quiet'), 0, at('00:00'));
    await one.save(record('Busy', { outbox: [{ key: 'k', kind: 'digest', severity: 'warning', decidedAt: 0, pending: false }] }), 0, at('00:00'));
    goTo(at('00:00') + 35 * DAY);
    expect((await one.loadAll()).map(({ record: { pipeline } }) => pipeline)).toEqual(['Busy']);
  });

  test('loses all its items once when a condition says so.', async () => {
    const { one, goTo } = table({ conditions: [{ from: at('01:00'), to: at('02:00'), empties: (name) => name === TABLE.name }] });
    await one.save(record('Orders'), 0, at('00:00'));
    goTo(at('01:30'));
    expect(await one.loadAll()).toEqual([]);
    await one.save(record('Orders'), 0, at('01:30'));
    goTo(at('01:40'));
    expect(await one.loadAll()).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof table>[0], string]>([
    ['may not be used', { actions: ['dynamodb:Query'] }, 'AccessDeniedException'],
    ['has other keys than the notifier writes', { model: { ...TABLE, sortKey: 'id' } }, 'ValidationException'],
    ['fails by a condition', { conditions: [{ from: 0, to: Infinity, call: (_watcher, call) => (call === 'GetItem' ? Object.assign(new Error('slow down'), { name: 'ThrottlingException' }) : undefined) }] }, 'ThrottlingException'],
  ])('that %s fails as the service does.', async (_why, given, name) => {
    await expect(table(given).one.load('Orders')).rejects.toMatchObject({ name });
  });

  test('outside the templates fails as one that does not exist.', async () => {
    const bench = new Bench();
    const calls = new ServiceCalls(bench, notifierOf(NOTIFIER)!, NOTIFIER);
    calls.now = HOUR;
    await expect(new SimulatedTable({ calls, name: 'other', store: undefined }).loadAll()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
