import fc from 'fast-check';
import { Run } from '../../../core/evidence/run';
import { HOUR, MINUTE } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import {
  contractOf, EXPRESS, failed, hours, incidentOf, judgeAt, LAMBDA, minutes, newestOf, ok, record, run, running, show, silence,
  slotsOf, stage, t,
} from './scenario';

/** At least one success in 24 hours, deployed on 9 March at noon; evidence may be 5 minutes late. */
const contract = contractOf({ expectation: silence() });

describe('a maximum silence', () => {
  test('counts from the contract if nothing ever ran, to the millisecond', () => {
    expect(slotsOf(judgeAt('2026-03-10 12:05', contract, []))).toEqual(['2026-03-10 12:00 pending']);
    const judgement = judgeAt('2026-03-10 12:05:00.001', contract, []);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 12:00 missed', '2026-03-11 12:00 pending']);
    expect(judgement.slots[0].decidedBy.reason).toBe('did not succeed');
    expect(incidentOf(judgement)).toBe('since 2026-03-10 12:00, 1 bad, missed');
    expect(judgement.proofOfLife).toBe(0);
  });

  test('counts from the end of the last success', () => {
    const runs = [ok('2026-03-09 13:00', '2026-03-09 14:00')];
    const judgement = judgeAt('2026-03-10 14:05', contract, runs);
    expect(slotsOf(judgement)).toEqual(['2026-03-09 14:00 ok', '2026-03-10 14:00 pending']);
    expect(judgement.proofOfLife).toBe(1);
    expect(slotsOf(judgeAt('2026-03-10 14:05:00.001', contract, runs))).toEqual(['2026-03-09 14:00 ok', '2026-03-10 14:00 missed', '2026-03-11 14:00 pending']);
  });

  test('is not exceeded by a success exactly at its end', () => {
    const runs = [ok('2026-03-09 14:00'), ok('2026-03-10 14:00')];
    expect(slotsOf(judgeAt('2026-03-10 14:06', contract, runs))).toEqual(['2026-03-09 14:00 ok', '2026-03-10 14:00 ok', '2026-03-11 14:00 pending']);
    const late = [ok('2026-03-09 14:00'), ok('2026-03-10 14:00:00.001')];
    expect(slotsOf(judgeAt('2026-03-10 14:06', contract, late))).toEqual(['2026-03-09 14:00 ok', '2026-03-10 14:00 missed', '2026-03-10 14:00:00.001 ok', '2026-03-11 14:00:00.001 pending']);
  });

  test('is due again and again while it lasts', () => {
    const judgement = judgeAt('2026-03-13 00:00', contract, [ok('2026-03-09 14:00')]);
    expect(slotsOf(judgement)).toEqual([
      '2026-03-09 14:00 ok', '2026-03-10 14:00 missed', '2026-03-11 14:00 missed', '2026-03-12 14:00 missed', '2026-03-13 14:00 pending',
    ]);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 14:00, 3 bad, missed');
    expect(show(judgement.nextDue)).toBe('2026-03-13 14:00');
  });

  test('ends with the next success, and counts from it', () => {
    const judgement = judgeAt('2026-03-13 01:00', contract, [ok('2026-03-09 14:00'), ok('2026-03-13 00:30')]);
    expect(slotsOf(judgement).slice(-3)).toEqual(['2026-03-12 14:00 missed', '2026-03-13 00:30 ok', '2026-03-14 00:30 pending']);
    expect(judgement).toMatchObject({ incident: undefined, proofOfLife: 1 });
  });

  test('opens and closes after the configured counts in a row', () => {
    const fussy = contractOf({ expectation: silence({ failuresToAlarm: 2, successesToRecover: 2 }) });
    expect(judgeAt('2026-03-11 00:00', fussy, [ok('2026-03-09 14:00')])).toMatchObject({ incident: undefined, proofOfLife: 1 });
    const runs = [ok('2026-03-09 14:00'), ok('2026-03-12 00:00')];
    expect(incidentOf(judgeAt('2026-03-12 01:00', fussy, runs))).toBe('since 2026-03-10 14:00, 2 bad, missed');
    expect(judgeAt('2026-03-12 02:00', fussy, [...runs, ok('2026-03-12 01:30')])).toMatchObject({ incident: undefined, proofOfLife: 1 });
  });

  test('has no next due time while the last one has passed and may still be met', () => {
    expect(judgeAt('2026-03-10 12:01', contract, []).nextDue).toBeUndefined();
  });
});

