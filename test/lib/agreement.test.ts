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

describe('the expected run that nothing starts', () => {
  test.each<[string, ExpectedTimes, Firing[], string | undefined]>([
    ['absent at the same time', slots('cron(0 2 * * ? *)'), [fires('cron(0 2 * * ? *)')], undefined],
    ['absent at the same time in another zone', slots('cron(0 2 * * ? *)'), [fires('cron(0 11 * * ? *)', 'Asia/Tokyo')], undefined],
    ['each slot that is an hour before the run', slots('cron(0 2 * * ? *)'), [fires('cron(0 3 * * ? *)')], '2027-01-01T02:00'],
    ['absent if the run starts in time', slots('cron(0 2 * * ? *)', { late: HOUR }), [fires('cron(0 3 * * ? *)')], undefined],
    ['absent if the run starts a little early', slots('cron(0 2 * * ? *)'), [fires('cron(59 1 * * ? *)')], undefined],
    ['the first day on which only one of the zones has daylight saving', slots('cron(0 1 * * ? *)'), [fires('cron(0 2 * * ? *)', 'Europe/Berlin')], '2027-03-28T01:00'],
    ['the first Saturday if the schedule runs on weekdays', slots('cron(0 2 * * ? *)'), [fires('cron(0 2 ? * MON-FRI *)')], '2027-01-02T02:00'],
    ['absent if the schedule runs more often', slots('cron(0 2 ? * MON-FRI *)'), [fires('cron(0 2 * * ? *)')], undefined],
    ['absent if two schedules serve all slots together', slots('cron(0 2,14 * * ? *)'), [fires('cron(0 2 * * ? *)'), fires('cron(0 14 * * ? *)')], undefined],
    ['each slot if the phase of the rate is not known', slots('cron(0 2 * * ? *)'), [fires('rate(1 day)')], '2027-01-01T02:00'],
    ['absent if the rate is always near a slot', slots('cron(0 2 * * ? *)'), [fires('rate(5 minutes)')], undefined],
    ['absent if the rate is anchored at the slot', slots('cron(0 2 * * ? *)'), [fires('rate(1 day)', 'UTC', '2026-12-01T02:00:00Z')], undefined],
    ['absent for a rate of the same interval', every(HOUR), [fires('rate(1 hour)')], undefined],
    ['never often enough if the window is shorter than the gaps', every(HOUR), [fires('rate(2 hours)')], 'never often enough'],
    ['never often enough if the window is shorter than a weekend', every(26 * HOUR), [fires('cron(0 2 ? * MON-FRI *)')], 'never often enough'],
    ['each slot if nothing fires', slots('cron(0 2 * * ? *)'), [], '2027-01-01T02:00'],
  ])('is %s', (_name, expected, firings, gap) => {
    expect(firstUnserved(expected, ...firings)).toBe(gap);
  });

  test('does not exist on excluded dates', () => {
    const owed: ExpectedTimes = { ...slots('cron(0 2 * * ? *)'), isOwed: ({ at }) => ![0, 6].includes(new Date(at).getUTCDay()) } as ExpectedTimes;

    expect(firstUnserved(owed, fires('cron(0 2 ? * MON-FRI *)'))).toBeUndefined();
  });

  test('does not exist for two equal schedules at any time of day', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe'), (minute, hour, timeZone) => {
      const expression = `cron(${minute} ${hour} * * ? *)`;

      expect(firstUnserved(slots(expression, { timeZone, early: 0, late: 0 }), fires(expression, timeZone))).toBeUndefined();
    }), { numRuns: 40 });
  });

  test('is the first slot if a daily schedule differs by more than the tolerance', () => {
    fc.assert(fc.property(fc.integer({ min: 16, max: 1438 }), (minutes) => {
      const schedule = fires(`cron(${minutes % 60} ${Math.floor(minutes / 60)} * * ? *)`);

      expect(firstUnserved(slots('cron(0 0 * * ? *)'), schedule)).toBe('2027-01-02T00:00');
    }), { numRuns: 40 });
  });
});

describe('the firings of a trigger', () => {
  test.each<[string, ExpectedTimes, Firing, boolean]>([
    ['are expected if it fires only at slots', slots('cron(0 2 * * ? *)'), fires('cron(0 2 ? * MON *)'), true],
    ['are not expected if it fires between slots too', slots('cron(0 2 * * ? *)'), fires('cron(0 2,14 * * ? *)'), false],
    ['are not expected if it fires at other times', slots('cron(0 2 * * ? *)'), fires('cron(0 3 * * ? *)'), false],
    ['are expected if its rate is often enough', every(HOUR), fires('rate(1 hour)'), true],
  ])('%s', (_name, expected, firing, answer) => {
    expect(isExpected(expected, firing, FROM)).toBe(answer);
  });
});

test('The firings are unknown if EventBridge would reject the expression or it is known only at deployment.', () => {
  expect(firingOf({ expression: 'cron(0 2 * * *)', timeZone: 'UTC', windowKnown: true })).toBeUndefined();
  expect(firingOf({ expression: '${Token[When.1]}', timeZone: 'UTC', windowKnown: true })).toBeUndefined();
});
