import { MINUTE, SECOND } from '../../../core/time';
import type { Condition, Firing } from '../../../drill/simulation/conditions';
import { DeadLetterQueue } from '../../../drill/simulation/delivery/dead-letter-queue';
import { Behaviour } from '../../../drill/simulation/runs/run-plan';
import { ScheduleHost, serveAll } from '../../../drill/simulation/schedule-host';
import type { MetricIdentity, ScheduleModel } from '../../../template/model';
import { queueOf, ruleOf, scheduleOf } from '../accounts';
import { at, Bench, START, timeOf } from './bench';

const SCHEDULER = (name: string): MetricIdentity => ({ namespace: 'AWS/Scheduler', metricName: name, dimensions: { ScheduleGroup: 'group' } });
const RULE = (name: string): MetricIdentity => ({ namespace: 'AWS/Events', metricName: name, dimensions: { RuleName: 'rule' } });
const DEPTH: MetricIdentity = { namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'dead' } };
const KEPT = [
  ...['InvocationAttemptCount', 'TargetErrorCount', 'TargetErrorThrottledCount', 'InvocationDroppedCount', 'InvocationsSentToDeadLetterCount'].map(SCHEDULER),
  ...['Invocations', 'FailedInvocations', 'InvocationsSentToDlq'].map(RULE), DEPTH,
];

interface Given {
  readonly model: ScheduleModel;
  readonly from?: number;
  readonly until?: number;
  readonly firing?: Firing;
  /** The condition ends then. */
  readonly healsAt?: number;
  readonly mayInvoke?: boolean;
  readonly servesRepeatedHour?: boolean;
}

/** Serves a schedule, and records when its target was invoked for which slot. */
async function served({ model, from = START, until = at('00:00', 1), firing, healsAt = Infinity, mayInvoke = true, servesRepeatedHour = false }: Given): Promise<{ bench: Bench; invoked: { at: number; slot: number }[] }> {
  const conditions: Condition[] = firing === undefined ? [] : [{ from, to: healsAt, firing: () => firing }];
  const bench = new Bench({ conditions, from, settings: { servesRepeatedHour } }).keep(...KEPT);
  const invoked: { at: number; slot: number }[] = [];
  const target = { arn: 'arn', mayInvoke, invoke: (now: number, slot: number) => void invoked.push({ at: now, slot }) };
  const queue = new DeadLetterQueue(bench, queueOf('dead'));
  const host = new ScheduleHost(bench, model, { targets: [target], behaviour: Behaviour.jittering(0, 'schedule', 'test'), deadLetters: model.deadLetterArn === undefined ? undefined : queue });
  serveAll(bench, host, from - 1);
  return { bench: await bench.until(until), invoked };
}

