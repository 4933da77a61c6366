import { DAY, HOUR, Instant, MINUTE } from '../../../core/time';
import type { Condition } from '../../../drill/simulation/conditions';
import type { SimulationSettings } from '../../../drill';
import { Simulation } from '../../../drill/simulation/simulation';
import type { Account } from '../../../template/model';
import { exampleAccount } from '../example';

const FROM = Date.parse('2026-06-01T00:00:00Z');
const isChecker = (text: string): boolean => text.includes('Checker');
const isNotifier = (text: string): boolean => text.includes('Notifier');
const isWatcher = (text: string): boolean => isChecker(text) || isNotifier(text);

function play(conditions: readonly Condition[] = [], settings: Partial<SimulationSettings> = {}, account: Account = exampleAccount()): Simulation {
  return new Simulation({ account, from: FROM, conditions, settings, links: [loadedThenPublished(account)] });
}

/** An event starts the example's function that publishes; no schedule has it, so it follows the machine. */
function loadedThenPublished({ stateMachines: [machine], functions }: Account): { afterArn: string; startArn: string } {
  return { afterArn: machine!.arn, startArn: functions.find(({ name }) => name.includes('PublishOrders'))!.arn };
}

/** The values that the checker published for a pipeline, each once, in order. */
function lifeOf(simulation: Simulation, pipeline: string, from: Instant = FROM): number[] {
  const alarm = simulation.alarms.find(({ model }) => model.name.includes(`${pipeline}ProofOfLife`))!;
  const values: [Instant, number][] = [];
  const metric = 'entries' in alarm.model ? alarm.model.entries[0]!.metric! : undefined;
  simulation.store.find(metric!)!.forEach(from, Infinity, simulation.now, (at, value) => values.push([at, value]));
  return values.sort((a, b) => a[0] - b[0]).map(([, value]) => value).filter((value, index, all) => value !== all[index - 1]);
}

const statesOf = (simulation: Simulation, alarm: string): string[] => simulation.alarms.filter(({ model }) => model.name.includes(alarm)).map(({ state }) => state);

