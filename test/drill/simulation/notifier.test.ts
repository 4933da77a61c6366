import { Profile } from '../../../core/contract/profile';
import { markText } from '../../../core/signals';
import type { Condition } from '../../../drill/simulation/conditions';
import { Simulation } from '../../../drill/simulation/simulation';
import type { Account, PolicyStatementModel } from '../../../template/model';
import { notifierOf } from '../../../template/watchers';
import {
  accountOf, alarmOf, functionOf, lambdaMetric, pipeOf, queueOf, scheduleOf, subscriptionOf, tableOf, topicOf,
} from '../accounts';
import { at, START } from './bench';

const INTAKE = topicOf('Intake');
const CRITICAL = topicOf('CriticalTopic', { displayName: 'CRITICAL' });
const WARNING = topicOf('WarningTopic', { displayName: 'WARNING' });
const TABLE = tableOf('incidents');
const ORDERS = functionOf('Orders', { asyncRetries: 0 });
const CALLED: PolicyStatementModel = { effect: 'Allow', principals: ['service:sns.amazonaws.com'], actions: ['lambda:InvokeFunction'], resources: ['*'], conditions: {} };
const QUEUE = { ...queueOf('undelivered'), policy: [{ ...CALLED, actions: ['sqs:SendMessage'] }] };
const NOTIFIER = functionOf('notifier', {
  timeoutSeconds: 60, asyncRetries: 1, onFailureArn: CRITICAL.arn, invokePolicy: [CALLED], roleName: 'notifier',
  environment: {
    OBSERVATORY: 'Obs', CONTRACTS_PATH: '/obs', PROFILES_PATH: '/obs/profiles', TABLE_NAME: TABLE.name, CRITICAL_TOPIC_ARN: CRITICAL.arn, WARNING_TOPIC_ARN: WARNING.arn,
  },
});
const PROFILE: Profile = { version: 1, pipeline: 'Orders', severity: 'critical', nothingExpected: 'event driven', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false };
const FAILED = alarmOf('OrdersFailed', lambdaMetric('Orders', 'Errors'), {
  description: `FAILED? Orders: A run failed. First: Read the log. ${markText({ severity: 'critical', question: 'FAILED', signal: 'Failed', lasting: false, pipeline: 'Orders', stage: 'Orders' })}`,
  actions: { alarm: [INTAKE.arn], ok: [INTAKE.arn], insufficientData: [] },
});
const INVOCATIONS = lambdaMetric('notifier', 'Invocations');
/** Looks only at whether the notifier is invoked. */
const SILENT = alarmOf('NotifierSilent', INVOCATIONS, {
  statistic: 'SampleCount', comparisonOperator: 'LessThanThreshold', evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'breaching',
  warmUp: { minutes: 30, onlyAfter: false }, actions: { alarm: [CRITICAL.arn], ok: [CRITICAL.arn], insufficientData: [] },
});

const fails = (from: number, to: number): Condition => ({ from, to, sparesWatchers: true, run: (plan) => (plan.resourceArn === ORDERS.arn ? { ...plan, outcome: 'failed' } : plan) });

/** A function that runs every hour, with an alarm on its errors that notifies a notifier. */
async function play(conditions: readonly Condition[], until: number, { account = {}, skipTicks = true }: { readonly account?: Partial<Account>; readonly skipTicks?: boolean } = {}): Promise<Simulation> {
  const simulation = new Simulation({
    account: accountOf({
      functions: [ORDERS, NOTIFIER], topics: [INTAKE, CRITICAL, WARNING], tables: [TABLE], queues: [QUEUE], pipes: [pipeOf(QUEUE, CRITICAL)],
      subscriptions: [subscriptionOf(INTAKE, { protocol: 'lambda', endpoint: NOTIFIER.arn, deadLetterArn: QUEUE.arn }), subscriptionOf(CRITICAL), subscriptionOf(WARNING)],
      schedules: [scheduleOf('rate(1 hour)', ORDERS.arn, { name: 'hourly' }), scheduleOf('rate(1 minute)', NOTIFIER.arn, { name: 'minutely', group: 'default', input: '{"kind":"tick"}' })],
      parameters: [{ stack: 'App', logicalId: 'Profile', name: '/obs/profiles/Orders', value: JSON.stringify(PROFILE) }],
      alarms: [FAILED, SILENT], notifiers: [notifierOf(NOTIFIER)!], ...account,
    }),
    from: START, conditions, settings: { skipTicks },
  });
  await simulation.runUntil(until);
  return simulation;
}

describe('A notifier in a simulation', () => {
  test('sends its own message about an alarm, seconds after CloudWatch notified it.', async () => {
    const { messages } = await play([fails(at('02:00'), at('02:30'))], at('03:30'));
    const [first] = messages.filter(({ state }) => state === 'ALARM');
    expect(first).toMatchObject({ severity: 'critical', to: ['email:data@example.com'] });
    expect(first!.text).not.toMatch(/^The alarm "OrdersFailed"/);
  });

  test('that crashes is retried, and then people receive the unformatted alarm.', async () => {
    const crash: Condition = { from: at('01:30'), to: at('05:00'), run: (plan) => (plan.resourceArn === NOTIFIER.arn && plan.slot === undefined ? { ...plan, outcome: 'failed' } : plan) };
    const { messages } = await play([fails(at('02:00'), at('02:30')), crash], at('03:30'));
    const raw = messages.filter(({ kind, state, at: sentAt }) => kind === 'raw' && state === 'ALARM' && sentAt > at('01:30'));
    expect(raw).toMatchObject([{ alarm: 'OrdersFailed', severity: 'critical', to: ['email:data@example.com'] }]);
    expect(JSON.parse(raw[0]!.text)).toMatchObject({ requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 } });
  });

  test('that is deleted lets people receive the unformatted alarm from the dead-letter queue.', async () => {
    const simulation = await play([fails(at('02:00'), at('02:30')), { from: at('01:30'), to: Infinity, invocable: ({ name }) => (name === 'notifier' ? 'deleted' : undefined) }], at('03:30'));
    expect(simulation.messages.filter(({ at: sentAt }) => sentAt > at('01:30')).map(({ alarm, state, kind }) => `${alarm} ${state} ${kind}`)).toEqual(['OrdersFailed ALARM raw', 'OrdersFailed OK raw']);
    expect(simulation.lost).toEqual([]);
  });

  test('with a disabled schedule is invoked only by alarms, and the alarm on its silence goes off.', async () => {
    const { messages } = await play([{ from: at('01:30'), to: Infinity, firing: ({ name }) => (name === 'minutely' ? { kind: 'none' } : undefined) }], at('03:30'));
    expect(messages.map(({ alarm, state }) => `${alarm} ${state}`)).toContain('NotifierSilent ALARM');
  });

  test('sends the same on a quiet day with and without skipped ticks, and runs far fewer ticks.', async () => {
    const [full, sparse] = [await play([], at('12:00'), { skipTicks: false }), await play([], at('12:00'))];
    expect(sparse.messages).toEqual(full.messages);
    expect(sparse.notifiers[0]!.ticks.countUntil(at('12:00'))).toBe(full.notifiers[0]!.ticks.countUntil(at('12:00')));
    expect(sparse.notifiers[0]!.ticks.ran.length).toBeLessThan(full.notifiers[0]!.ticks.ran.length / 4);
    expect(sparse.alarms.map(({ history }) => history)).toEqual(full.alarms.map(({ history }) => history));
  });
});
