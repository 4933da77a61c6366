import fc from 'fast-check';
import { Contract, isSilence } from '../../../core/contract/contract';
import { ContractError } from '../../../core/contract/contract-error';
import { readContract } from '../../../core/contract/read-contract';
import { evidenceFrom, Lookback } from '../../../core/evidence/windows';
import { mostSlots, parseSchedule } from '../../../core/schedule/parse';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import { LAMBDA, nightly, silence, stage } from '../verdict/scenario';

const NOW = Date.parse('2026-03-10T12:03:00Z');
const SINCE = NOW - 430 * DAY;

const stages = (count: number, more: object = {}): object[] => Array.from({ length: count }, (_, index) => stage({ name: `s${index}`, source: LAMBDA, ...more }));

function read(expectation: object, all: object[], since = SINCE): Contract {
  return readContract(JSON.stringify({ version: 1, pipeline: 'Orders', expectation, stages: all }), since);
}

function refusal(expectation: object, all: object[]): string | undefined {
  try {
    read(expectation, all);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return (error as Error).message;
  }
}

const minutely = (more: object = {}): object => nightly({ schedule: 'cron(* * * * ? *)', startEarlyBySeconds: 10, ...more });

describe('a contract that asks for more than can be judged together with others is refused by name', () => {
  const REMEDY = 'shorten maxDuration, startWithin, publicationDelay or the deadline, lower failuresToAlarm, or expect fewer runs';

  test('a contract made to exhaust the checker: 455 days every minute, 18 stages', () => {
    expect(refusal(nightly({ schedule: 'rate(1 minute)' }), stages(18, { maxDurationSeconds: 455 * 86_400 })))
      .toBe(`contract: expectation asks for 655282 slots of 18 stages at once, but only 20000 together can be judged: ${REMEDY}`);
  });

  test('more than 24 hours of publication delay', () => {
    expect(refusal(nightly(), stages(1, { publicationDelaySeconds: 86_400 }))).toBeUndefined();
    expect(refusal(nightly(), stages(1, { publicationDelaySeconds: 86_401 }))).toBe('contract: stages[0].publicationDelaySeconds must be a whole number from 0 to 86400, got 86401');
  });

  test('more than 20 stages', () => {
    expect(refusal(nightly(), stages(20))).toBeUndefined();
    expect(refusal(nightly(), stages(21))).toBe('contract: stages must be at most 20, got 21: make several pipelines of them');
  });

  test('more than 400 excluded dates', () => {
    const dates = (count: number): string[] => Array.from({ length: count }, (_, day) => new Date(NOW + day * DAY).toISOString().slice(0, 10));
    expect(refusal(nightly({ excludeDates: dates(400) }), stages(1))).toBeUndefined();
    expect(refusal(nightly({ excludeDates: dates(401) }), stages(1))).toBe('contract: expectation.excludeDates must be at most 400 dates, got 401: leave out those that are over');
  });

  test('many failures in a row of many stages', () => {
    expect(refusal(minutely({ failuresToAlarm: 1000 }), stages(20))).toMatch(/^contract: expectation asks for \d+ slots of 20 stages at once/);
    expect(refusal(minutely({ failuresToAlarm: 1000 }), stages(9))).toBeUndefined();
  });

  test('a short silence whose runs may take very long', () => {
    expect(refusal(silence({ maxSilenceSeconds: 60 }), stages(1, { maxDurationSeconds: 30 * 86_400 })))
      .toBe('contract: expectation asks for 43215 slots of 1 stage at once, but only 20000 together can be judged: allow a longer silence, shorten maxDuration or publicationDelay, or lower failuresToAlarm');
  });

  test('optional stages are not judged, so they do not count', () => {
    const [judged, ...others] = stages(20, { maxDurationSeconds: 86_400 });
    expect(refusal(minutely(), [judged!, ...others.map((one) => ({ ...one, optional: true }))])).toBeUndefined();
    expect(refusal(minutely(), [judged!, ...others])).toMatch(/^contract: expectation asks for/);
  });
});

describe('what people write is accepted', () => {
  test.each([
    ['every minute', minutely(), stages(1)],
    ['every minute, by a rate, in 20 stages', nightly({ schedule: 'rate(1 minute)' }), stages(20, { maxDurationSeconds: 900 })],
    ['every minute, each run up to a day', minutely(), stages(5, { maxDurationSeconds: 86_400 })],
    ['every 5 minutes, done by the morning', nightly({ schedule: 'rate(5 minutes)', finishBy: '07:30' }), stages(10)],
    ['hourly, up to a week', nightly({ schedule: 'cron(0 * * * ? *)' }), stages(20, { maxDurationSeconds: 7 * 86_400 })],
    ['once a year', nightly({ schedule: 'cron(0 2 1 1 ? *)' }), stages(20, { maxDurationSeconds: 86_400 })],
    ['a minute of silence', silence({ maxSilenceSeconds: 60 }), stages(3, { maxDurationSeconds: 900 })],
  ])('%s', (_what, expectation, all) => {
    expect(refusal(expectation, all)).toBeUndefined();
  });
});

