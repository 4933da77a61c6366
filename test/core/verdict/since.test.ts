import { evidenceFrom } from '../../../core/evidence/windows';
import { contractOf, failed, hourly, incidentOf, judgeAt, nightly, ok, record, show, silence, slotsOf, t } from './scenario';

describe('since when something is owed', () => {
  test('deployed before today\'s slot, today\'s is the first one owed', () => {
    const contract = contractOf({ since: t('2026-03-10 01:00') });
    expect(slotsOf(judgeAt('2026-03-10 03:00', contract, []))).toEqual(['2026-03-10 02:00 missed']);
  });

  test('deployed after today\'s slot, tomorrow\'s is the first one owed', () => {
    const contract = contractOf({ since: t('2026-03-10 09:00') });
    const judgement = judgeAt('2026-03-10 23:00', contract, []);
    expect(judgement).toMatchObject({ slots: [], proofOfLife: undefined, incident: undefined, needsHistory: false, problems: [] });
    expect(show(judgement.nextDue)).toBe('2026-03-11 02:00');
    expect(slotsOf(judgeAt('2026-03-11 03:00', contract, []))).toEqual(['2026-03-11 02:00 missed']);
  });

  test('deployed exactly at a slot, the next one is the first one owed', () => {
    const contract = contractOf({ since: t('2026-03-10 02:00') });
    expect(slotsOf(judgeAt('2026-03-11 02:00', contract, []))).toEqual(['2026-03-11 02:00 pending']);
  });

  test('a pipeline that never ran is missed at its first slot, and at each one after it', () => {
    const judgement = judgeAt('2026-03-12 03:00', contractOf(), []);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 missed', '2026-03-11 02:00 missed', '2026-03-12 02:00 missed']);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 02:00, 3 bad, missed');
    expect(judgement).toMatchObject({ proofOfLife: 0, lastSuccess: undefined });
  });

  test('the run of the first slot counts although it started a moment before the contract was stored', () => {
    const contract = contractOf({ since: t('2026-03-10 01:59:50') });
    expect(evidenceFrom(contract, 'recent', t('2026-03-10 02:10'))).toBe(t('2026-03-10 01:58:50'));
    expect(slotsOf(judgeAt('2026-03-10 02:10', contract, [ok('2026-03-10 01:59:40')]))).toEqual(['2026-03-10 02:00 ok']);
  });

  test('a record that reaches back to the contract covers the first slot, although its window began before', () => {
    const contract = contractOf({ since: t('2026-03-10 01:59:30') });
    expect(slotsOf(judgeAt('2026-03-10 03:00', contract, [record([], { from: t('2026-03-10 01:59:30') })]))).toEqual(['2026-03-10 02:00 missed']);
  });

  test('a contract changed during an incident forgets it, and has no proof of life until a slot is decided', () => {
    const runs = [failed('2026-03-10 02:00')];
    expect(judgeAt('2026-03-10 08:00', contractOf(), runs).proofOfLife).toBe(0);
    const changed = contractOf({ since: t('2026-03-10 09:00') });
    expect(judgeAt('2026-03-10 09:05', changed, runs)).toMatchObject({ proofOfLife: undefined, incident: undefined });
    expect(incidentOf(judgeAt('2026-03-11 03:00', changed, runs))).toBe('since 2026-03-11 02:00, 1 bad, missed');
    expect(judgeAt('2026-03-11 03:00', changed, [...runs, ok('2026-03-11 02:00')]).proofOfLife).toBe(1);
  });

  test.each([['slots', nightly()], ['a maximum silence', silence()]])('with %s, a contract dated in the future has no judged slots', (_, expectation) => {
    const judgement = judgeAt('2026-03-10 03:00', contractOf({ expectation, since: t('2026-03-11 12:00') }), []);
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, needsHistory: false, problems: [] });
    expect(show(judgement.nextDue)).toBe('2026-03-12 ' + ('maxSilenceSeconds' in expectation ? '12:00' : '02:00'));
  });
});

describe('it does not matter when the checker runs', () => {
  const contract = contractOf({ expectation: hourly() });
  const runs = [ok('2026-03-10 02:00'), failed('2026-03-10 03:00'), ok('2026-03-10 07:00')];

  test('a late or a skipped tick finds the same incident with the same date', () => {
    const first = judgeAt('2026-03-10 04:21', contract, runs.slice(0, 2));
    const later = judgeAt('2026-03-10 06:59', contract, runs.slice(0, 2));
    expect(incidentOf(first)).toBe('since 2026-03-10 03:00, 2 bad, missed');
    expect(incidentOf(later)).toBe('since 2026-03-10 03:00, 4 bad, missed');
  });

  test('a tick after the recovery still finds each slot as it was', () => {
    expect(slotsOf(judgeAt('2026-03-10 07:10', contract, runs)).slice(-6)).toEqual([
      '2026-03-10 02:00 ok', '2026-03-10 03:00 failed', '2026-03-10 04:00 missed', '2026-03-10 05:00 missed', '2026-03-10 06:00 missed', '2026-03-10 07:00 ok',
    ]);
  });

  test('judging twice gives the same result, and changes no input', () => {
    const evidence = Object.freeze([Object.freeze(record(Object.freeze(runs.map((run) => Object.freeze(run)))))]);
    expect(judgeAt('2026-03-10 05:00', contract, evidence)).toEqual(judgeAt('2026-03-10 05:00', contract, evidence));
  });

  test('a metric that arrives within the time allowed for it changes no verdict that was given', () => {
    const daily = contractOf();
    expect(slotsOf(judgeAt('2026-03-10 02:20', daily, []))).toEqual(['2026-03-10 02:00 pending']);
    expect(slotsOf(judgeAt('2026-03-10 02:20', daily, [ok('2026-03-10 02:15')]))).toEqual(['2026-03-10 02:00 ok']);
  });

  test('a metric that arrives even later corrects the verdict and ends the incident', () => {
    expect(judgeAt('2026-03-10 02:30', contractOf(), []).proofOfLife).toBe(0);
    const corrected = judgeAt('2026-03-10 02:35', contractOf(), [ok('2026-03-10 02:00')]);
    expect(corrected).toMatchObject({ proofOfLife: 1, incident: undefined });
  });
});
