import type { Run } from '../../../core/evidence/run';
import {
  contractOf, EXPRESS, failed, hours, incidentOf, judgeAt, LAMBDA, minutes, newestOf, nightly, ok, record, run, running,
  slotsOf, stage, STANDARD, t,
} from './scenario';

/** The slot is 10 March 02:00; it must start by 02:15, may take an hour, and evidence may be 5 minutes late. */
const contract = contractOf();

describe('each verdict of a slot, and its bounds', () => {
  test.each([
    ['02:00', 'pending: is not due yet'],
    ['02:15', 'pending: is not due yet'],
    ['02:20', 'pending: is not due yet'],
    ['02:20:00.001', 'missed: did not start'],
    ['23:00', 'missed: did not start'],
  ])('without a run, at %s it is %s', (time, expected) => {
    expect(newestOf(judgeAt(`2026-03-10 ${time}`, contract, []))).toBe(expected);
  });

  test('before its time there is no slot, and the next due time is known', () => {
    const judgement = judgeAt('2026-03-10 01:59:59.999', contract, []);
    expect(judgement).toMatchObject({ slots: [], proofOfLife: undefined, needsHistory: false, problems: [], toConfirm: [] });
    expect(judgement.nextDue).toBe(Date.parse('2026-03-10T02:00:00Z'));
  });

  test.each([
    ['02:15', 'running: is running'],
    ['03:16:00', 'running: is running'],
    ['03:16:00.001', 'stuck: started and did not end in time'],
  ])('with a run in progress since 02:11, at %s it is %s', (time, expected) => {
    expect(newestOf(judgeAt(`2026-03-10 ${time}`, contract, [running('2026-03-10 02:11')]))).toBe(expected);
  });

  test.each([
    ['in time', 'ok: succeeded', ok('2026-03-10 02:00:05', '2026-03-10 02:30')],
    ['exactly at the last moment to start', 'ok: succeeded', ok('2026-03-10 02:15', '2026-03-10 02:30')],
    ['a millisecond after it', 'late: started too late', ok('2026-03-10 02:15:00.001', '2026-03-10 02:30')],
    ['longer than it may take', 'ok: succeeded', ok('2026-03-10 02:00', '2026-03-10 08:00')],
    ['a minute early', 'ok: succeeded', ok('2026-03-10 01:59', '2026-03-10 02:10')],
  ])('with a success that ran %s it is "%s"', (_, expected, success) => {
    expect(newestOf(judgeAt('2026-03-10 09:00', contract, [success]))).toBe(expected);
  });

  test.each([
    ['failed', 'failed: failed'],
    ['timedOut', 'failed: timed out'],
    ['aborted', 'failed: was aborted'],
  ] as const)('with a run that %s it is at once "%s"', (outcome, expected) => {
    expect(newestOf(judgeAt('2026-03-10 02:01', contract, [run(outcome, '2026-03-10 02:00', '2026-03-10 02:01')]))).toBe(expected);
  });

  test('with several bad runs the newest one gives the reason, in any order', () => {
    const runs = [run('aborted', '2026-03-10 02:30', '2026-03-10 02:31'), run('timedOut', '2026-03-10 02:00', '2026-03-10 02:05')];
    expect(newestOf(judgeAt('2026-03-10 03:00', contract, runs))).toBe('failed: was aborted');
    expect(newestOf(judgeAt('2026-03-10 03:00', contract, [...runs].reverse()))).toBe('failed: was aborted');
    const together = runs.map((bad) => ({ ...bad, start: runs[0].start }));
    expect(judgeAt('2026-03-10 03:00', contract, together)).toEqual(judgeAt('2026-03-10 03:00', contract, [...together].reverse()));
  });

  test('with unreadable evidence it is unknown once it might be missed, and says why', () => {
    const denied = [record([], { problem: 'AccessDenied: not allowed' })];
    expect(newestOf(judgeAt('2026-03-10 02:20', contract, denied))).toBe('pending: is not due yet');
    const judgement = judgeAt('2026-03-10 02:21', contract, denied);
    expect(newestOf(judgement)).toBe('unknown: AccessDenied: not allowed');
    expect(judgement.problems).toEqual(['load: AccessDenied: not allowed']);
    expect(judgement.proofOfLife).toBeUndefined();
  });

  test('without any evidence of a stage it is unknown', () => {
    const judgement = judgeAt('2026-03-10 03:00', contract, [record([], { stage: 'other' })]);
    expect(newestOf(judgement)).toBe('unknown: no evidence was gathered');
    expect(judgement.problems).toEqual(['load: no evidence was gathered']);
  });
});