describe('why a silence is too long', () => {
  test('runs that failed make it failed', () => {
    const judgement = judgeAt('2026-03-10 15:00', contract, [ok('2026-03-09 14:00'), failed('2026-03-10 02:00')]);
    expect(judgement.incident).toMatchObject({ verdict: 'failed', decidedBy: { reason: 'failed and did not succeed again' } });
  });

  test('failures of an earlier silence do not explain the next', () => {
    const judgement = judgeAt('2026-03-11 15:00', contract, [ok('2026-03-09 14:00'), failed('2026-03-10 02:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-09 14:00 ok', '2026-03-10 14:00 failed', '2026-03-11 14:00 missed', '2026-03-12 14:00 pending']);
  });

  test('a hanging run makes it stuck as long as it hangs', () => {
    const judgement = judgeAt('2026-03-12 15:00', contract, [ok('2026-03-09 14:00'), running('2026-03-10 02:00')]);
    expect(slotsOf(judgement).slice(1, 4)).toEqual(['2026-03-10 14:00 stuck', '2026-03-11 14:00 stuck', '2026-03-12 14:00 stuck']);
  });

  test('a run in progress does not break it', () => {
    expect(judgeAt('2026-03-10 15:00', contract, [ok('2026-03-09 14:00'), running('2026-03-10 13:30')]).incident).toMatchObject({ verdict: 'missed' });
  });

  test('evidence that could not be read makes it unknown', () => {
    const judgement = judgeAt('2026-03-10 15:00', contract, [record([], { problem: 'AccessDenied' })]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 12:00 unknown', '2026-03-11 12:00 pending']);
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, problems: ['load: AccessDenied'], toConfirm: [] });
  });

  test('best-effort metrics do not confirm it', () => {
    const judgement = judgeAt('2026-03-10 15:00', contract, [record([], { confirmsFailure: false })]);
    expect(newestOf(judgement)).toBe('pending: is not due yet');
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, toConfirm: ['load'] });
    expect(judgeAt('2026-03-10 15:00', contract, [record([ok('2026-03-10 14:00')], { confirmsFailure: false })])).toMatchObject({ proofOfLife: 1, toConfirm: [] });
  });
});

describe('a silence of several stages', () => {
  const both = contractOf({ expectation: silence(), stages: [stage({ name: 'load' }), stage({ name: 'publish' })] });
  const judgeBoth = (now: string, load: Run[], publish: Run[], more = {}): ReturnType<typeof judgeAt> =>
    judgeAt(now, both, [record(load, { stage: 'load' }), record(publish, { stage: 'publish', ...more })]);

  test('is that of the stage that succeeded longest ago', () => {
    const load = [ok('2026-03-09 14:00'), ok('2026-03-10 10:00')];
    const publish = [ok('2026-03-09 15:00')];
    expect(slotsOf(judgeBoth('2026-03-10 15:05', load, publish))).toEqual(['2026-03-09 15:00 ok', '2026-03-10 10:00 ok', '2026-03-10 15:00 pending']);
    const judgement = judgeBoth('2026-03-10 15:06', load, publish);
    expect(judgement.incident).toMatchObject({ since: t('2026-03-10 15:00'), verdict: 'missed', decidedBy: { stage: 'publish' } });
    expect(judgement.incident!.badSlots).toBe(1);
    expect(judgement.slots.at(-2)!.stages).toEqual([
      { stage: 'load', verdict: 'ok', code: 'succeeded', reason: 'succeeded', succeededAt: t('2026-03-10 10:00') },
      { stage: 'publish', verdict: 'missed', code: 'noSuccess', reason: 'did not succeed' },
    ]);
  });

  test('is not ended by the other stage', () => {
    const judgement = judgeBoth('2026-03-11 00:00', [ok('2026-03-09 14:00'), ok('2026-03-10 20:00')], [ok('2026-03-09 15:00')]);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 14:00, 1 bad, missed');
  });

  test('ends, dated by the success that ended it, when all have succeeded again', () => {
    const judgement = judgeBoth('2026-03-11 02:00', [ok('2026-03-09 14:00'), ok('2026-03-10 10:00')], [ok('2026-03-09 15:00'), ok('2026-03-11 01:00')]);
    expect(slotsOf(judgement)).toEqual([
      '2026-03-09 15:00 ok', '2026-03-10 10:00 ok', '2026-03-10 15:00 missed', '2026-03-11 01:00 ok', '2026-03-11 10:00 pending',
    ]);
    expect(judgement.proofOfLife).toBe(1);
  });

  test("ends if the others' last success is not too old, to the millisecond", () => {
    // Deployed at 12:00 on the 9th; load succeeds an hour later and publish 25 hours later.
    const judgement = judgeBoth('2026-03-10 13:01', [ok('2026-03-09 13:00')], [ok('2026-03-10 13:00')]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 12:00 missed', '2026-03-10 13:00 ok', '2026-03-10 13:00 pending']);
    const later = judgeBoth('2026-03-10 13:02', [ok('2026-03-09 13:00')], [ok('2026-03-10 13:00:00.001')]);
    expect(incidentOf(later)).toBe('since 2026-03-10 12:00, 1 bad, missed');
  });

  test('is unknown, and raises an alarm, if one of them cannot be read', () => {
    const judgement = judgeBoth('2026-03-10 15:00', [ok('2026-03-10 10:00')], [], { problem: 'denied' });
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, problems: ['publish: denied'] });
  });
});

