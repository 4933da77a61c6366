import type { Run } from '../../../core/evidence/run';
import {
  contractOf, failed, hourly, incidentOf, judgeAt, LAMBDA, minutes, newestOf, nightly, ok, record, running, silence, slotsOf,
  stage, t,
} from './scenario';

describe('the deadline of a slot', () => {
  const bounded = contractOf({ expectation: nightly({ finishWithinSeconds: minutes(60) }) });

  test.each([
    ['2026-03-10 03:00', 'ok: succeeded'],
    ['2026-03-10 03:00:00.001', 'late: succeeded after its deadline'],
    ['2026-03-10 09:00', 'late: succeeded after its deadline'],
  ])('of 03:00, with a run that started in time and succeeded at %s: "%s"', (end, expected) => {
    expect(newestOf(judgeAt('2026-03-10 10:00', bounded, [ok('2026-03-10 02:00', end)]))).toBe(expected);
  });

  test('is met by the first success, whatever comes after it', () => {
    const judgement = judgeAt('2026-03-10 10:00', bounded, [ok('2026-03-10 02:00', '2026-03-10 02:30'), ok('2026-03-10 02:10', '2026-03-10 09:00')]);
    expect(newestOf(judgement)).toBe('ok: succeeded');
    expect(judgement.deadlineMissed).toBe(false);
  });
});

describe('the time in which a run belongs to a slot', () => {
  const early = contractOf({ expectation: hourly({ startEarlyBySeconds: 300 }), since: t('2026-03-10 08:30') });

  test('ends exactly when that of the next slot begins, startEarlyBy before that slot', () => {
    expect(slotsOf(judgeAt('2026-03-10 10:30', early, [ok('2026-03-10 09:55')]))).toEqual(['2026-03-10 09:00 missed', '2026-03-10 10:00 ok']);
    expect(slotsOf(judgeAt('2026-03-10 10:30', early, [ok('2026-03-10 09:54:59.999')]))).toEqual(['2026-03-10 09:00 late', '2026-03-10 10:00 missed']);
  });

  test('begins exactly startEarlyBy before the first slot', () => {
    expect(slotsOf(judgeAt('2026-03-10 09:30', early, [ok('2026-03-10 08:55')]))).toEqual(['2026-03-10 09:00 ok']);
    expect(slotsOf(judgeAt('2026-03-10 09:30', early, [ok('2026-03-10 08:54:59.999')]))).toEqual(['2026-03-10 09:00 missed']);
  });
});

describe('excluded dates', () => {
  test.each([
    // At 02:00 on the 10th it is still the 9th in UTC.
    ['Pacific/Kiritimati', '2026-03-09 12:00'],
    ['Asia/Tokyo', '2026-03-09 17:00'],
    // At 20:00 on the 10th it is already the 11th in UTC.
    ['Pacific/Pago_Pago', '2026-03-11 07:00'],
    ['America/Los_Angeles', '2026-03-11 03:00'],
  ])('are dates of the zone of the schedule: %s', (timeZone, excluded) => {
    const hour = timeZone.startsWith('Pacific/P') || timeZone.startsWith('America') ? 20 : 2;
    const contract = contractOf({ expectation: nightly({ schedule: `cron(0 ${hour} * * ? *)`, timeZone, excludeDates: ['2026-03-10'] }), since: t('2026-03-08 00:00') });
    const day = 24 * 60 * 60 * 1000;
    const slots = judgeAt('2026-03-12 23:00', contract, []).slots.map(({ slot }) => slot);
    expect(slots).not.toContain(t(excluded));
    expect(slots).toContain(t(excluded) - day);
    expect(slots).toContain(t(excluded) + day);
  });
});

describe('why a maximum silence has passed', () => {
  const one = contractOf({ expectation: silence(), since: t('2026-03-09 00:00'), stages: [stage()] });
  const reason = (...runs: Run[]): string | undefined => judgeAt('2026-03-10 12:00', one, [record(runs)]).slots[0]?.decidedBy.reason;

  test.each([
    ['2026-03-09 00:00', 'did not succeed'],
    ['2026-03-09 00:00:00.001', 'failed and did not succeed again'],
    ['2026-03-10 00:00', 'failed and did not succeed again'],
    ['2026-03-10 00:00:00.001', 'did not succeed'],
  ])('a run that failed at %s: "%s"', (start, expected) => {
    expect(reason(failed(start))).toBe(expected);
    // Failures at other times change nothing, however many there are.
    expect(reason(failed('2026-03-08 12:00'), failed(start), failed('2026-03-10 06:00'))).toBe(expected);
  });

  test.each([['2026-03-09 22:59:59.999', 'started and did not end in time'], ['2026-03-09 23:00', 'did not succeed']])('a run in progress since %s, of an hour at the most: "%s"', (start, expected) => {
    expect(reason(running(start))).toBe(expected);
  });
});

describe('a maximum silence of several stages', () => {
  const two = contractOf({
    expectation: silence(), since: t('2026-03-09 00:00'),
    stages: [stage({ name: 'fast', source: LAMBDA, maxDurationSeconds: minutes(1), publicationDelaySeconds: minutes(5) }), stage({ name: 'slow', source: LAMBDA, maxDurationSeconds: minutes(50), publicationDelaySeconds: minutes(5) })],
  });
  const evidence = ['fast', 'slow'].map((name) => record([], { stage: name }));

  test('has passed when no success of any of them may still be invisible', () => {
    expect(judgeAt('2026-03-10 00:55', two, evidence).incident).toBeUndefined();
    expect(incidentOf(judgeAt('2026-03-10 00:55:00.001', two, evidence))).toBe('since 2026-03-10 00:00, 1 bad, missed');
  });
});
