import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { DAY, HOUR, Instant, MINUTE } from '../../core/time';
import type { DeliveredMessage } from '../../drill';
import { Simulation } from '../../drill/simulation/simulation';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';
import type { Account } from '../../template/model';
import { readStack } from '../../template/read-stack';

/** Each has two alarms on a run that fails for good: at once, and at the due time. */
const PIPELINES = 100;
/** A stack has room for 500 resources. */
const PER_STACK = 30;
const FROM = Date.parse('2026-06-01T00:00:00Z');
/** The night in which everything fails. */
const NIGHT = FROM + 2 * DAY + 2 * HOUR;

/** Nightly functions that share an observatory. */
function manyPipelines(): Account {
  const app = new App();
  const first = new Stack(app, 'Many0');
  const observatory = new Observatory(first, 'Observatory', { contacts: [Contact.email('data@example.com')] });
  for (let index = 0; index < PIPELINES; index += 1) {
    const id = `Many${Math.floor(index / PER_STACK)}`;
    const stack = app.node.tryFindChild(id) as Stack | undefined ?? new Stack(app, id);
    const work = new Function(stack, `Work${index}`, {
      runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => undefined;'), timeout: Duration.minutes(10),
    });
    const schedule = new Schedule(stack, `Schedule${index}`, {
      schedule: ScheduleExpression.cron({ minute: String(index % 3), hour: '2' }), target: new LambdaInvoke(work, { retryAttempts: 0 }),
      scheduleGroup: new ScheduleGroup(stack, `Group${index}`),
    });
    new ObservedPipeline(stack, `Job${index}`, { stages: [PipelineStage.lambdaFunction(work)], expectation: RunExpectation.fromSchedule(schedule), observatory });
  }
  return readStack(first);
}

async function night(): Promise<Simulation> {
  const account = manyPipelines();
  const jobs = new Set(account.functions.filter(({ name }) => name.includes('Work')).map(({ arn }) => arn));
  const simulation = new Simulation({
    account, from: FROM,
    conditions: [{ from: NIGHT - HOUR, to: NIGHT + HOUR, sparesWatchers: true, run: (plan) => (jobs.has(plan.resourceArn) ? { ...plan, outcome: 'failed' } : plan) }],
  });
  await simulation.runUntil(NIGHT + 30 * HOUR);
  return simulation;
}

describe('a night in which a hundred pipelines fail', () => {
  let simulation: Simulation;
  let sent: readonly DeliveredMessage[];
  const between = (from: Instant, to: Instant): DeliveredMessage[] => sent.filter(({ at }) => at >= from && at < to);

  beforeAll(async () => {
    simulation = await night();
    sent = simulation.messages.filter(({ at, kind }) => at >= NIGHT && kind !== 'digest');
  }, 120_000);

  test('raises two hundred alarms.', () => {
    const raised = simulation.alarms.filter(({ history }) => history.some(({ at, to }) => to === 'ALARM' && at >= NIGHT && at < NIGHT + 5 * HOUR));
    expect(raised.filter(({ model }) => model.name.includes('Job')).length).toBeGreaterThanOrEqual(2 * PIPELINES);
  });

  test('causes fewer than ten messages until morning, which name every pipeline within a quarter of an hour.', () => {
    expect(between(NIGHT, NIGHT + 5 * HOUR).length).toBeLessThan(10);
    const named = new Set(between(NIGHT, NIGHT + 20 * MINUTE).flatMap(({ pipelines = [] }) => pipelines));
    expect(named.size).toBe(PIPELINES);
  });

  test('has as few reminders and recovery messages.', () => {
    // Six hours after the first message, and twelve hours after that.
    expect(between(NIGHT + 5 * HOUR, NIGHT + 12 * HOUR).length).toBeLessThan(10);
    expect(between(NIGHT + 12 * HOUR, NIGHT + 23 * HOUR).length).toBeLessThan(10);
    const recovered = between(NIGHT + 23 * HOUR, NIGHT + 30 * HOUR);
    expect(recovered.length).toBeLessThan(10);
    expect(new Set(recovered.filter(({ state }) => state === 'OK').flatMap(({ pipelines = [] }) => pipelines)).size).toBe(PIPELINES);
  });
});