describe('evidence that shows a run only when it ends', () => {
  test.each([['a function', LAMBDA], ['an express machine', EXPRESS]])('%s is missed only after start, longest run and publication', (_, source) => {
    const hidden = contractOf({ stages: [stage({ source })] });
    expect(newestOf(judgeAt('2026-03-10 03:20', hidden, []))).toBe('pending: is not due yet');
    expect(newestOf(judgeAt('2026-03-10 03:20:00.001', hidden, []))).toBe('missed: did not start');
  });

  test('a standard machine shows a run at once, so no longest run is added', () => {
    expect(newestOf(judgeAt('2026-03-10 02:20:00.001', contractOf({ stages: [stage({ source: STANDARD })] }), []))).toBe('missed: did not start');
  });
});

describe('retries', () => {
  test('a retry that succeeded makes the slot ok', () => {
    expect(newestOf(judgeAt('2026-03-10 03:00', contract, [failed('2026-03-10 02:00'), ok('2026-03-10 02:10')]))).toBe('ok: succeeded');
  });

  test('a failed run that is repeated by hand hours later makes the slot late and ends the incident', () => {
    const atNight = failed('2026-03-10 02:00', '2026-03-10 02:20');
    expect(incidentOf(judgeAt('2026-03-10 08:00', contract, [atNight]))).toBe('since 2026-03-10 02:00, 1 bad, failed');
    const repeated = judgeAt('2026-03-10 10:00', contract, [atNight, ok('2026-03-10 09:00', '2026-03-10 09:20')]);
    expect(newestOf(repeated)).toBe('late: started too late');
    expect(repeated).toMatchObject({ proofOfLife: 1, incident: undefined });
  });

  test('while the repetition runs the slot is running again', () => {
    expect(newestOf(judgeAt('2026-03-10 09:01', contract, [failed('2026-03-10 02:00'), running('2026-03-10 09:00')]))).toBe('running: is running');
  });

  test.each([
    ['failed', 'failed: failed after a success'],
    ['timedOut', 'failed: timed out after a success'],
    ['aborted', 'failed: was aborted after a success'],
  ] as const)('a second run in the slot that %s after the success makes the slot "%s", and opens an incident', (outcome, expected) => {
    const judgement = judgeAt('2026-03-10 10:01', contract, [ok('2026-03-10 02:00', '2026-03-10 02:40'), run(outcome, '2026-03-10 10:00', '2026-03-10 10:01')]);
    expect(newestOf(judgement)).toBe(expected);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 02:00, 1 bad, failed');
    expect(judgement).toMatchObject({ proofOfLife: 0, lastSuccess: t('2026-03-10 02:40') });
  });

  test('a third run that succeeds makes the slot as good as its first success did', () => {
    const runs = [ok('2026-03-10 02:00'), failed('2026-03-10 10:00'), ok('2026-03-10 11:00')];
    expect(newestOf(judgeAt('2026-03-10 12:00', contract, runs))).toBe('ok: succeeded');
  });

  test('a further run that failed before the success ended changes nothing: the newest outcome counts', () => {
    const runs = [ok('2026-03-10 02:00', '2026-03-10 02:40'), failed('2026-03-10 02:01', '2026-03-10 02:40')];
    expect(newestOf(judgeAt('2026-03-10 03:00', contract, runs))).toBe('ok: succeeded');
    expect(newestOf(judgeAt('2026-03-10 03:00', contract, [runs[0], failed('2026-03-10 02:01', '2026-03-10 02:40:00.001')]))).toBe('failed: failed after a success');
  });

  test('of a function, a failure in the minute of the success does not undo it, and one in the next minute does', () => {
    const minute = (start: string): Partial<Run> => ({ end: undefined, latestStart: t(start) + 59_999 });
    const hidden = contractOf({ stages: [stage({ source: LAMBDA })] });
    const runs = (start: string): Run[] => [run('succeeded', '2026-03-10 02:00', undefined, minute('2026-03-10 02:00')), run('failed', start, undefined, minute(start))];
    expect(newestOf(judgeAt('2026-03-10 09:00', hidden, runs('2026-03-10 02:00')))).toBe('ok: succeeded');
    expect(newestOf(judgeAt('2026-03-10 09:00', hidden, runs('2026-03-10 02:01')))).toBe('failed: failed after a success');
  });

  test('while a further run is in progress after a failure the slot is running, but a hanging run alone undoes no success', () => {
    const runs = [ok('2026-03-10 02:00'), failed('2026-03-10 10:00'), running('2026-03-10 10:30')];
    expect(newestOf(judgeAt('2026-03-10 11:00', contract, runs))).toBe('running: is running');
    expect(newestOf(judgeAt('2026-03-10 12:00', contract, [ok('2026-03-10 02:00'), running('2026-03-10 10:00')]))).toBe('ok: succeeded');
  });

  test('while a retry of the further run may become visible the slot has not failed', () => {
    const retried = contractOf({ stages: [stage({ retryWithinSeconds: minutes(10) })] });
    const runs = [ok('2026-03-10 02:00'), failed('2026-03-10 10:00', '2026-03-10 10:30')];
    expect(newestOf(judgeAt('2026-03-10 10:45', retried, runs))).toBe('running: failed, and a retry is due');
    expect(newestOf(judgeAt('2026-03-10 10:45:00.001', retried, runs))).toBe('failed: failed after a success');
  });

  test('a slot that needs several successes and has them stays good, whatever becomes of further runs', () => {
    const many = contractOf({ stages: [stage({ minSuccessfulRuns: 2 })] });
    expect(newestOf(judgeAt('2026-03-10 09:30', many, [ok('2026-03-10 02:00'), ok('2026-03-10 02:05'), failed('2026-03-10 09:00')]))).toBe('ok: succeeded');
  });

  test('best-effort metrics of a failure do not undo a success', () => {
    const metrics = [record([ok('2026-03-10 02:00'), failed('2026-03-10 09:00')], { confirmsFailure: false })];
    expect(newestOf(judgeAt('2026-03-10 09:30', contract, metrics))).toBe('ok: succeeded');
    const broken = [record([ok('2026-03-10 02:00'), failed('2026-03-10 09:00')], { problem: 'throttled' })];
    expect(newestOf(judgeAt('2026-03-10 09:30', contract, broken))).toBe('ok: succeeded');
  });

  test('a deadline that was met stays met when a further run fails after it', () => {
    const bounded = contractOf({ expectation: nightly({ finishWithinSeconds: hours(2) }) });
    expect(judgeAt('2026-03-10 10:30', bounded, [ok('2026-03-10 02:00', '2026-03-10 03:00'), failed('2026-03-10 10:00')])).toMatchObject({ deadlineMissed: false, proofOfLife: 0 });
  });

  test('while a retry may still become visible the slot has not failed', () => {
    const retried = contractOf({ stages: [stage({ retryWithinSeconds: minutes(10) })] });
    const runs = [failed('2026-03-10 02:00', '2026-03-10 02:30')];
    expect(newestOf(judgeAt('2026-03-10 02:45', retried, runs))).toBe('running: failed, and a retry is due');
    expect(newestOf(judgeAt('2026-03-10 02:45:00.001', retried, runs))).toBe('failed: failed');
  });

  test('each failure opens the time for a retry anew', () => {
    const retried = contractOf({ stages: [stage({ retryWithinSeconds: minutes(10) })] });
    const runs = [failed('2026-03-10 02:00', '2026-03-10 02:30'), failed('2026-03-10 02:35', '2026-03-10 02:40')];
    expect(newestOf(judgeAt('2026-03-10 02:55', retried, runs))).toBe('running: failed, and a retry is due');
    expect(newestOf(judgeAt('2026-03-10 02:55:00.001', retried, runs))).toBe('failed: failed');
  });

  test('the time for a retry counts from the start if the evidence has no end', () => {
    const retried = contractOf({ stages: [stage({ source: LAMBDA, retryWithinSeconds: minutes(10) })] });
    const runs = [run('failed', '2026-03-10 02:00')];
    expect(newestOf(judgeAt('2026-03-10 02:15', retried, runs))).toBe('running: failed, and a retry is due');
    expect(newestOf(judgeAt('2026-03-10 02:15:00.001', retried, runs))).toBe('failed: failed');
  });

  test('the time for a retry counts from the latest possible start if the evidence is coarse', () => {
    const retried = contractOf({ stages: [stage({ source: LAMBDA, retryWithinSeconds: minutes(10) })] });
    const runs = [run('failed', '2026-03-10 02:00', undefined, { latestStart: t('2026-03-10 02:00:59.999') })];
    expect(newestOf(judgeAt('2026-03-10 02:15:59.999', retried, runs))).toBe('running: failed, and a retry is due');
    expect(newestOf(judgeAt('2026-03-10 02:16', retried, runs))).toBe('failed: failed');
  });
});

