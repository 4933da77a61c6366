import { contractOf, failed, hourly, judgeAt, newestOf, nightly, ok, running, show, slotsOf, t } from './scenario';

describe('when the clocks change', () => {
  /** The clocks of New York go forward at 02:00 on 8 March 2026 (07:00 UTC) and back at 02:00 on 1 November (06:00 UTC). */
  const newYork = { timeZone: 'America/New_York' };

  test('a nightly time that the clocks skip in spring is no slot, so it cannot be missed', () => {
    const contract = contractOf({ expectation: nightly({ ...newYork, schedule: 'cron(30 2 * * ? *)' }), since: t('2026-03-07 00:00') });
    const judgement = judgeAt('2026-03-09 06:29', contract, [ok('2026-03-07 07:30')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-07 07:30 ok']);
    expect(judgement.proofOfLife).toBe(1);
    expect(show(judgement.nextDue)).toBe('2026-03-09 06:30');
  });

  test('a nightly time that autumn repeats is due once, the first time', () => {
    const contract = contractOf({ expectation: nightly({ ...newYork, schedule: 'cron(30 1 * * ? *)' }), since: t('2026-10-31 12:00') });
    expect(slotsOf(judgeAt('2026-11-01 10:00', contract, [ok('2026-11-01 05:30')]))).toEqual(['2026-11-01 05:30 ok']);
    expect(newestOf(judgeAt('2026-11-01 10:00', contract, [ok('2026-11-01 06:30')]))).toBe('late: started too late');
  });

  describe('in the repeated hour of an hourly schedule', () => {
    const contract = contractOf({ expectation: hourly(newYork), since: t('2026-11-01 04:30') });
    const before = ok('2026-11-01 05:00');
    const after = ok('2026-11-01 07:00');

    test('a missing run is not a missed slot', () => {
      expect(slotsOf(judgeAt('2026-11-01 07:10', contract, [before, after]))).toEqual(['2026-11-01 05:00 ok', '2026-11-01 07:00 ok']);
    });

    test('a run is a slot of its own and takes nothing from its neighbours', () => {
      const runs = [ok('2026-11-01 06:00'), after];
      expect(slotsOf(judgeAt('2026-11-01 07:10', contract, runs))).toEqual(['2026-11-01 05:00 missed', '2026-11-01 06:00 ok', '2026-11-01 07:00 ok']);
    });

    test('a failed or hanging run means nothing, because nothing was owed', () => {
      expect(slotsOf(judgeAt('2026-11-01 06:30', contract, [before, failed('2026-11-01 06:00')]))).toEqual(['2026-11-01 05:00 ok']);
      expect(slotsOf(judgeAt('2026-11-01 07:10', contract, [before, running('2026-11-01 06:00'), after]))).toEqual(['2026-11-01 05:00 ok', '2026-11-01 07:00 ok']);
    });

    test('the next due time is the one after it', () => {
      expect(show(judgeAt('2026-11-01 05:30', contract, [before]).nextDue)).toBe('2026-11-01 07:00');
    });
  });
});

describe('calendars', () => {
  test('a weekday schedule owes nothing over the weekend', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'cron(0 2 ? * MON-FRI *)' }), since: t('2026-03-12 12:00') });
    const judgement = judgeAt('2026-03-15 23:59', contract, [ok('2026-03-13 02:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-13 02:00 ok']);
    expect(judgement.proofOfLife).toBe(1);
    expect(slotsOf(judgeAt('2026-03-16 03:00', contract, [ok('2026-03-13 02:00')]))).toEqual(['2026-03-13 02:00 ok', '2026-03-16 02:00 missed']);
  });

  test('a run of Friday that is repeated on Sunday still belongs to Friday', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'cron(0 2 ? * MON-FRI *)' }), since: t('2026-03-12 12:00') });
    expect(slotsOf(judgeAt('2026-03-15 23:59', contract, [failed('2026-03-13 02:00'), ok('2026-03-15 20:00')]))).toEqual(['2026-03-13 02:00 late']);
  });

  test('the last day of the month is found in each month', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'cron(0 2 L * ? *)' }), since: t('2026-01-15 00:00') });
    const runs = [ok('2026-01-31 02:00'), ok('2026-03-31 02:00')];
    expect(slotsOf(judgeAt('2026-04-01 00:00', contract, runs))).toEqual(['2026-01-31 02:00 ok', '2026-02-28 02:00 missed', '2026-03-31 02:00 ok']);
  });

  test('29 February is due in leap years only', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'cron(0 2 29 2 ? *)' }), since: t('2027-01-01 00:00') });
    expect(slotsOf(judgeAt('2027-03-02 00:00', contract, []))).toEqual([]);
    expect(slotsOf(judgeAt('2028-02-29 02:21', contract, []))).toEqual(['2028-02-29 02:00 missed']);
  });

  test('a one-time schedule has one slot, which takes every later run', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'at(2026-03-10T02:00:00)' }) });
    expect(judgeAt('2026-03-10 01:00', contract, [])).toMatchObject({ slots: [], nextDue: t('2026-03-10 02:00') });
    expect(slotsOf(judgeAt('2026-03-20 00:00', contract, []))).toEqual(['2026-03-10 02:00 missed']);
    expect(slotsOf(judgeAt('2026-04-20 00:00', contract, [ok('2026-04-01 00:00')]))).toEqual(['2026-03-10 02:00 late']);
    expect(judgeAt('2026-03-20 00:00', contract, []).nextDue).toBeUndefined();
  });

  test('a schedule that can never come due owes nothing', () => {
    const contract = contractOf({ expectation: nightly({ schedule: 'cron(0 2 30 2 ? *)' }) });
    expect(judgeAt('2026-03-20 00:00', contract, [ok('2026-03-10 02:00')])).toMatchObject({ slots: [], proofOfLife: undefined, nextDue: undefined, needsHistory: false });
  });
});

describe('excluded dates', () => {
  const contract = contractOf({ expectation: nightly({ excludeDates: ['2026-03-11', '2026-03-12'] }) });

  test('owe nothing', () => {
    const judgement = judgeAt('2026-03-12 12:00', contract, [ok('2026-03-10 02:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 ok']);
    expect(judgement.proofOfLife).toBe(1);
    expect(show(judgement.nextDue)).toBe('2026-03-13 02:00');
  });

  test('welcome a success, which ends an incident', () => {
    const judgement = judgeAt('2026-03-11 12:00', contract, [ok('2026-03-11 02:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 missed', '2026-03-11 02:00 ok']);
    expect(judgement.incident).toBeUndefined();
  });

  test('ignore a failure', () => {
    const judgement = judgeAt('2026-03-11 12:00', contract, [ok('2026-03-10 02:00'), failed('2026-03-11 02:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 ok']);
  });

  test('are dates of the schedule\'s time zone', () => {
    const tokyo = contractOf({
      expectation: nightly({ schedule: 'cron(0 2 * * ? *)', timeZone: 'Asia/Tokyo', excludeDates: ['2026-03-11'] }),
      since: t('2026-03-09 12:00'),
    });
    // 02:00 on the 11th in Tokyo is 17:00 on the 10th in UTC.
    expect(slotsOf(judgeAt('2026-03-12 00:00', tokyo, []))).toEqual(['2026-03-09 17:00 missed', '2026-03-11 17:00 missed']);
  });
});