describe('the example app in a simulated account', () => {
  test('It plays schedules, functions, machines, alarms and the checker.', async () => {
    const simulation = play();
    expect(simulation.unplayed).toEqual([]);
    expect(exampleAccount().notPlayed.map(({ what }) => what)).toEqual(['its event pattern is not played']);
    await simulation.runUntil(FROM + 2 * DAY);
    expect(simulation.runs.length).toBeGreaterThan(48);
    expect(simulation.ticks).toBe(2 * 288);
  });

  test('After two days every alarm is OK, and people were notified only of the first OK states.', async () => {
    const simulation = play();
    await simulation.runUntil(FROM + 2 * DAY);
    expect(new Set(simulation.alarms.map(({ state }) => state))).toEqual(new Set(['OK']));
    expect(new Set(simulation.messages.map(({ state }) => state))).toEqual(new Set(['OK']));
    expect(simulation.lost).toEqual([]);
  });

  test('The checker publishes proof of life for each pipeline after its first run, and never the opposite.', async () => {
    const simulation = play();
    await simulation.runUntil(FROM + 2 * DAY);
    expect(['NightlyOrders', 'CustomerSync', 'WeekdayReport'].map((pipeline) => lifeOf(simulation, pipeline))).toEqual([[1], [1], [1]]);
  });

  test('The same simulation gives the same result twice, and another seed gives other runs.', async () => {
    const starts = async (seed: string): Promise<unknown> => {
      const simulation = play([], { seed });
      await simulation.runUntil(FROM + DAY);
      return simulation.runs.map(({ start, end }) => [start, end]);
    };
    expect(await starts('a')).toEqual(await starts('a'));
    expect(await starts('a')).not.toEqual(await starts('b'));
  });

  test('A checker whose role may not list executions cannot verify the state machine that did not run.', async () => {
    const account = exampleAccount();
    const rolePolicies = new Map([...account.rolePolicies].map(([role, statements]) => [role, statements.filter(({ actions }) => !actions.includes('states:ListExecutions'))]));
    const noRun: Condition = { from: FROM + DAY, to: Infinity, sparesWatchers: true, firing: ({ name }) => (isChecker(name) ? undefined : { kind: 'none' }) };
    const simulation = play([noRun], {}, { ...account, rolePolicies });
    // Late enough to list the machine's executions, too early to miss the function after it, which needs no listing.
    await simulation.runUntil(FROM + DAY + 8 * HOUR);
    expect(statesOf(simulation, 'PipelinesUnverifiable')).toEqual(['ALARM']);
    // After three ticks its own alarm says so too.
    expect(lifeOf(simulation, 'NightlyOrders')).toEqual([1, 0]);
  });

  test('A checker whose role may publish only to another namespace publishes nothing.', async () => {
    const account = exampleAccount();
    const rolePolicies = new Map([...account.rolePolicies].map(([role, statements]) => [role, statements.map((statement) => (
      statement.actions.includes('cloudwatch:PutMetricData') ? { ...statement, conditions: { StringEquals: { 'cloudwatch:namespace': ['Other'] } } } : statement
    ))]));
    const simulation = play([], {}, { ...account, rolePolicies });
    await simulation.runUntil(FROM + 2 * HOUR);
    expect(statesOf(simulation, 'CheckerSilent')).toEqual(['ALARM']);
    expect(statesOf(simulation, 'CheckerFailing')).toEqual(['OK']);
  });

  test('Contracts are the parameters one level below the observatory\'s path, and no others.', async () => {
    const account = exampleAccount();
    const deeper = { ...account.parameters[0]!, name: `${account.parameters[0]!.name}/deeper`, value: 'no contract' };
    const elsewhere = { ...deeper, name: '/elsewhere/contract' };
    const simulation = play([], {}, { ...account, parameters: [...account.parameters, deeper, elsewhere] });
    await simulation.runUntil(FROM + HOUR);
    expect(statesOf(simulation, 'PipelinesUnverifiable')).toEqual(['OK']);
  });

  test('The checker has metrics of its own: a crash is an error of its function.', async () => {
    const simulation = play([{ from: FROM + HOUR, to: FROM + 2 * HOUR, run: (plan) => (isChecker(plan.resourceArn) ? { ...plan, outcome: 'failed' } : plan) }]);
    await simulation.runUntil(FROM + HOUR + 10 * MINUTE);
    expect(statesOf(simulation, 'CheckerFailing')).toEqual(['ALARM']);
  });

  test('A stage without a trigger starts when the stage before has succeeded.', async () => {
    const account = exampleAccount();
    const [machine] = account.stateMachines;
    const publish = { ...account.functions.find(({ name }) => !isChecker(name))!, name: 'Publish', arn: 'arn:aws:lambda:us-east-1:111122223333:function:Publish' };
    const simulation = new Simulation({
      account: { ...account, functions: [...account.functions, publish] }, from: FROM, links: [{ afterArn: machine!.arn, startArn: publish.arn }],
    });
    await simulation.runUntil(FROM + DAY);
    const [load] = simulation.runs.filter(({ resourceArn }) => resourceArn === machine!.arn);
    const [published] = simulation.runs.filter(({ resourceArn }) => resourceArn === publish.arn);
    expect(published!.start - load!.end!).toBeLessThan(MINUTE);
    expect(published!.slot).toBe(load!.slot);
  });
});

