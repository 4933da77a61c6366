import { Contract } from '../../../core/contract/contract';
import { StageEvidence } from '../../../core/evidence/run';
import { judge } from '../../../core/verdict/judge';
import { stableUntil } from '../../../core/verdict/stable-until';
import { Judgement } from '../../../core/verdict/verdict';
import { contractOf, failed, LAMBDA, minutes, nightly, ok, record, show, silence, stage, t } from './scenario';

/** A function pipeline due at 02:00, whose record is complete. */
const contract = contractOf({ stages: [stage({ source: LAMBDA })], since: t('2026-03-01 12:00') });

function until(now: string, evidence: StageEvidence, given: Contract = contract): string | undefined {
  const judgement = judge(given, [evidence], t(now));
  return show(stableUntil(given, judgement, t(now)));
}

const wellUntil = (last: number): StageEvidence => record(
  Array.from({ length: last - 1 }, (_, index) => ok(`2026-03-${String(index + 2).padStart(2, '0')} 02:00`)),
);

describe('how long a judgement cannot change without evidence', () => {
  test('A healthy pipeline stays healthy until its next run may be late, at most for a day.', () => {
    expect(until('2026-03-10 02:20', wellUntil(10))).toBe('2026-03-11 02:15');
    expect(until('2026-03-10 02:01', wellUntil(10))).toBe('2026-03-11 02:01');
  });

  test('A pending slot stays pending until its run must have started and the publication delay has passed, to the millisecond.', () => {
    const due = judge(contract, [wellUntil(9)], t('2026-03-10 02:01'));
    expect(due.slots.at(-1)?.verdict).toBe('pending');
    expect(stableUntil(contract, due, t('2026-03-10 02:01'))).toBe(t('2026-03-10 02:15') + 1);
    expect(stableUntil(contract, due, t('2026-03-10 02:16'))).toBe(t('2026-03-10 02:20') + 1);
    expect(stableUntil(contract, due, t('2026-03-10 02:21'))).toBe(t('2026-03-10 03:20') + 1);
  });

  test('A missing run stays missing until the next slot begins.', () => {
    expect(until('2026-03-10 05:00', wellUntil(9))).toBe('2026-03-11 02:00');
  });

  test('A run that failed for good stays failed until the next slot begins.', () => {
    expect(until('2026-03-10 05:00', record([...wellUntil(9).runs, failed('2026-03-10 02:00')]))).toBe('2026-03-11 02:00');
  });

  test('There is no stable time while a retry is due.', () => {
    const retried = contractOf({ stages: [stage({ source: LAMBDA, retryWithinSeconds: minutes(30) })], since: t('2026-03-01 12:00') });
    expect(until('2026-03-10 02:10', record([...wellUntil(9).runs, failed('2026-03-10 02:00')]), retried)).toBe('2026-03-10 02:10');
  });

  test('There is no stable time while something that matters is unknown.', () => {
    expect(until('2026-03-10 05:00', record([], { problem: 'denied' }))).toBe('2026-03-10 05:00');
  });

  test('A deadline that passes ends the stable time.', () => {
    const bounded = contractOf({ expectation: nightly({ finishWithinSeconds: minutes(90) }), stages: [stage({ source: LAMBDA })], since: t('2026-03-01 12:00') });
    const judgement = judge(bounded, [wellUntil(10)], t('2026-03-10 02:20'));
    expect(stableUntil(bounded, judgement, t('2026-03-10 02:20'))).toBe(t('2026-03-10 03:35') + 1);
  });

  test('Before anything is owed, nothing changes until the first slot may be late.', () => {
    const fresh = contractOf({ stages: [stage({ source: LAMBDA })], since: t('2026-03-10 01:00') });
    expect(until('2026-03-10 01:30', record([]), fresh)).toBe('2026-03-10 02:15');
  });

  test('A maximum silence has no stable time, because its record begins later with every tick.', () => {
    const quiet = contractOf({ expectation: silence(), stages: [stage({ source: LAMBDA })] });
    expect(until('2026-03-10 02:00', record([ok('2026-03-10 01:00')]), quiet)).toBe('2026-03-10 02:00');
  });

  test('A rate whose phase is read from the runs is stable until its next slot.', () => {
    const rate = contractOf({ expectation: nightly({ schedule: 'rate(1 day)' }), stages: [stage({ source: LAMBDA })], since: t('2026-03-01 12:00') });
    const judgement: Judgement = judge(rate, [wellUntil(10)], t('2026-03-10 02:20'));
    expect(judgement.nextDue).toBe(t('2026-03-11 02:00'));
    expect(stableUntil(rate, judgement, t('2026-03-10 02:20'))).toBeLessThanOrEqual(t('2026-03-11 02:00'));
  });

  test('A record that reaches beyond the 15 days of minute points is stable for an hour at most.', () => {
    const monthly = contractOf({ expectation: nightly({ schedule: 'cron(0 2 1 * ? *)' }), stages: [stage({ source: LAMBDA })], since: t('2025-12-15 12:00') });
    const runs = record([ok('2026-01-01 02:00'), ok('2026-02-01 02:00'), ok('2026-03-01 02:00')]);
    expect(until('2026-03-10 02:20', runs, monthly)).toBe('2026-03-10 02:59');
  });
});
