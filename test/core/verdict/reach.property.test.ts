import fc from 'fast-check';
import { Run, StageEvidence } from '../../../core/evidence/run';
import { evidenceFrom } from '../../../core/evidence/windows';
import { DAY, HOUR, Instant } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import { Judgement } from '../../../core/verdict/verdict';
import { histories, History, knownAt, SHOWN_BY_SUCCESSES } from './histories';
import { contractOf, hours, record, silence, stage } from './scenario';

/** The evidence of a lookback: earlier runs are not in the record. */
function cut(runs: readonly Run[], from: Instant | undefined, now: Instant): StageEvidence {
  const beginning = from ?? now;
  return record(knownAt(runs, now).filter(({ start }) => start >= beginning), { from: beginning });
}

function judgeBoth({ contract, runs, now }: History): { recent: Judgement; whole: Judgement } {
  return {
    recent: judge(contract, [cut(runs, evidenceFrom(contract, 'recent', now), now)], now),
    whole: judge(contract, [record(knownAt(runs, now))], now),
  };
}

const answer = ({ proofOfLife, incident, deadlineMissed }: Judgement): object =>
  ({ proofOfLife, deadlineMissed, incident: incident && { since: incident.since, badSlots: incident.badSlots, verdict: incident.verdict, sinceAtLeast: incident.sinceAtLeast } });

test('recent evidence gives the answer of the whole past whenever it does not ask for more', () => {
  fc.assert(fc.property(histories(), (history) => {
    const { recent, whole } = judgeBoth(history);
    fc.pre(!recent.needsHistory);
    expect(answer(recent)).toEqual(answer(whole));
  }), { numRuns: 500 });
});

test('a history gives what recent evidence asks for: the same incident with the same date', () => {
  fc.assert(fc.property(histories({ slots: 25 }), (history) => {
    const { contract, runs, now } = history;
    const { recent, whole } = judgeBoth(history);
    fc.pre(recent.needsHistory);
    const from = evidenceFrom(contract, 'history', now);
    // Nothing older is kept.
    fc.pre(contract.since > now - 400 * DAY);
    expect(answer(judge(contract, [cut(runs, from, now)], now))).toEqual(answer(whole));
  }), { numRuns: 200 });
});

test('recent evidence is always enough for a healthy pipeline', () => {
  fc.assert(fc.property(histories({ fates: fc.constantFrom('ok', 'early') }), (history) => {
    // Nothing is kept for as many years as two slots of a yearly schedule are apart.
    fc.pre(history.contract.since > history.now - 400 * DAY);
    const { recent } = judgeBoth(history);
    expect(recent).toMatchObject({ needsHistory: false, incident: undefined });
  }), { numRuns: 300 });
});

test('recent evidence of several stages gives the answer of the whole past too', () => {
  const two = histories({ slots: 20 }).chain((history) => fc.tuple(fc.constant(history), fc.subarray([...history.runs])));
  fc.assert(fc.property(two, ([{ contract: one, runs, now }, published]) => {
    const contract = { ...one, stages: [...one.stages, { ...one.stages[0], name: 'publish', startWithinSeconds: 600 }] };
    const from = evidenceFrom(contract, 'recent', now);
    const recent = judge(contract, [cut(runs, from, now), { ...cut(published, from, now), stage: 'publish' }], now);
    fc.pre(!recent.needsHistory);
    const whole = judge(contract, [record(knownAt(runs, now)), record(knownAt(published, now), { stage: 'publish' })], now);
    expect(answer(recent)).toEqual(answer(whole));
  }), { numRuns: 200 });
});

test('the authoritative record agrees whenever best-effort metrics of successes raise no question', () => {
  fc.assert(fc.property(histories({ fates: SHOWN_BY_SUCCESSES }), ({ contract, runs, now }) => {
    const seen = knownAt(runs, now);
    const from = evidenceFrom(contract, 'recent', now) ?? now;
    const metrics = record(seen.filter(({ outcome, start }) => outcome === 'succeeded' && start >= from), { from, confirmsFailure: false });
    const judgement = judge(contract, [metrics], now);
    // Before its bound, a slot that has already failed is still pending for evidence that shows successes only.
    fc.pre(!judgement.needsHistory && judgement.toConfirm.length === 0 && judgement.slots.at(-1)?.verdict !== 'pending');
    expect(judgement.proofOfLife).toBe(judge(contract, [record(seen)], now).proofOfLife);
    expect(judgement.incident).toBeUndefined();
  }), { numRuns: 200 });
});

describe('a maximum silence', () => {
  const silences = fc.record({
    allowed: fc.constantFrom(hours(1), hours(5), hours(24)),
    failuresToAlarm: fc.integer({ min: 1, max: 3 }),
    successesToRecover: fc.integer({ min: 1, max: 3 }),
    gaps: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 25 }),
    ahead: fc.integer({ min: 0, max: 30 }),
  }).map(({ allowed, gaps, ahead, ...counts }): History => {
    const contract = contractOf({ expectation: silence({ maxSilenceSeconds: allowed, ...counts }), stages: [stage()] });
    let at = contract.since;
    const runs = gaps.map((gap): Run => {
      at += gap * (allowed / 10) * 1000;
      return { start: at, end: at, outcome: 'succeeded' };
    });
    return { contract, runs, now: at + ahead * (allowed / 10) * 1000, fates: [] };
  });

  test('recent evidence gives the answer of the whole past whenever it does not ask for more', () => {
    fc.assert(fc.property(silences, (history) => {
      const { recent, whole } = judgeBoth(history);
      fc.pre(!recent.needsHistory);
      expect([recent.proofOfLife, recent.incident === undefined, recent.problems]).toEqual([whole.proofOfLife, whole.incident === undefined, []]);
    }), { numRuns: 300 });
  });

  test('recent evidence is always enough for a healthy pipeline', () => {
    fc.assert(fc.property(silences, fc.integer({ min: 1, max: 9 }), ({ contract }, gap) => {
      const step = gap * HOUR / 10;
      const steady = { ...contract, expectation: { ...contract.expectation, maxSilenceSeconds: hours(1) } };
      const runs = Array.from({ length: 40 }, (_, index): Run => ({ start: contract.since + (index + 1) * step, end: contract.since + (index + 1) * step, outcome: 'succeeded' }));
      const { recent } = judgeBoth({ contract: steady, runs, now: contract.since + 40.5 * step, fates: [] });
      expect(recent).toMatchObject({ needsHistory: false, proofOfLife: 1, problems: [] });
    }));
  });
});
