import { DAY, HOUR, Instant } from '../../core/time';
import type { DeliveredMessage } from '../../drill';
import type { Condition } from '../../drill/simulation/conditions';
import { Simulation } from '../../drill/simulation/simulation';
import { findPipelines } from '../../template/find-pipelines';
import type { Account, ScheduleModel } from '../../template/model';
import { limitsOf, PipelineModel } from '../../template/pipeline';
import { exampleAccount } from './example';

const FROM = Date.parse('2026-01-05T00:00:00Z');
const YEAR = 365 * DAY;
/** A mailbox that receives more is not read any more. */
const MOST = 60;
/** The first messages after a deployment report that something exists now. */
const DEPLOYMENT = DAY;

/** A run that fails once in the year, and its pipeline. */
interface Breakdown {
  readonly what: string;
  readonly pipeline: string;
  readonly from: Instant;
  readonly to: Instant;
  /** When someone who was notified starts it again by hand. Absent: the next run succeeds. */
  readonly repairedAt?: string;
}

const date = (text: string): Instant => Date.parse(`2026-${text}Z`);

/** The breakdowns of a team's year. */
const BREAKDOWNS: readonly Breakdown[] = [
  { what: 'a night fails', pipeline: 'NightlyOrders', from: date('02-10T05:00'), to: date('02-10T09:00'), repairedAt: '2026-02-10T10:00:00' },
  { what: 'an hour fails', pipeline: 'CustomerSync', from: date('03-17T14:00'), to: date('03-17T15:00') },
  { what: 'a report fails', pipeline: 'WeekdayReport', from: date('05-06T03:00'), to: date('05-06T05:00'), repairedAt: '2026-05-06T07:30:00' },
];

/** What a breakdown does to the runs of its pipeline. */
function conditionOf({ from, to }: Breakdown, { stages: [{ resource }] }: PipelineModel): Condition {
  return { from, to, sparesWatchers: true, run: (plan) => (plan.resourceArn === resource.arn ? { ...plan, outcome: 'failed' } : plan) };
}

/** A run that is started again by hand, as a schedule that fires once. */
function repairsOf({ repairedAt }: Breakdown, { schedules: [schedule] }: PipelineModel): ScheduleModel[] {
  return repairedAt === undefined ? [] : [{ ...schedule, name: `by hand ${repairedAt}`, group: 'by hand', expression: `at(${repairedAt})`, timeZone: 'UTC', flexibleMinutes: 0 }];
}

describe('a year of the example with a few breakdowns', () => {
  const account: Account = exampleAccount();
  const { pipelines } = findPipelines(account);
  const named = (pipeline: string): PipelineModel => pipelines.find(({ name }) => name === pipeline)!;
  let sent: readonly DeliveredMessage[];
  const about = (pipeline: string, from: Instant, to: Instant): DeliveredMessage[] =>
    sent.filter(({ at, kind, pipelines: names }) => kind !== 'digest' && names?.includes(pipeline) === true && at >= from && at < to);

  beforeAll(async () => {
    const simulation = new Simulation({
      account: { ...account, schedules: [...account.schedules, ...BREAKDOWNS.flatMap((one) => repairsOf(one, named(one.pipeline)))] },
      from: FROM, links: pipelines.flatMap(({ links }) => links), limits: limitsOf(pipelines),
      conditions: BREAKDOWNS.map((one) => conditionOf(one, named(one.pipeline))),
    });
    await simulation.runUntil(FROM + YEAR);
    sent = simulation.messages.filter(({ at, to }) => at >= FROM + DEPLOYMENT && to.length > 0);
  }, 300_000);

  test(`Fewer than ${MOST} messages are sent in all, including a digest a week.`, () => {
    expect(sent.filter(({ kind }) => kind === 'digest').length).toBeGreaterThanOrEqual(51);
    expect(sent.length).toBeLessThan(MOST);
  });

  test.each(BREAKDOWNS)('People are notified that $what, and of the recovery.', ({ pipeline, from, to }) => {
    const [first, ...more] = about(pipeline, from, to + 3 * DAY);
    expect(first).toMatchObject({ state: 'ALARM', kind: 'opened' });
    expect(first!.at).toBeLessThan(to + 2 * HOUR);
    expect(more.at(-1)).toMatchObject({ state: 'OK', kind: 'recovered' });
  });

  test('People are not notified of anything else.', () => {
    const bad = sent.filter(({ state }) => state !== 'OK');
    const known = BREAKDOWNS.flatMap(({ pipeline, from, to }) => about(pipeline, from, to + 3 * DAY));
    expect(bad.filter((message) => !known.includes(message))).toEqual([]);
  });
});