describe('skipped ticks and evaluations', () => {
  /** Seven parts of four days. */
  const D = (part: number): Instant => FROM + (part * 4 * DAY) / 7;
  const spares = { sparesWatchers: true } as const;
  /** Four days in which almost everything goes wrong. */
  const trouble: readonly Condition[] = [
    { from: D(1), to: D(1.8), ...spares, run: (plan) => (isWatcher(plan.resourceArn) ? plan : { ...plan, outcome: 'failed' }) },
    { from: D(2.1), to: D(2.4), ...spares, firing: ({ name }) => (isWatcher(name) ? undefined : { kind: 'none' }) },
    { from: D(1.5), to: D(1.55), run: (plan) => (isNotifier(plan.resourceArn) ? { ...plan, outcome: 'failed' } : plan) },
    { from: D(2.2), to: D(2.25), invocable: ({ name }) => (isNotifier(name) ? 'notPermitted' : undefined) },
    { from: D(2.6), to: D(2.7), firing: ({ name }) => (isChecker(name) ? { kind: 'none' } : undefined) },
    { from: D(3), to: D(3.1), run: (plan) => (isChecker(plan.resourceArn) ? { ...plan, throttled: true } : plan) },
    { from: D(3.3), to: D(3.35), run: (plan) => (isChecker(plan.resourceArn) ? { ...plan, outcome: 'failed' } : plan) },
    { from: D(3.5), to: D(3.6), call: (_checker, call) => (call === 'GetMetricData' ? new Error('no') : undefined) },
    { from: D(4), to: D(4.5), ...spares, point: ({ namespace, dimensions }) => (namespace.startsWith('AWS/') && !Object.values(dimensions).some(isWatcher) ? { delaySeconds: 600 } : undefined) },
    { from: D(4.55), to: D(4.6), call: (_notifier, call) => (call === 'PutItem' || call === 'Publish' ? new Error('no') : undefined) },
    { from: D(4.7), to: D(4.75), contract: ({ name }) => (name.includes('Nightly') ? { text: 'x' } : undefined) },
    { from: D(5), to: D(5.5), ...spares, run: (plan) => (isWatcher(plan.resourceArn) ? plan : { ...plan, durationMillis: 5 * plan.durationMillis }) },
    { from: D(5.6), to: D(5.65), call: (_checker, call) => (call === 'PutMetricData' ? new Error('no') : undefined) },
    { from: D(6), to: D(6.5), ...spares, firing: ({ name }) => (isWatcher(name) ? undefined : { kind: 'delayed', seconds: 2400 }) },
  ];

  async function outcome(settings: Partial<SimulationSettings>): Promise<{ simulation: Simulation; changes: string[]; life: number[][]; messages: unknown }> {
    const simulation = play(trouble, settings);
    await simulation.runUntil(D(7));
    return {
      simulation,
      changes: simulation.alarms.flatMap(({ model, history }) => history.map(({ at, to, reason }) => `${new Date(at).toISOString()} ${model.name} ${to} ${reason}`)),
      life: ['NightlyOrders', 'CustomerSync', 'WeekdayReport'].map((pipeline) => lifeOf(simulation, pipeline, D(6.5))),
      messages: simulation.messages,
    };
  }

  test('Days of trouble have the same states, reasons and messages with and without skipped ticks and evaluations.', async () => {
    const [skipping, full] = [await outcome({}), await outcome({ skipTicks: false, skipEvaluations: false })];
    expect(skipping.changes).toEqual(full.changes);
    expect(skipping.messages).toEqual(full.messages);
    expect(skipping.changes.length).toBeGreaterThan(40);
    expect(skipping.life).toEqual(full.life);
    expect(skipping.simulation.ticks).toBe(full.simulation.ticks);
    // The test would prove nothing if few had been skipped. While something is wrong, the checker looks at every tick.
    expect(skipping.simulation.checkers[0]!.ticks.ran.length).toBeLessThan(full.simulation.checkers[0]!.ticks.ran.length * 2 / 3);
    const notified = ({ notifiers }: Simulation): number => notifiers.reduce((sum, { ticks }) => sum + ticks.ran.length, 0);
    expect(notified(skipping.simulation)).toBeLessThan(notified(full.simulation) / 2);
  });
});