describe('every accepted contract asks for bounded work', () => {
  const seconds = fc.oneof(fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 0, max: 455 * 86_400 }));
  const schedules = fc.constantFrom('rate(1 minute)', 'rate(7 minutes)', 'rate(1 day)', 'cron(* * * * ? *)', 'cron(0/2 9-17 ? * MON-FRI *)', 'cron(* * ? * SUN *)', 'cron(0 * * * ? *)', 'cron(0 2 1 1 ? *)');
  const counts = { failuresToAlarm: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1000 })), successesToRecover: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1000 })) };
  const scheduled = fc.record({
    ...counts, schedule: schedules, timeZone: fc.constantFrom('UTC', 'America/New_York'), startEarlyBySeconds: fc.oneof(fc.constant(0), seconds), flexibleWindowSeconds: fc.oneof(fc.constant(0), seconds),
    excludeDates: fc.integer({ min: 0, max: 400 }).map((days) => Array.from({ length: days }, (_, day) => new Date(NOW - day * DAY).toISOString().slice(0, 10))),
  });
  const silent = fc.record({ ...counts, maxSilenceSeconds: fc.oneof(fc.constant(60), seconds.filter((value) => value >= 60)) });
  const all = fc.tuple(fc.integer({ min: 1, max: 20 }), seconds, seconds, fc.integer({ min: 0, max: 86_400 }))
    .map(([count, maxDurationSeconds, startWithinSeconds, publicationDelaySeconds]) => stages(count, { maxDurationSeconds: Math.max(1, maxDurationSeconds), startWithinSeconds, publicationDelaySeconds }));

  test('at most 20,000 slots of stages are judged at once, and a few more at the edges', () => {
    fc.assert(fc.property(fc.oneof(scheduled, silent), all, fc.constantFrom<Lookback>('recent', 'history'), (expectation, listed, reach) => {
      fc.pre(refusal(expectation, listed) === undefined);
      const contract = read(expectation, listed);
      const from = evidenceFrom(contract, reach, NOW) ?? NOW;
      const evidence = contract.stages.map(({ name }) => ({ stage: name, runs: [], from, confirmsFailure: true }));
      const { slots } = judge(contract, evidence, NOW);
      // A slot that is not owed is judged too, but is not counted here.
      const looked = isSilence(contract.expectation) ? slots.length : parseSchedule(contract.expectation.schedule, { timeZone: contract.expectation.timeZone }).slots(from, NOW + 1).length;
      expect(looked * contract.stages.length).toBeLessThanOrEqual(30_000);
    }), { numRuns: 100 });
  });

  test('a history is never shorter than what a healthy pipeline needs', () => {
    fc.assert(fc.property(fc.oneof(scheduled, silent), all, (expectation, listed) => {
      fc.pre(refusal(expectation, listed) === undefined);
      const contract = read(expectation, listed);
      expect(evidenceFrom(contract, 'history', NOW) ?? NOW).toBeLessThanOrEqual(evidenceFrom(contract, 'recent', NOW) ?? NOW);
    }), { numRuns: 100 });
  });
});

describe('the most slots of a time span', () => {
  test('are at least as many as any time span of that length has', () => {
    const expressions = fc.constantFrom('rate(1 minute)', 'rate(7 minutes)', 'cron(* * * * ? *)', 'cron(0/7 3,4 * * ? *)', 'cron(0/2 9-17 ? * MON-FRI *)', 'cron(30 1 * * ? *)', 'at(2026-10-25T02:30:00)');
    const begins = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => Date.parse('2025-10-01T00:00:00Z') + minutes * MINUTE);
    fc.assert(fc.property(expressions, fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'), begins, fc.integer({ min: 1, max: 3 * 24 * 60 }), (expression, timeZone, begin, minutes) => {
      const slots = parseSchedule(expression, { timeZone }).slots(begin, begin + minutes * MINUTE + 1);
      expect(slots.length).toBeLessThanOrEqual(mostSlots(expression, minutes * MINUTE));
    }), { numRuns: 300 });
  });

  test('are not many more', () => {
    expect(mostSlots('rate(5 minutes)', HOUR)).toBe(13);
    expect(mostSlots('cron(* * * * ? *)', HOUR)).toBe(120);
    expect(mostSlots('cron(0 2 * * ? *)', 7 * DAY)).toBe(16);
    expect(mostSlots('at(2026-10-25T02:30:00)', DAY)).toBe(1);
  });
});
