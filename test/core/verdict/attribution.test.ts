import { Run } from '../../../core/evidence/run';
import {
  contractOf, EXPRESS, failed, hourly, incidentOf, judgeAt, LAMBDA, minutes, nightly, ok, record, running, slotsOf, stage, t,
} from './scenario';

describe('a run belongs to the slot in whose window it starts', () => {
  const contract = contractOf({ expectation: hourly(), since: t('2026-03-10 01:30') });

  test('a start a few seconds early belongs to the slot it is early for', () => {
    expect(slotsOf(judgeAt('2026-03-10 03:00', contract, [ok('2026-03-10 01:59:57'), ok('2026-03-10 02:59')])))
      .toEqual(['2026-03-10 02:00 ok', '2026-03-10 03:00 ok']);
  });

  test('a start more than a minute early belongs to the slot before', () => {
    expect(slotsOf(judgeAt('2026-03-10 03:00', contract, [ok('2026-03-10 02:58:59.999')])))
      .toEqual(['2026-03-10 02:00 late', '2026-03-10 03:00 pending']);
  });

  test('a late run in the window of the next slot counts for that slot and not for its own', () => {
    const runs = [ok('2026-03-10 03:10', '2026-03-10 03:20')];
    expect(slotsOf(judgeAt('2026-03-10 03:30', contract, runs))).toEqual(['2026-03-10 02:00 missed', '2026-03-10 03:00 ok']);
  });

  test('a run that starts late and ends in the next window belongs to where it started, even if only its end is visible', () => {
    const long = contractOf({ expectation: hourly(), since: t('2026-03-10 01:30'), stages: [stage({ source: EXPRESS, maxDurationSeconds: minutes(50) })] });
    // It is visible at its end, 03:05, with a duration of 20 to 21 minutes.
    const run: Run = { start: t('2026-03-10 02:44'), latestStart: t('2026-03-10 02:44:59.999'), end: t('2026-03-10 03:05'), outcome: 'succeeded' };
    expect(slotsOf(judgeAt('2026-03-10 03:10', long, [run]))).toEqual(['2026-03-10 02:00 late', '2026-03-10 03:00 pending']);
  });

  test('a function\'s run, stamped with its start, belongs to where it started', () => {
    const fn = contractOf({ expectation: hourly(), since: t('2026-03-10 01:30'), stages: [stage({ source: LAMBDA, maxDurationSeconds: minutes(15) })] });
    const run: Run = { start: t('2026-03-10 02:58'), latestStart: t('2026-03-10 02:58:59.999'), outcome: 'succeeded' };
    expect(slotsOf(judgeAt('2026-03-10 03:12', fn, [run]))).toEqual(['2026-03-10 02:00 late', '2026-03-10 03:00 pending']);
  });

  test('two of 24 hourly runs leave 22 missed slots', () => {
    const day = contractOf({ expectation: hourly(), since: t('2026-03-09 23:30') });
    const judgement = judgeAt('2026-03-10 23:59', day, [ok('2026-03-10 05:00'), ok('2026-03-10 12:00')]);
    expect(judgement.slots.filter(({ verdict }) => verdict === 'missed')).toHaveLength(22);
    expect(judgement.slots).toHaveLength(24);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 13:00, 11 bad, missed');
  });

  test('a run that straddles midnight belongs to the evening before', () => {
    const evening = contractOf({ expectation: nightly({ schedule: 'cron(50 23 * * ? *)' }), since: t('2026-03-09 12:00') });
    expect(slotsOf(judgeAt('2026-03-10 01:00', evening, [ok('2026-03-09 23:50', '2026-03-10 00:40')]))).toEqual(['2026-03-09 23:50 ok']);
    expect(slotsOf(judgeAt('2026-03-10 00:55', evening, [running('2026-03-09 23:50')]))).toEqual(['2026-03-09 23:50 running']);
  });

  test('a run after midnight still belongs to a slot before it', () => {
    const evening = contractOf({ expectation: nightly({ schedule: 'cron(50 23 * * ? *)' }), since: t('2026-03-09 12:00') });
    expect(slotsOf(judgeAt('2026-03-10 01:00', evening, [ok('2026-03-10 00:02', '2026-03-10 00:40')]))).toEqual(['2026-03-09 23:50 ok']);
  });

  test('a run before the first slot owed belongs to none', () => {
    const judgement = judgeAt('2026-03-10 02:10', contract, [ok('2026-03-10 01:40')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 pending']);
    expect(judgement.lastSuccess).toBe(t('2026-03-10 01:40'));
  });
});

describe('a run that carries its slot', () => {
  const contract = contractOf({ expectation: hourly(), since: t('2026-03-10 01:30') });

  test('belongs there, whenever it started', () => {
    const runs = [ok('2026-03-10 03:10', undefined, { slot: t('2026-03-10 02:00') })];
    expect(slotsOf(judgeAt('2026-03-10 03:16', contract, runs))).toEqual(['2026-03-10 02:00 late', '2026-03-10 03:00 pending']);
  });

  test('belongs to the slot in whose window its time lies, if it matches no slot', () => {
    const runs = [ok('2026-03-10 03:10', undefined, { slot: t('2026-03-10 02:00:02') })];
    expect(slotsOf(judgeAt('2026-03-10 03:16', contract, runs))).toEqual(['2026-03-10 02:00 late', '2026-03-10 03:00 pending']);
  });

  test('belongs to none of the judged slots if it carries an older one', () => {
    const runs = [ok('2026-03-10 02:10', undefined, { slot: t('2026-03-09 02:00') })];
    expect(slotsOf(judgeAt('2026-03-10 02:12', contract, runs))).toEqual(['2026-03-10 02:00 pending']);
  });

  test('gives its phase to a rate without anchor', () => {
    const rate = contractOf({ expectation: hourly({ schedule: 'rate(1 hour)' }), since: t('2026-03-10 00:00') });
    const carrying = (slot: string, start: string): Run => ok(start, undefined, { slot: t(slot) });
    const runs = [carrying('2026-03-10 00:20:43', '2026-03-10 00:50'), carrying('2026-03-10 01:20:43', '2026-03-10 01:50')];
    expect(slotsOf(judgeAt('2026-03-10 02:00', rate, runs))).toEqual(['2026-03-10 00:20 late', '2026-03-10 01:20 late']);
  });
});

describe('evidence too coarse to tell the slot', () => {
  /** A point of one hour may contain runs of two slots, because a slot's window begins a minute before the hour. */
  const contract = contractOf({ expectation: hourly(), since: t('2026-03-10 00:30'), stages: [stage({ source: LAMBDA, maxDurationSeconds: 60 })] });
  const hour = (outcome: Run['outcome'], start: string): Run =>
    ({ outcome, start: t(start), latestStart: t(start) + 3_600_000 - 1 });

  test('a success counts for each slot it may belong to, because doubt must not confirm a failure', () => {
    expect(slotsOf(judgeAt('2026-03-10 03:30', contract, [hour('succeeded', '2026-03-10 01:00'), hour('succeeded', '2026-03-10 03:00')])))
      .toEqual(['2026-03-10 01:00 ok', '2026-03-10 02:00 ok', '2026-03-10 03:00 ok']);
  });

  test('a failure counts for none, because it may belong to another slot', () => {
    expect(slotsOf(judgeAt('2026-03-10 03:00:30', contract, [hour('succeeded', '2026-03-10 01:00'), hour('failed', '2026-03-10 02:00')])))
      .toEqual(['2026-03-10 01:00 ok', '2026-03-10 02:00 ok', '2026-03-10 03:00 pending']);
  });

  test('it proves nothing if an authoritative record can be asked', () => {
    const machine = contractOf({ expectation: hourly(), since: t('2026-03-10 00:30') });
    const metrics = record([hour('succeeded', '2026-03-10 01:00')], { confirmsFailure: false });
    const judgement = judgeAt('2026-03-10 01:59', machine, [metrics]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 01:00 unknown']);
    expect(judgement.toConfirm).toEqual(['load']);
  });

  test('a run that may have started before the first judged slot still counts for it', () => {
    const runs = [hour('succeeded', '2026-03-10 00:30')];
    expect(slotsOf(judgeAt('2026-03-10 01:30', contract, runs))).toEqual(['2026-03-10 01:00 ok']);
  });

  test('a failed run at the edge does not fail the slot that has only begun', () => {
    const edge = { ...failed('2026-03-10 01:58:30', '2026-03-10 01:58:40'), latestStart: t('2026-03-10 01:59:29.999') };
    expect(slotsOf(judgeAt('2026-03-10 02:00:10', contract, [ok('2026-03-10 01:00'), edge]))).toEqual(['2026-03-10 01:00 ok', '2026-03-10 02:00 pending']);
  });
});