describe('a silence judged by evidence that is coarse or late', () => {
  test("a function's success is stamped with its start and becomes visible only at its end", () => {
    const fn = contractOf({ expectation: silence(), stages: [stage({ source: LAMBDA, maxDurationSeconds: minutes(15) })] });
    expect(slotsOf(judgeAt('2026-03-10 12:20', fn, []))).toEqual(['2026-03-10 12:00 pending']);
    expect(slotsOf(judgeAt('2026-03-10 12:20:00.001', fn, []))[0]).toBe('2026-03-10 12:00 missed');
  });

  test("an express machine's success is stamped with its end", () => {
    const express = contractOf({ expectation: silence(), stages: [stage({ source: EXPRESS })] });
    expect(slotsOf(judgeAt('2026-03-10 12:05:00.001', express, []))[0]).toBe('2026-03-10 12:00 missed');
  });

  test('a coarse success counts as late as it may have been', () => {
    const hour: Run = { start: t('2026-03-09 14:00'), latestStart: t('2026-03-09 14:59:59.999'), outcome: 'succeeded' };
    expect(show(judgeAt('2026-03-10 10:00', contract, [hour]).nextDue)).toBe('2026-03-10 14:59:59.999');
  });

  test('an older exact success does not make it earlier', () => {
    const hour: Run = { start: t('2026-03-09 14:00'), latestStart: t('2026-03-09 14:59:59.999'), outcome: 'succeeded' };
    expect(show(judgeAt('2026-03-10 10:00', contract, [hour, ok('2026-03-09 14:10')]).nextDue)).toBe('2026-03-10 14:59:59.999');
  });

  test('a coarse success that may have been in time counts as in time', () => {
    const minute: Run = { start: t('2026-03-10 14:00'), latestStart: t('2026-03-10 14:00:59.999'), outcome: 'succeeded' };
    expect(slotsOf(judgeAt('2026-03-10 15:00', contract, [ok('2026-03-09 14:00:30'), minute])).slice(0, 2)).toEqual(['2026-03-09 14:00:30 ok', '2026-03-10 14:00 ok']);
  });

  test('runs within the silence allowed never exceed it, however coarse the evidence is', () => {
    fc.assert(fc.property(
      fc.constantFrom(MINUTE, 5 * MINUTE, HOUR), fc.array(fc.integer({ min: 1, max: 2 * HOUR }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 0, max: 2 * HOUR }),
      (period, gaps, ahead) => {
        const steady = contractOf({ expectation: silence({ maxSilenceSeconds: hours(2) }), stages: [stage({ publicationDelaySeconds: 0, source: EXPRESS })] });
        let at = steady.since;
        const runs = gaps.map((gap): Run => {
          at += gap;
          const seen = Math.floor(at / period) * period;
          return { start: seen, latestStart: seen + period - 1, end: seen, outcome: 'succeeded' };
        });
        const judgement = judge(steady, [record(runs)], at + ahead);
        expect(judgement.slots.filter(({ verdict }) => verdict === 'missed')).toEqual([]);
        expect(judgement.proofOfLife).toBe(1);
      },
    ));
  });
});

describe('a record shorter than the silence allowed', () => {
  test('is unknown, and raises an alarm, if it shows no success', () => {
    const judgement = judgeAt('2026-03-15 12:00', contract, [record([failed('2026-03-15 11:30')], { from: t('2026-03-15 11:00') })]);
    expect(newestOf(judgement)).toBe('unknown: its run data does not reach back to a success');
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, problems: ['load: its run data does not reach back to a success'], needsHistory: true });
  });

  test('is unknown only for the stages without a success', () => {
    const two = contractOf({ expectation: silence(), stages: [stage({ name: 'load' }), stage({ name: 'publish' })] });
    const short = { from: t('2026-03-15 11:00') };
    const judgement = judgeAt('2026-03-15 12:00', two, [record([ok('2026-03-15 11:30')], { stage: 'load', ...short }), record([], { stage: 'publish', ...short })]);
    expect(judgement.problems).toEqual(['publish: its run data does not reach back to a success']);
    expect(judgement.slots.at(-1)!.stages.map(({ verdict }) => verdict)).toEqual(['pending', 'unknown']);
  });

  test('is enough if it shows a success', () => {
    const judgement = judgeAt('2026-03-15 12:00', contract, [record([ok('2026-03-15 11:30')], { from: t('2026-03-15 11:00') })]);
    expect(judgement).toMatchObject({ proofOfLife: 1, problems: [], needsHistory: false });
  });

  test('that is long enough confirms a failure, but without a certain date', () => {
    const judgement = judgeAt('2026-03-15 12:00', contract, [record([], { from: t('2026-03-14 11:00') })]);
    expect(incidentOf(judgement)).toBe('since at least 2026-03-15 11:00, 1 bad, missed');
    expect(judgement.needsHistory).toBe(true);
  });
});

test('A failed run alone is not a success.', () => {
  expect(judgeAt('2026-03-10 13:00', contract, [run('aborted', '2026-03-10 02:00', '2026-03-10 02:10')]).incident).toMatchObject({ verdict: 'failed' });
});
