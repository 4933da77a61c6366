import { hasDeadline } from '../../../core/contract/contract';
import { contractOf, hours, judgeAt, minutes, newestOf, nightly, ok, running, show, stage, t } from './scenario';

describe('deadlines', () => {
  const missedAt = (now: string, contract: ReturnType<typeof contractOf>, runs: Parameters<typeof judgeAt>[2]): boolean | undefined =>
    judgeAt(now, contract, runs).deadlineMissed;

  describe('by a time after the slot', () => {
    const contract = contractOf({ expectation: nightly({ finishWithinSeconds: hours(2) }) });

    test('a run that succeeds exactly at the deadline is in time', () => {
      const runs = [ok('2026-03-10 02:00', '2026-03-10 04:00')];
      expect(newestOf(judgeAt('2026-03-10 05:00', contract, runs))).toBe('ok: succeeded');
      expect(missedAt('2026-03-10 05:00', contract, runs)).toBe(false);
    });

    test('a millisecond later it is late, and the deadline was missed', () => {
      const runs = [ok('2026-03-10 02:00', '2026-03-10 04:00:00.001')];
      expect(newestOf(judgeAt('2026-03-10 05:00', contract, runs))).toBe('late: succeeded after its deadline');
      expect(missedAt('2026-03-10 05:00', contract, runs)).toBe(true);
    });

    test('it is missed once it has passed and the publication delay is over', () => {
      const runs = [running('2026-03-10 02:00')];
      const slow = contractOf({ expectation: contract.expectation, stages: [stage({ maxDurationSeconds: hours(6) })] });
      expect(missedAt('2026-03-10 04:05', slow, runs)).toBeUndefined();
      expect(missedAt('2026-03-10 04:05:00.001', slow, runs)).toBe(true);
      expect(newestOf(judgeAt('2026-03-10 04:06', slow, runs))).toBe('running: is running');
    });

    test('it is about the newest slot whose deadline has passed', () => {
      const runs = [ok('2026-03-10 02:00', '2026-03-10 05:00')];
      expect(missedAt('2026-03-11 03:59', contract, runs)).toBe(true);
      expect(missedAt('2026-03-11 05:00', contract, [...runs, ok('2026-03-11 02:00', '2026-03-11 03:00')])).toBe(false);
    });

    test('each of several stages has to meet it', () => {
      const two = contractOf({ expectation: contract.expectation, stages: [stage(), stage({ name: 'publish', startWithinSeconds: hours(3) })] });
      const load = { stage: 'load', runs: [ok('2026-03-10 02:00')], from: 0, confirmsFailure: true };
      const publish = { stage: 'publish', runs: [ok('2026-03-10 02:30', '2026-03-10 04:30')], from: 0, confirmsFailure: true };
      expect(judgeAt('2026-03-10 05:00', two, [load, publish]).deadlineMissed).toBe(true);
      expect(judgeAt('2026-03-10 05:00', two, [load, { ...publish, runs: [], problem: 'denied' }]).deadlineMissed).toBeUndefined();
      expect(judgeAt('2026-03-10 05:00', two, [{ ...load, runs: [] }, { ...publish, runs: [], problem: 'denied' }]).deadlineMissed).toBe(true);
    });

    test('best-effort metrics do not confirm that it was missed', () => {
      const judgement = judgeAt('2026-03-10 05:00', contract, [{ stage: 'load', runs: [], from: 0, confirmsFailure: false }]);
      expect(judgement).toMatchObject({ deadlineMissed: undefined, toConfirm: ['load'] });
    });

    test('an excluded date has none', () => {
      const excluding = contractOf({ expectation: nightly({ finishWithinSeconds: hours(2), excludeDates: ['2026-03-11'] }) });
      const runs = [ok('2026-03-10 02:00'), ok('2026-03-11 02:00', '2026-03-11 20:00')];
      const judgement = judgeAt('2026-03-11 23:00', excluding, runs);
      expect(judgement.deadlineMissed).toBe(false);
      expect(judgement.slots.at(-1)).toMatchObject({ slot: t('2026-03-11 02:00'), deadline: undefined });
    });

    test('a run must start by then, whatever its start bound is', () => {
      const lax = contractOf({ expectation: contract.expectation, stages: [stage({ startWithinSeconds: hours(5) })] });
      expect(newestOf(judgeAt('2026-03-10 04:05', lax, []))).toBe('pending: is not due yet');
      expect(newestOf(judgeAt('2026-03-10 04:05:00.001', lax, []))).toBe('missed: did not start');
    });
  });

  describe('by a local time', () => {
    /** Once a day, finished by 07:30 in New York. There is no start bound, so the deadline is the bound. */
    const daily = (overrides = {}): ReturnType<typeof nightly> =>
      nightly({ schedule: 'cron(0 0 * * ? *)', timeZone: 'America/New_York', finishBy: '07:30', ...overrides });
    const bounds = { startWithinSeconds: undefined };
    const deadlinesOf = (contract: ReturnType<typeof contractOf>, now: string): (string | undefined)[] =>
      judgeAt(now, contract, []).slots.map(({ deadline }) => show(deadline));

    test('the run may start at any time before it', () => {
      const contract = contractOf({ expectation: daily(), stages: [stage(bounds)], since: t('2026-03-10 00:00') });
      expect(hasDeadline(contract.expectation)).toBe(true);
      expect(newestOf(judgeAt('2026-03-10 12:00', contract, [ok('2026-03-10 11:20', '2026-03-10 11:25')]))).toBe('ok: succeeded');
      expect(newestOf(judgeAt('2026-03-10 12:00', contract, [ok('2026-03-10 11:20', '2026-03-10 11:31')]))).toBe('late: succeeded after its deadline');
      expect(newestOf(judgeAt('2026-03-10 12:00', contract, [ok('2026-03-10 11:40', '2026-03-10 11:45')]))).toBe('late: started too late');
    });

    test('without a run the slot is missed at the deadline, not before', () => {
      const contract = contractOf({ expectation: daily(), stages: [stage(bounds)], since: t('2026-03-10 00:00') });
      expect(newestOf(judgeAt('2026-03-10 11:35', contract, []))).toBe('pending: is not due yet');
      expect(newestOf(judgeAt('2026-03-10 11:35:00.001', contract, []))).toBe('missed: did not start');
    });

    test('it is the first such time after the slot, even on days of 23 and 25 hours', () => {
      const contract = (since: string): ReturnType<typeof contractOf> => contractOf({ expectation: daily(), stages: [stage(bounds)], since: t(since) });
      expect(deadlinesOf(contract('2026-03-07 00:00'), '2026-03-09 12:00')).toEqual(['2026-03-07 12:30', '2026-03-08 11:30', '2026-03-09 11:30']);
      expect(deadlinesOf(contract('2026-10-31 00:00'), '2026-11-02 12:00')).toEqual(['2026-10-31 11:30', '2026-11-01 12:30', '2026-11-02 12:30']);
    });

    test('a time that lies before the slot means the next day', () => {
      const contract = contractOf({ expectation: daily({ schedule: 'cron(0 22 * * ? *)' }), stages: [stage(bounds)], since: t('2026-03-10 12:00') });
      expect(deadlinesOf(contract, '2026-03-11 12:00')).toEqual(['2026-03-11 11:30']);
    });

    test('a time that the clocks skip stays as long after midnight as on other days', () => {
      const contract = contractOf({ expectation: daily({ finishBy: '02:30' }), stages: [stage(bounds)], since: t('2026-03-07 00:00') });
      // 02:30 in New York is 07:30 UTC in winter and 06:30 in summer; on 8 March the clocks go from 02:00 to 03:00.
      expect(deadlinesOf(contract, '2026-03-09 12:00')).toEqual(['2026-03-07 07:30', '2026-03-08 07:30', '2026-03-09 06:30']);
    });

    test('a day whose clocks skip midnight has a slot too, from the first minute of that day on', () => {
      // The clocks of Cairo go from 00:00 to 01:00 on 24 April 2026.
      const contract = contractOf({ expectation: daily({ timeZone: 'Africa/Cairo' }), stages: [stage(bounds)], since: t('2026-04-22 00:00') });
      const judgement = judgeAt('2026-04-25 12:00', contract, [ok('2026-04-23 01:00'), ok('2026-04-25 01:00')]);
      expect(judgement.slots.map(({ slot, verdict }) => [show(slot), verdict])).toEqual([
        ['2026-04-22 22:00', 'ok'], ['2026-04-23 22:00', 'missed'], ['2026-04-24 21:00', 'ok'],
      ]);
      expect(deadlinesOf(contract, '2026-04-25 12:00')).toEqual(['2026-04-23 05:30', '2026-04-24 04:30', '2026-04-25 04:30']);
    });

    test('a slot after the skipped time has its deadline on the next day', () => {
      const contract = contractOf({ expectation: daily({ schedule: 'cron(0 5 * * ? *)', finishBy: '02:30' }), stages: [stage(bounds)], since: t('2026-03-07 00:00') });
      expect(deadlinesOf(contract, '2026-03-09 12:00')).toEqual(['2026-03-08 07:30', '2026-03-09 06:30', '2026-03-10 06:30']);
    });

    test('a time that the clocks show twice means the first one', () => {
      const contract = contractOf({ expectation: daily({ finishBy: '01:30' }), stages: [stage(bounds)], since: t('2026-10-31 12:00') });
      expect(deadlinesOf(contract, '2026-11-02 12:00')).toEqual(['2026-11-01 05:30', '2026-11-02 06:30']);
    });
  });

  test('without a deadline the judgement has none', () => {
    expect(judgeAt('2026-03-10 05:00', contractOf(), []).deadlineMissed).toBeUndefined();
  });

  test('a function has missed its deadline as soon as no success is visible, although it may still be running', () => {
    const contract = contractOf({
      expectation: nightly({ finishWithinSeconds: minutes(30) }),
      stages: [stage({ source: { kind: 'lambdaFunction', functionName: 'load' } })],
    });
    expect(judgeAt('2026-03-10 02:35:00.001', contract, [])).toMatchObject({ deadlineMissed: true, proofOfLife: undefined });
    expect(newestOf(judgeAt('2026-03-10 02:35:00.001', contract, []))).toBe('pending: is not due yet');
  });
});