describe('overlapping runs', () => {
  test('while one of them is in time the slot is running, however long the other takes', () => {
    const runs = [running('2026-03-10 02:00'), running('2026-03-10 04:00')];
    expect(newestOf(judgeAt('2026-03-10 05:05', contract, runs))).toBe('running: is running');
    expect(newestOf(judgeAt('2026-03-10 05:05:00.001', contract, runs))).toBe('stuck: started and did not end in time');
  });

  test('a success counts although another run still hangs', () => {
    expect(newestOf(judgeAt('2026-03-10 05:00', contract, [running('2026-03-10 02:00'), ok('2026-03-10 02:10')]))).toBe('ok: succeeded');
  });

  test('a second success that started late makes nothing worse', () => {
    const runs = [ok('2026-03-10 02:00', '2026-03-10 04:00'), ok('2026-03-10 02:30', '2026-03-10 02:40')];
    expect(newestOf(judgeAt('2026-03-10 05:00', contract, runs))).toBe('ok: succeeded');
  });
});

describe('a slot that needs several successes', () => {
  const twice = contractOf({ stages: [stage({ minSuccessfulRuns: 2 })] });

  test('is running after the first, and missed when the second does not come in time', () => {
    const runs = [ok('2026-03-10 02:00', '2026-03-10 02:01')];
    expect(newestOf(judgeAt('2026-03-10 02:20', twice, runs))).toBe('running: succeeded 1 of 2 times');
    expect(newestOf(judgeAt('2026-03-10 02:20:00.001', twice, runs))).toBe('missed: succeeded 1 of 2 times');
  });

  test('is ok with the second, and dated by it', () => {
    const judgement = judgeAt('2026-03-10 03:00', twice, [ok('2026-03-10 02:00'), ok('2026-03-10 02:10'), ok('2026-03-10 02:12')]);
    expect(newestOf(judgement)).toBe('ok: succeeded');
    expect(judgement.slots[0].stages[0].succeededAt).toBe(Date.parse('2026-03-10T02:10:00Z'));
  });

  test('counts runs that the evidence reports together', () => {
    expect(newestOf(judgeAt('2026-03-10 03:00', twice, [ok('2026-03-10 02:00', undefined, { count: 2 })]))).toBe('ok: succeeded');
  });

  test('is late if too few of them started in time', () => {
    expect(newestOf(judgeAt('2026-03-10 03:00', twice, [ok('2026-03-10 02:00'), ok('2026-03-10 02:20')]))).toBe('late: started too late');
  });

  test('has not failed after one failure while the others may still succeed', () => {
    const runs = [ok('2026-03-10 02:00'), failed('2026-03-10 02:10')];
    expect(newestOf(judgeAt('2026-03-10 02:20', twice, runs))).toBe('running: succeeded 1 of 2 times');
    expect(newestOf(judgeAt('2026-03-10 02:20:00.001', twice, runs))).toBe('failed: failed');
  });
});

describe('a flexible time window', () => {
  const flexible = contractOf({ expectation: nightly({ flexibleWindowSeconds: hours(1) }) });

  test('moves the due time, and with it the bound and the date of the incident', () => {
    expect(newestOf(judgeAt('2026-03-10 03:20', flexible, []))).toBe('pending: is not due yet');
    const judgement = judgeAt('2026-03-10 03:20:00.001', flexible, []);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 missed']);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 03:00, 1 bad, missed');
  });

  test('lets a run start anywhere in it', () => {
    expect(newestOf(judgeAt('2026-03-10 04:00', flexible, [ok('2026-03-10 02:59')]))).toBe('ok: succeeded');
    expect(newestOf(judgeAt('2026-03-10 04:00', flexible, [ok('2026-03-10 03:16')]))).toBe('late: started too late');
  });

  test('makes the end of the current window the next due time', () => {
    expect(judgeAt('2026-03-10 02:30', flexible, []).nextDue).toBe(Date.parse('2026-03-10T03:00:00Z'));
    expect(judgeAt('2026-03-10 03:00', flexible, []).nextDue).toBe(Date.parse('2026-03-11T03:00:00Z'));
  });
});
