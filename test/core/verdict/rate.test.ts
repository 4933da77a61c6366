import fc from 'fast-check';
import { Run } from '../../../core/evidence/run';
import { MINUTE } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import { contractOf, hourly, judgeAt, LAMBDA, minutes, ok, record, run, show, slotsOf, stage, t } from './scenario';

const every = (rate: string, more = {}): ReturnType<typeof hourly> => hourly({ schedule: `rate(${rate})`, ...more });

describe('a rate', () => {
  test('with an anchor counts its slots from there', () => {
    const contract = contractOf({ expectation: every('1 hour', { anchor: '2026-03-01T00:20:30Z' }), since: t('2026-03-10 00:00') });
    expect(slotsOf(judgeAt('2026-03-10 02:00', contract, []))).toEqual(['2026-03-10 00:20:30 missed', '2026-03-10 01:20:30 missed']);
  });

  test('without an anchor and without a run counts from the contract', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    expect(slotsOf(judgeAt('2026-03-10 02:00', contract, []))).toEqual(['2026-03-10 01:12:34 missed']);
    expect(show(judgeAt('2026-03-10 02:00', contract, []).nextDue)).toBe('2026-03-10 02:12:34');
  });

  test('without an anchor reads the phase from the runs', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    const runs = [ok('2026-03-10 00:40:10'), ok('2026-03-10 01:40:12'), ok('2026-03-10 03:40:09')];
    expect(slotsOf(judgeAt('2026-03-10 04:00', contract, runs))).toEqual([
      '2026-03-10 00:40 ok', '2026-03-10 01:40 ok', '2026-03-10 02:40 missed', '2026-03-10 03:40 ok',
    ]);
  });

  test('is not misled by a repetition by hand', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    const runs = [ok('2026-03-10 00:05'), ok('2026-03-10 00:40:10'), ok('2026-03-10 01:02'), ok('2026-03-10 01:40:12')];
    expect(slotsOf(judgeAt('2026-03-10 02:00', contract, runs))).toEqual(['2026-03-10 00:40 ok', '2026-03-10 01:40 ok']);
  });

  test('follows the oldest run if two phases have equally many runs', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    const runs = [ok('2026-03-10 00:40:10'), ok('2026-03-10 02:10')];
    expect(slotsOf(judgeAt('2026-03-10 02:45', contract, runs))).toEqual(['2026-03-10 00:40 ok', '2026-03-10 01:40 late', '2026-03-10 02:40 pending']);
  });

  test('whose phase moved owes its next run, and meets its deadline, an interval after the last one', () => {
    const contract = contractOf({ expectation: every('2 hours', { finishWithinSeconds: minutes(30) }), since: t('2026-03-10 00:00'), stages: [stage({ source: LAMBDA, maxDurationSeconds: minutes(1) })] });
    const runs = [ok('2026-03-10 00:09'), ok('2026-03-10 02:01')];
    expect(slotsOf(judgeAt('2026-03-10 03:30', contract, runs))).toEqual(['2026-03-10 00:09 ok', '2026-03-10 02:09 pending']);
    expect(slotsOf(judgeAt('2026-03-10 04:31', contract, runs)).slice(1, 2)).toEqual(['2026-03-10 02:09 missed']);
  });

  test('of one minute has a slot every minute', () => {
    const contract = contractOf({ expectation: every('1 minute', { startEarlyBySeconds: 15 }), since: t('2026-03-10 00:00:30'), stages: [stage({ startWithinSeconds: 30, publicationDelaySeconds: 0 })] });
    const runs = [ok('2026-03-10 00:01:02'), ok('2026-03-10 00:03:04')];
    expect(slotsOf(judgeAt('2026-03-10 00:03:10', contract, runs))).toEqual(['2026-03-10 00:01 ok', '2026-03-10 00:02 missed', '2026-03-10 00:03 ok']);
  });

  test('gives the same slots for any order of its runs', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    const runs = [ok('2026-03-10 00:40:10'), ok('2026-03-10 01:12'), ok('2026-03-10 02:59:50')];
    expect(judgeAt('2026-03-10 03:30', contract, runs)).toEqual(judgeAt('2026-03-10 03:30', contract, [...runs].reverse()));
  });

  test('counts a day as 24 hours when the clocks change', () => {
    const contract = contractOf({ expectation: every('1 day', { timeZone: 'America/New_York', anchor: '2026-03-07T07:00:00Z' }), since: t('2026-03-07 12:00') });
    expect(slotsOf(judgeAt('2026-03-09 08:00', contract, []))).toEqual(['2026-03-08 07:00 missed', '2026-03-09 07:00 missed']);
  });
});

describe('a rate without anchor whose runs jitter by up to a minute either way', () => {
  const rates = fc.constantFrom(5, 7, 15, 60, 90, 24 * 60);

  function healthy(interval: number, phase: number, jitters: readonly number[], coarse: boolean): { contract: ReturnType<typeof contractOf>; runs: Run[]; now: number } {
    const contract = contractOf({
      expectation: every(`${interval} minutes`),
      stages: [stage({ startWithinSeconds: minutes(3), publicationDelaySeconds: 0, ...(coarse ? { source: LAMBDA, maxDurationSeconds: 60 } : {}) })],
    });
    const first = contract.since + (phase % (interval * 60_000));
    const runs = jitters.map((jitter, index): Run => {
      const start = first + index * interval * MINUTE + jitter;
      if (!coarse) return { start, end: start + 1000, outcome: 'succeeded' };
      const minute = Math.floor(start / MINUTE) * MINUTE;
      return { start: minute, latestStart: minute + MINUTE - 1, outcome: 'succeeded' };
    });
    return { contract, runs, now: first + jitters.length * interval * MINUTE - 2 * MINUTE };
  }

  test('has no missed slot, at any phase, whether the evidence is exact or coarse', () => {
    fc.assert(fc.property(
      rates, fc.nat(), fc.array(fc.integer({ min: -60_000, max: 60_000 }), { minLength: 1, maxLength: 40 }), fc.boolean(),
      (interval, phase, jitters, coarse) => {
        const { contract, runs, now } = healthy(interval, phase, jitters, coarse);
        const bad = judge(contract, [record(runs)], now).slots.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'pending');
        expect(bad).toEqual([]);
      },
    ), { numRuns: 300 });
  });

  test('has missed exactly the slots that are left out', () => {
    fc.assert(fc.property(
      rates, fc.nat(), fc.array(fc.tuple(fc.integer({ min: -60_000, max: 60_000 }), fc.boolean()), { minLength: 3, maxLength: 40 }), fc.boolean(),
      (interval, phase, plan, coarse) => {
        const { contract, runs, now } = healthy(interval, phase, plan.map(([jitter]) => jitter), coarse);
        // The first and the last run stay, so that the phase is known and nothing before the first is owed.
        const kept = runs.filter((_, index) => index === 0 || index === runs.length - 1 || plan[index][1]);
        const missed = judge(contract, [record(kept)], now).slots.filter(({ verdict }) => verdict === 'missed');
        expect(missed).toHaveLength(runs.length - kept.length);
      },
    ), { numRuns: 300 });
  });
});

describe('a rate whose runs fail', () => {
  test('takes its phase from them too', () => {
    const contract = contractOf({ expectation: every('1 hour'), since: t('2026-03-10 00:12:34') });
    const runs = [run('failed', '2026-03-10 00:40:10'), run('timedOut', '2026-03-10 01:40:12')];
    expect(slotsOf(judgeAt('2026-03-10 02:00', contract, runs))).toEqual(['2026-03-10 00:40 failed', '2026-03-10 01:40 failed']);
  });
});
