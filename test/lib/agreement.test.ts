import fc from 'fast-check';
import { parseSchedule } from '../../core/schedule/parse';
import { type ExpectedTimes, type Firing, firingOf, isExpected, unserved } from '../../lib/expectation/read-trigger';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = Date.UTC(2027, 0, 1);

const slots = (expression: string, { late = 15 * MINUTE, early = MINUTE, timeZone = 'UTC' } = {}): ExpectedTimes => (
  { by: 'slots', schedule: parseSchedule(expression, { timeZone }), earlyMillis: early, lateMillis: late, isOwed: ({ optional }) => !optional });
const every = (longestMillis: number): ExpectedTimes => ({ by: 'interval', longestMillis });
const fires = (expression: string, timeZone = 'UTC', anchor?: string): Firing => firingOf({ expression, timeZone, anchor, windowKnown: true })!;
const firstUnserved = (expected: ExpectedTimes, ...firings: Firing[]): string | undefined => {
  const gap = unserved(expected, firings, FROM);
  return gap?.slot === undefined ? gap && 'never often enough' : new Date(gap.slot).toISOString().slice(0, 16);
};

describe('what is expected and nothing serves', () => {
  test.each<[string, ExpectedTimes, Firing[], string | undefined]>([
    ['nothing at the same time', slots('cron(0 2 * * ? *)'), [fires('cron(0 2 * * ? *)')], undefined],
    ['nothing at the same time in another zone', slots('cron(0 2 * * ? *)'), [fires('cron(0 11 * * ? *)', 'Asia/Tokyo')], undefined],
    ['each slot an hour before the run', slots('cron(0 2 * * ? *)'), [fires('cron(0 3 * * ? *)')], '2027-01-01T02:00'],
    ['nothing where the run starts in time', slots('cron(0 2 * * ? *)', { late: HOUR }), [fires('cron(0 3 * * ? *)')], undefined],
    ['nothing where the run starts a little early', slots('cron(0 2 * * ? *)'), [fires('cron(59 1 * * ? *)')], undefined],
    ['the morning without that hour where the zone of one has daylight saving', slots('cron(0 1 * * ? *)'), [fires('cron(0 2 * * ? *)', 'Europe/Berlin')], '2027-03-28T01:00'],
    ['the first Saturday where the schedule runs on weekdays', slots('cron(0 2 * * ? *)'), [fires('cron(0 2 ? * MON-FRI *)')], '2027-01-02T02:00'],
    ['nothing where the schedule runs more often', slots('cron(0 2 ? * MON-FRI *)'), [fires('cron(0 2 * * ? *)')], undefined],
    ['nothing where two schedules share the work', slots('cron(0 2,14 * * ? *)'), [fires('cron(0 2 * * ? *)'), fires('cron(0 14 * * ? *)')], undefined],
    ['each slot where a rate may have any phase', slots('cron(0 2 * * ? *)'), [fires('rate(1 day)')], '2027-01-01T02:00'],
    ['nothing where a rate is always near', slots('cron(0 2 * * ? *)'), [fires('rate(5 minutes)')], undefined],
    ['nothing where a rate is anchored at the slot', slots('cron(0 2 * * ? *)'), [fires('rate(1 day)', 'UTC', '2026-12-01T02:00:00Z')], undefined],
    ['nothing by a rate of the same interval', every(HOUR), [fires('rate(1 hour)')], undefined],
    ['a success in each window shorter than the gaps', every(HOUR), [fires('rate(2 hours)')], 'never often enough'],
    ['a success in each window shorter than a weekend', every(26 * HOUR), [fires('cron(0 2 ? * MON-FRI *)')], 'never often enough'],
    ['anything where nothing fires', slots('cron(0 2 * * ? *)'), [], '2027-01-01T02:00'],
  ])('is %s', (_name, expected, firings, gap) => {
    expect(firstUnserved(expected, ...firings)).toBe(gap);
  });

  test('is nothing on dates on which no run is owed', () => {
    const owed: ExpectedTimes = { ...slots('cron(0 2 * * ? *)'), isOwed: ({ at }) => ![0, 6].includes(new Date(at).getUTCDay()) } as ExpectedTimes;

    expect(firstUnserved(owed, fires('cron(0 2 ? * MON-FRI *)'))).toBeUndefined();
  });

  test('is nothing, whatever the time of day, for a schedule beside itself', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe'), (minute, hour, timeZone) => {
      const expression = `cron(${minute} ${hour} * * ? *)`;

      expect(firstUnserved(slots(expression, { timeZone, early: 0, late: 0 }), fires(expression, timeZone))).toBeUndefined();
    }), { numRuns: 40 });
  });

  test('is the first slot whenever a daily schedule is off by more than is tolerated', () => {
    fc.assert(fc.property(fc.integer({ min: 16, max: 1438 }), (minutes) => {
      const schedule = fires(`cron(${minutes % 60} ${Math.floor(minutes / 60)} * * ? *)`);

      expect(firstUnserved(slots('cron(0 0 * * ? *)'), schedule)).toBe('2027-01-02T00:00');
    }), { numRuns: 40 });
  });
});

describe('a trigger is expected', () => {
  test.each<[string, ExpectedTimes, Firing, boolean]>([
    ['that fires at slots only', slots('cron(0 2 * * ? *)'), fires('cron(0 2 ? * MON *)'), true],
    ['that fires between slots too: not', slots('cron(0 2 * * ? *)'), fires('cron(0 2,14 * * ? *)'), false],
    ['that fires at other times: not', slots('cron(0 2 * * ? *)'), fires('cron(0 3 * * ? *)'), false],
    ['whose rate is often enough', every(HOUR), fires('rate(1 hour)'), true],
  ])('%s', (_name, expected, firing, answer) => {
    expect(isExpected(expected, firing, FROM)).toBe(answer);
  });
});

test('Of an expression that EventBridge would refuse, or that only the deployment knows, nothing is said.', () => {
  expect(firingOf({ expression: 'cron(0 2 * * *)', timeZone: 'UTC', windowKnown: true })).toBeUndefined();
  expect(firingOf({ expression: '${Token[When.1]}', timeZone: 'UTC', windowKnown: true })).toBeUndefined();
});