describe('an EventBridge Scheduler schedule', () => {
  test('It invokes its target within the minute of each slot, and counts it.', async () => {
    const { bench, invoked } = await served({ model: scheduleOf('cron(0 2,14 * * ? *)', 'arn') });
    expect(invoked.map(({ slot }) => timeOf(slot))).toEqual(['02:00:00', '14:00:00']);
    for (const { at: now, slot } of invoked) expect(now - slot).toBeLessThan(MINUTE);
    expect(bench.points(SCHEDULER('InvocationAttemptCount'))).toHaveLength(2);
    expect(bench.points(SCHEDULER('TargetErrorCount'))).toEqual([]);
  });

  test('It reads a cron in its time zone.', async () => {
    const { invoked } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn', { timeZone: 'America/New_York' }) });
    expect(invoked.map(({ slot }) => timeOf(slot))).toEqual(['06:00:00']);
  });

  test('It does not serve a local time that the clocks skip.', async () => {
    const from = Date.parse('2026-03-28T00:00:00Z');
    const { invoked } = await served({ model: scheduleOf('cron(30 2 * * ? *)', 'arn', { timeZone: 'Europe/Berlin' }), from, until: from + 3 * 86_400_000 });
    expect(invoked.map(({ slot }) => new Date(slot).toISOString())).toEqual(['2026-03-28T01:30:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  test('It serves a local time that the clocks repeat once.', async () => {
    const from = Date.parse('2026-10-24T12:00:00Z');
    const { invoked } = await served({ model: scheduleOf('cron(30 2 * * ? *)', 'arn', { timeZone: 'Europe/Berlin' }), from, until: from + 86_400_000 });
    expect(invoked.map(({ slot }) => new Date(slot).toISOString())).toEqual(['2026-10-25T00:30:00.000Z']);
  });

  test.each([[false, 24], [true, 25]])('In the hour that is repeated in autumn an hourly cron pauses, unless the setting says otherwise (%p: %i runs in that day).', async (servesRepeatedHour, runs) => {
    const from = Date.parse('2026-10-24T22:00:00Z');
    const { invoked } = await served({ model: scheduleOf('cron(10 * * * ? *)', 'arn', { timeZone: 'Europe/Berlin' }), from, until: from + 25 * 3_600_000, servesRepeatedHour });
    expect(invoked).toHaveLength(runs);
  });

  test('It counts a rate from its creation, when it fires for the first time.', async () => {
    const { invoked } = await served({ model: scheduleOf('rate(10 hours)', 'arn'), from: at('00:07'), until: at('00:00', 1) });
    expect(invoked.map(({ slot }) => timeOf(slot))).toEqual(['00:07:00', '10:07:00', '20:07:00']);
  });

  test('A flexible time window lets it fire anywhere in the window, and not always at the same time.', async () => {
    const { invoked } = await served({ model: scheduleOf('cron(0 * * * ? *)', 'arn', { flexibleMinutes: 30 }) });
    const delays = invoked.map(({ at: now, slot }) => now - slot);
    expect(Math.max(...delays)).toBeLessThan(31 * MINUTE);
    expect(Math.max(...delays)).toBeGreaterThan(20 * MINUTE);
    expect(new Set(delays).size).toBe(delays.length);
  });

  test('A disabled schedule does nothing and publishes nothing.', async () => {
    const { bench, invoked } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn', { enabled: false }) });
    expect(invoked).toEqual([]);
    expect(KEPT.flatMap((metric) => bench.points(metric))).toEqual([]);
  });

  test('It serves no slot before its start or after its end.', async () => {
    const { invoked } = await served({ model: scheduleOf('cron(0 * * * ? *)', 'arn', { start: at('05:00'), end: at('07:30') }) });
    expect(invoked.map(({ slot }) => timeOf(slot))).toEqual(['05:00:00', '06:00:00', '07:00:00']);
  });

  test('It retries what the target refuses with growing pauses, and succeeds when the target works again.', async () => {
    const { bench, invoked } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn'), firing: { kind: 'refused', why: 'targetError' }, healsAt: at('02:10') });
    expect(invoked).toHaveLength(1);
    expect(invoked[0]!.slot).toBe(at('02:00'));
    expect(invoked[0]!.at).toBeGreaterThanOrEqual(at('02:10'));
    expect(bench.points(SCHEDULER('TargetErrorCount')).length).toBeGreaterThan(3);
    expect(bench.points(SCHEDULER('InvocationDroppedCount'))).toEqual([]);
  });

  test('It drops the event when its retries are used up.', async () => {
    const { bench, invoked } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn', { retryAttempts: 2 }), firing: { kind: 'refused', why: 'targetError' } });
    expect(invoked).toEqual([]);
    expect(bench.points(SCHEDULER('TargetErrorCount'))).toHaveLength(3);
    expect(bench.points(SCHEDULER('InvocationDroppedCount'))).toHaveLength(1);
  });

  test('It drops an event that is too old into the dead-letter queue, which then shows its depth every minute.', async () => {
    const { bench } = await served({
      model: scheduleOf('cron(0 2 * * ? *)', 'arn', { maxEventAgeSeconds: 60, deadLetterArn: queueOf('dead').arn }), firing: { kind: 'refused', why: 'notAllowed' }, until: at('02:05'),
    });
    expect(bench.points(SCHEDULER('InvocationsSentToDeadLetterCount'))).toHaveLength(1);
    expect(bench.points(DEPTH).length).toBeGreaterThanOrEqual(2);
    expect(new Set(bench.points(DEPTH).map((point) => point.split(' ')[1]))).toEqual(new Set(['1']));
  });

  test('With the defaults it retries an event for a day, at least every eight minutes.', async () => {
    const { bench } = await served({ model: scheduleOf('at(2026-06-01T02:00:00)', 'arn'), firing: { kind: 'refused', why: 'targetError' }, until: at('12:00', 1) });
    const tries = [...bench.store.find(SCHEDULER('TargetErrorCount'))!.singlesFrom(START)].map((point) => point.at);
    expect(tries.at(-1)! - tries[0]!).toBeGreaterThan(23 * 3_600_000);
    expect(Math.max(...tries.slice(1).map((time, index) => time - tries[index]!))).toBeLessThan(8 * MINUTE);
    expect(bench.points(SCHEDULER('InvocationDroppedCount'))).toHaveLength(1);
  });

  test('A throttled target has a metric of its own.', async () => {
    const { bench } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn', { retryAttempts: 0 }), firing: { kind: 'refused', why: 'targetThrottled' } });
    expect(bench.points(SCHEDULER('TargetErrorThrottledCount'))).toHaveLength(1);
    expect(bench.points(SCHEDULER('TargetErrorCount'))).toEqual([]);
  });

  test('A role that may not start the target is refused from the first slot on.', async () => {
    const { bench, invoked } = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn', { retryAttempts: 0 }), mayInvoke: false });
    expect(invoked).toEqual([]);
    expect(bench.points(SCHEDULER('TargetErrorCount'))).toHaveLength(1);
  });

  test('An event may be delivered late, or twice.', async () => {
    const late = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn'), firing: { kind: 'delayed', seconds: 600 } });
    expect(late.invoked[0]!.at - late.invoked[0]!.slot).toBeGreaterThanOrEqual(600 * SECOND);
    const twice = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn'), firing: { kind: 'twice' } });
    expect(twice.invoked.map(({ slot }) => timeOf(slot))).toEqual(['02:00:00', '02:00:00']);
    const later = await served({ model: scheduleOf('cron(0 2 * * ? *)', 'arn'), firing: { kind: 'twice', seconds: 600 } });
    expect(later.invoked[1]!.at - later.invoked[0]!.at).toBe(600 * SECOND);
  });
});

describe('a scheduled rule of EventBridge', () => {
  test('Its invocations are counted by rule, and there are no points without invocations.', async () => {
    const { bench } = await served({ model: ruleOf('cron(0 2 * * ? *)', 'arn') });
    expect(bench.points(RULE('Invocations'))).toHaveLength(1);
    expect(bench.points(RULE('FailedInvocations'))).toEqual([]);
    expect(bench.points(SCHEDULER('InvocationAttemptCount'))).toEqual([]);
  });

  test('A rule that is not allowed does not retry: the event has failed for good.', async () => {
    const { bench } = await served({ model: ruleOf('cron(0 2 * * ? *)', 'arn', { deadLetterArn: queueOf('dead').arn }), firing: { kind: 'refused', why: 'notAllowed' }, until: at('02:05') });
    expect(bench.points(RULE('FailedInvocations'))).toHaveLength(1);
    expect(bench.points(RULE('InvocationsSentToDlq'))).toHaveLength(1);
  });

  test('It retries an error of the target for a day before the event counts as failed.', async () => {
    const { bench } = await served({ model: ruleOf('cron(0 2 * * ? *)', 'arn'), firing: { kind: 'refused', why: 'targetError' }, until: at('23:00') });
    expect(bench.points(RULE('FailedInvocations'))).toEqual([]);
  });
});
