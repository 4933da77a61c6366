import fc from 'fast-check';
import { Contract, ScheduledExpectation, scheduleOf } from '../../../core/contract/contract';
import { Run } from '../../../core/evidence/run';
import { DAY, Instant, MINUTE } from '../../../core/time';
import { contractOf, EXPRESS, LAMBDA, minutes, nightly, stage, STANDARD, t } from './scenario';

/** What may happen in a slot. Each gives the runs of a window that begins at the slot and has the given length. */
const FATES: Readonly<Record<string, (slot: Instant, lap: number) => Run[]>> = {
  ok: (slot) => [{ start: slot + 5000, end: slot + MINUTE, outcome: 'succeeded' }],
  early: (slot) => [{ start: slot - 3000, end: slot + MINUTE, outcome: 'succeeded' }],
  late: (slot, lap) => [{ start: slot + lap / 2, end: slot + lap / 2 + MINUTE, outcome: 'succeeded' }],
  overlong: (slot, lap) => [{ start: slot + 5000, end: slot + 2 * lap, outcome: 'succeeded' }],
  missed: () => [],
  failed: (slot) => [{ start: slot + 5000, end: slot + MINUTE, outcome: 'failed' }],
  retried: (slot) => [{ start: slot + 5000, end: slot + MINUTE, outcome: 'timedOut' }, { start: slot + 2 * MINUTE, end: slot + 3 * MINUTE, outcome: 'succeeded' }],
  failsLate: (slot, lap) => [{ start: slot + lap - 65_000, end: slot + lap + 100_000, outcome: 'failed' }],
  relapsed: (slot, lap) => [
    { start: slot + 5000, end: slot + MINUTE, outcome: 'succeeded' }, { start: slot + Math.round(0.4 * lap), end: slot + Math.round(0.5 * lap), outcome: 'failed' },
  ],
  hanging: (slot) => [{ start: slot + 5000, outcome: 'running' }],
};
/** What best-effort metrics of successes cannot show: a failure after a success. */
export const SHOWN_BY_SUCCESSES: fc.Arbitrary<Fate> = fc.constantFrom('ok', 'ok', 'early', 'late', 'missed', 'failed', 'retried', 'hanging', 'overlong', 'failsLate');

export type Fate = keyof typeof FATES;

/** A pipeline's whole past, and the moment at which it is judged. */
export interface History {
  readonly contract: Contract;
  readonly runs: readonly Run[];
  readonly now: Instant;
  /** What happened in each slot, oldest first. */
  readonly fates: readonly Fate[];
}

const SCHEDULES: readonly (Pick<ScheduledExpectation, 'schedule'> & Partial<ScheduledExpectation>)[] = [
  { schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York' },
  { schedule: 'cron(0 * * * ? *)', timeZone: 'America/New_York' },
  { schedule: 'cron(0/15 * * * ? *)' },
  { schedule: 'cron(0 2 ? * MON-FRI *)', timeZone: 'Europe/Berlin' },
  { schedule: 'cron(0 2 L * ? *)' },
  { schedule: 'cron(0 2 1 1 ? *)' },
  { schedule: 'rate(7 hours)', anchor: '2026-01-01T00:20:30Z' },
];

const fate: fc.Arbitrary<Fate> = fc.constantFrom('ok', 'ok', 'ok', 'early', 'late', 'missed', 'missed', 'failed', 'retried', 'hanging', 'overlong', 'failsLate', 'relapsed');

export interface HistoryOptions {
  readonly fates?: fc.Arbitrary<Fate>;
  readonly slots?: number;
}

/** Histories with all kinds of schedules, tolerances and evidence, in spring and in autumn. */
export function histories({ fates = fate, slots = 40 }: HistoryOptions = {}): fc.Arbitrary<History> {
  return fc.record({
    schedule: fc.constantFrom(...SCHEDULES),
    begin: fc.constantFrom(t('2026-02-26 00:10'), t('2026-03-06 12:00'), t('2026-10-31 00:10'), t('2025-12-30 11:11')),
    fates: fc.array(fates, { minLength: 1, maxLength: slots }),
    failuresToAlarm: fc.integer({ min: 1, max: 3 }),
    successesToRecover: fc.integer({ min: 1, max: 3 }),
    source: fc.constantFrom(STANDARD, LAMBDA, EXPRESS),
    deadline: fc.constantFrom<Partial<ScheduledExpectation>>({}, { finishWithinSeconds: minutes(12) }, { finishBy: '07:30', timeZone: 'America/New_York' }),
    excluded: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 }),
    flexible: fc.constantFrom(0, minutes(3)),
    retryWithin: fc.constantFrom(0, minutes(2)),
    moment: fc.integer({ min: 0, max: 999 }),
    sinceSlot: fc.constantFrom(0, 0, 0, 3),
  }).map(({ schedule, begin, fates: plan, failuresToAlarm, successesToRecover, source, deadline, excluded, flexible, retryWithin, moment, sinceSlot }): History => {
    const expectation = nightly({
      failuresToAlarm, successesToRecover, flexibleWindowSeconds: flexible, ...schedule, ...deadline,
      excludeDates: excluded.map((day) => new Date(begin + day * DAY).toISOString().slice(0, 10)),
    });
    const parsed = scheduleOf(expectation, 0);
    const due: Instant[] = [];
    for (let slot = parsed.next(begin); due.length <= plan.length; slot = parsed.next(slot!.at)) due.push(slot!.at);
    const newest = due[plan.length - 1];
    return {
      contract: contractOf({
        expectation,
        stages: [stage({ source, startWithinSeconds: minutes(4), maxDurationSeconds: minutes(3), publicationDelaySeconds: minutes(1), retryWithinSeconds: retryWithin })],
        // Deployed shortly before the first slot, or changed after some.
        since: sinceSlot < plan.length ? due[sinceSlot] - 10 * MINUTE : begin,
      }),
      runs: plan.flatMap((name, index) => FATES[name](due[index], due[index + 1] - due[index])),
      now: newest + Math.floor((due[plan.length] - newest) * moment / 1000),
      fates: plan,
    };
  });
}

/** What has happened at the moment of the judgement: later runs are not there yet, and what ends later is still running. */
export function knownAt(runs: readonly Run[], now: Instant): Run[] {
  return runs
    .filter(({ start }) => start <= now)
    .map((run) => (run.end !== undefined && run.end > now ? { start: run.start, outcome: 'running' as const } : run));
}
