import { Contract } from '../../../core/contract/contract';
import { evidenceFrom, evidenceSince, Lookback } from '../../../core/evidence/windows';
import { DAY } from '../../../core/time';
import { contractOf, hourly, hours, LAMBDA, minutes, nightly, show, silence, stage, t } from '../verdict/scenario';

const NOW = '2026-03-10 12:00';
const AGES_AGO = t('2020-01-01 00:00');

function from(reach: Lookback, contract: Contract, now = NOW): string | undefined {
  return show(evidenceFrom(contract, reach, t(now)));
}

const daily = contractOf({ since: AGES_AGO });

describe('recent evidence', () => {
  test('reaches back over one more good slot than closes an incident, plus startEarlyBy and a minute', () => {
    expect(from('recent', daily)).toBe('2026-03-09 01:58');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ successesToRecover: 3 }) }))).toBe('2026-03-07 01:58');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ startEarlyBySeconds: minutes(5) }) }))).toBe('2026-03-09 01:54');
  });

  test('does not count slots that may still be undecided', () => {
    // 15 minutes to start, an hour to run and 5 minutes to be published.
    expect(from('recent', daily, '2026-03-10 03:19:59.999')).toBe('2026-03-08 01:58');
    expect(from('recent', daily, '2026-03-10 03:20')).toBe('2026-03-09 01:58');
    const slow = stage({ retryWithinSeconds: minutes(10) });
    expect(from('recent', contractOf({ since: AGES_AGO, stages: [slow] }), '2026-03-10 03:29')).toBe('2026-03-08 01:58');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ flexibleWindowSeconds: hours(2) }) }), '2026-03-10 05:19')).toBe('2026-03-08 01:58');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ finishWithinSeconds: hours(6) }) }), '2026-03-10 09:19')).toBe('2026-03-08 01:58');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ finishBy: '07:30' }) }))).toBe('2026-03-08 01:58');
  });

  test('does not count slots that owe nothing: excluded dates, the repeated hour', () => {
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ excludeDates: ['2026-03-08', '2026-03-09'] }) }))).toBe('2026-03-07 01:58');
    const busy = contractOf({ since: AGES_AGO, expectation: hourly({ excludeDates: ['2026-03-10'] }) });
    expect(from('recent', busy)).toBe('2026-03-09 21:58');
    const newYork = contractOf({ since: AGES_AGO, expectation: hourly({ timeZone: 'America/New_York' }), stages: [stage({ maxDurationSeconds: 60, publicationDelaySeconds: 0 })] });
    expect(from('recent', newYork, '2026-11-01 06:50')).toBe('2026-11-01 03:58');
  });

  test.each([
    ['every hour', hourly(), '2026-03-10 08:58'],
    ['every month', nightly({ schedule: 'cron(0 2 1 * ? *)' }), '2026-02-01 01:58'],
    ['every seven hours from an anchor', nightly({ schedule: 'rate(7 hours)', anchor: '2026-03-01T00:00:00Z' }), '2026-03-10 00:58'],
  ])('of a pipeline that runs %s', (_, expectation, expected) => {
    expect(from('recent', contractOf({ since: AGES_AGO, expectation }))).toBe(expected);
  });

  test('reaches no further back than CloudWatch keeps points', () => {
    const yearly = (successesToRecover: number): Contract => contractOf({ since: AGES_AGO, expectation: nightly({ schedule: 'cron(0 2 1 1 ? *)', successesToRecover }) });
    expect(from('recent', yearly(1))).toBe('2025-01-01 01:58');
    expect(from('recent', yearly(2))).toBe(show(t(NOW) - 455 * DAY));
  });

  test('reaches no further back than the contract, except for a run that started early', () => {
    expect(from('recent', contractOf({ since: t('2026-03-10 01:30') }))).toBe('2026-03-10 01:29');
  });

  test('is not needed while nothing is owed', () => {
    expect(from('recent', contractOf({ since: t('2026-03-10 02:00') }))).toBeUndefined();
    expect(from('recent', contractOf({ since: t('2026-04-01 00:00') }))).toBeUndefined();
    expect(from('history', contractOf({ since: t('2026-03-10 02:00') }))).toBeUndefined();
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: nightly({ schedule: 'cron(0 2 30 2 ? *)' }) }))).toBeUndefined();
  });

  test('of a maximum silence reaches back over the silence and over what may not be visible yet', () => {
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: silence() }))).toBe('2026-03-09 11:54');
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: silence({ successesToRecover: 2 }) }))).toBe('2026-03-08 11:54');
    const fn = stage({ source: LAMBDA, maxDurationSeconds: minutes(15) });
    expect(from('recent', contractOf({ since: AGES_AGO, expectation: silence(), stages: [fn] }))).toBe('2026-03-09 11:39');
    expect(from('recent', contractOf({ expectation: silence(), since: t('2026-03-10 01:30') }))).toBe('2026-03-10 01:30');
  });
});

describe('a history', () => {
  test('reaches back 60 slots or 14 days, whichever is more', () => {
    expect(from('history', daily)).toBe('2026-01-10 01:58');
    expect(from('history', contractOf({ since: AGES_AGO, expectation: hourly() }))).toBe('2026-02-24 12:00');
  });

  test('reaches back twice as far as an incident needs to open', () => {
    expect(from('history', contractOf({ since: AGES_AGO, expectation: nightly({ failuresToAlarm: 50 }) }))).toBe('2025-12-01 01:58');
    expect(from('history', contractOf({ since: AGES_AGO, expectation: silence({ failuresToAlarm: 20 }) }))).toBe('2026-01-29 12:00');
  });

  test('of a maximum silence reaches back ten of them or 14 days, whichever is more', () => {
    expect(from('history', contractOf({ since: AGES_AGO, expectation: silence() }))).toBe('2026-02-24 12:00');
    expect(from('history', contractOf({ since: AGES_AGO, expectation: silence({ maxSilenceSeconds: hours(72) }) }))).toBe('2026-02-08 12:00');
  });

  test('reaches no further back than the contract or than CloudWatch keeps points', () => {
    expect(from('history', contractOf({ since: t('2026-03-01 00:00') }))).toBe('2026-02-28 23:59');
    expect(from('history', contractOf({ since: AGES_AGO, expectation: nightly({ schedule: 'cron(0 2 1 * ? *)' }) }))).toBe(show(t(NOW) - 455 * DAY));
  });
});

describe('evidence since an instant', () => {
  const since = (contract: Contract, decided = '2026-03-03 08:00'): string | undefined => show(evidenceSince(contract, t(decided), t(NOW)));

  test('reaches back to every slot that may have been decided then, plus startEarlyBy and a minute', () => {
    expect(since(daily)).toBe('2026-03-03 06:38');
    expect(since(contractOf({ since: AGES_AGO, expectation: nightly({ finishBy: '07:30' }) }))).toBe('2026-03-02 05:38');
  });

  test('reaches no further back than the contract, or than CloudWatch keeps points', () => {
    expect(since(contractOf({ since: t('2026-03-09 01:30') }))).toBe('2026-03-09 01:29');
    expect(since(daily, '2020-03-03 08:00')).toBe(show(t(NOW) - 455 * DAY));
  });

  test('is not needed if nothing is owed yet, or if there are no slots', () => {
    expect(since(contractOf({ since: t('2026-03-10 02:00') }))).toBeUndefined();
    expect(since(contractOf({ since: AGES_AGO, expectation: silence() }))).toBeUndefined();
  });
});
