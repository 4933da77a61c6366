import { DAY } from '../../../core/time';
import { Drill } from '../../../drill';
import { Hindrance } from '../../../drill/simulation/conditions';
import { Simulation } from '../../../drill/simulation/simulation';
import type { Account } from '../../../template/model';
import { readStack } from '../../../template/read-stack';
import { withWebHook } from './web-hook';

const START = Date.UTC(2026, 5, 1);
const account = readStack(withWebHook());

/** How often the alarm on lost deliveries went off while a web hook failed and a run failed. */
async function spoken(hindrance: Hindrance, { protocol = 'https', among = account }: { readonly protocol?: string; readonly among?: Account } = {}): Promise<number> {
  const simulation = new Simulation({
    account: among, from: START,
    conditions: [
      { from: START + 2 * DAY, to: Infinity, sparesWatchers: true, run: (plan) => ({ ...plan, outcome: 'failed' }) },
      { from: START + 2 * DAY, to: START + 3 * DAY, delivery: (subscription) => (subscription.protocol === protocol ? hindrance : undefined) },
    ],
  });
  await simulation.runUntil(START + 2 * DAY + DAY / 4);
  const alarm = simulation.alarms.find(({ model }) => model.name.includes('NotificationsFailed'))!;
  return alarm.history.filter(({ to }) => to === 'ALARM').length;
}

describe('A web hook', () => {
  test('that fails once raises no alarm about deliveries; only its message is delayed.', async () => {
    const { outcome, messages } = await Drill.of([account]).run('webHookHiccups');

    expect(outcome).toBe('detected');
    expect(messages.filter(({ alarm, because }) => (because ?? alarm).includes('NotificationsFailed'))).toEqual([]);
    expect(await spoken('hiccup')).toBe(0);
  });

  test('that loses a message for good raises the alarm about deliveries.', async () => {
    expect(await spoken('lost')).toBeGreaterThan(0);
  });

  test('that the app does not know of raises it with each failed attempt, because SNS counts them alike.', async () => {
    const elsewhere = { ...account, alarms: account.alarms.map((alarm) => (alarm.name.includes('NotificationsFailed')
      ? { ...alarm, entries: alarm.entries.map((entry) => (entry.expression === undefined ? entry : { ...entry, expression: 'm0+m3' })) } : alarm)) };

    expect(await spoken('hiccup', { among: elsewhere })).toBeGreaterThan(0);
  });
});
