import fc from 'fast-check';
import { Expectation } from '../../../core/contract/contract';
import { Point } from '../../../core/evidence/evidence-kind';
import { kindOf } from '../../../core/evidence/kinds';
import { Run } from '../../../core/evidence/run';
import { Instant, MINUTE } from '../../../core/time';
import { foldIncident } from '../../../core/verdict/incident';
import { judge } from '../../../core/verdict/judge';
import { SlotVerdict, Verdict } from '../../../core/verdict/verdict';
import { histories, History, knownAt } from './histories';
import { contractOf, hours, LAMBDA, nightly, record, silence } from './scenario';

/** How bad a verdict is. Pending and running are both undecided. */
const BADNESS: Readonly<Record<Verdict, number>> = { ok: 0, late: 1, pending: 2, running: 2, unknown: 3, missed: 4, stuck: 4, failed: 4 };

function verdictsOf({ contract, now }: History, runs: readonly Run[]): Map<Instant, SlotVerdict> {
  return new Map(judge(contract, [record(runs)], now).slots.map((slot) => [slot.slot, slot]));
}

describe('as time passes over the same evidence', () => {
  /** The verdicts of each slot at a series of moments. */
  const series = (history: History, steps: readonly number[]): Verdict[][] => {
    const bySlot = new Map<Instant, Verdict[]>();
    let now = history.now;
    for (const step of steps) {
      for (const [slot, { verdict }] of verdictsOf({ ...history, now }, history.runs)) bySlot.set(slot, [...bySlot.get(slot) ?? [], verdict]);
      now += step * MINUTE;
    }
    return [...bySlot.values()];
  };
  const steps = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 8 });

  test('a slot that is good stays as good as it is', () => {
    fc.assert(fc.property(histories({ slots: 12 }), steps, (history, waits) => {
      for (const verdicts of series(history, waits)) {
        const good = verdicts.findIndex((verdict) => verdict === 'ok' || verdict === 'late');
        expect(new Set(good < 0 ? [] : verdicts.slice(good)).size).toBeLessThanOrEqual(1);
      }
    }), { numRuns: 100 });
  });

  test('a slot goes from pending or running to bad once, and then stays as bad as it is', () => {
    fc.assert(fc.property(histories({ slots: 12 }), steps, (history, waits) => {
      for (const verdicts of series(history, waits)) {
        const changes = verdicts.filter((verdict, index) => index > 0 && verdict !== verdicts[index - 1]);
        expect(changes.length).toBeLessThanOrEqual(1);
        for (const change of changes) expect(['missed', 'stuck', 'failed']).toContain(change);
      }
    }), { numRuns: 100 });
  });

  test('an open incident keeps its date while nothing new happens', () => {
    fc.assert(fc.property(histories({ slots: 12 }), fc.integer({ min: 0, max: 600 }), ({ contract, runs, now }, wait) => {
      const { incident } = judge(contract, [record(runs)], now);
      const later = judge(contract, [record(runs)], now + wait * MINUTE).incident;
      fc.pre(incident !== undefined && later !== undefined && later.badSlots >= incident.badSlots);
      expect(later!.since).toBe(incident!.since);
    }), { numRuns: 100 });
  });
});

describe('the same evidence', () => {
  test('gives the same judgement for any order of its runs', () => {
    const shuffled = histories().chain((history) => fc.tuple(fc.constant(history), fc.shuffledSubarray([...history.runs], { minLength: history.runs.length })));
    fc.assert(fc.property(shuffled, ([{ contract, runs, now }, other]) => {
      expect(judge(contract, [record(other)], now)).toEqual(judge(contract, [record(runs)], now));
    }), { numRuns: 100 });
  });

  test('gives the same judgement every time, and is not changed', () => {
    fc.assert(fc.property(histories(), ({ contract, runs, now }) => {
      const evidence = [record(runs)];
      const before = structuredClone(evidence);
      expect(judge(contract, evidence, now)).toEqual(judge(contract, evidence, now));
      expect(evidence).toEqual(before);
    }), { numRuns: 50 });
  });
});

describe('one more success', () => {
  const extra = (history: History): fc.Arbitrary<Run> => {
    const first = history.contract.since;
    return fc.tuple(fc.integer({ min: first, max: Math.max(first, history.now) }), fc.integer({ min: 0, max: 10 * MINUTE }))
      .map(([start, length]): Run => ({ start, end: start + length, outcome: 'succeeded' }));
  };
  const withExtra = histories().chain((history) => fc.tuple(fc.constant(history), extra(history)));

  test('makes no slot worse', () => {
    fc.assert(fc.property(withExtra, fc.integer({ min: 1, max: 2 }), ([history, run], minSuccessfulRuns) => {
      const needy = { ...history, contract: { ...history.contract, stages: history.contract.stages.map((stage) => ({ ...stage, minSuccessfulRuns })) } };
      const before = verdictsOf(needy, history.runs);
      const after = verdictsOf(needy, [...history.runs, run]);
      for (const [slot, { verdict }] of before) expect(BADNESS[after.get(slot)!.verdict]).toBeLessThanOrEqual(BADNESS[verdict]);
    }), { numRuns: 300 });
  });

  test('opens no incident of a maximum silence', () => {
    const times = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 15 });
    fc.assert(fc.property(times, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (all, one, failuresToAlarm, successesToRecover) => {
      const contract = contractOf({ expectation: silence({ maxSilenceSeconds: hours(8), failuresToAlarm, successesToRecover }) });
      const success = (hour: number): Run => ({ start: contract.since + hour * 3_600_000, end: contract.since + hour * 3_600_000, outcome: 'succeeded' });
      const open = (hoursOfSuccess: readonly number[]): boolean =>
        judge(contract, [record(hoursOfSuccess.map(success))], contract.since + 101 * 3_600_000).incident !== undefined;
      expect(open([...all, one]) && !open(all)).toBe(false);
    }), { numRuns: 300 });
  });
});

describe('evidence of a function, in points of a minute', () => {
  test('makes no slot worse than the exact runs, and no slot good without a success that may belong to it', () => {
    const started = fc.constantFrom('ok', 'early', 'late', 'missed', 'failed', 'retried');
    fc.assert(fc.property(histories({ fates: started }), (history) => {
      const contract = { ...history.contract, stages: history.contract.stages.map((stage) => ({ ...stage, source: LAMBDA })) };
      const runs = knownAt(history.runs, history.now).filter(({ outcome }) => outcome !== 'running');
      const exact = verdictsOf({ ...history, contract }, runs.map(({ start, outcome }) => ({ start, outcome })));
      const seen = verdictsOf({ ...history, contract }, decodedFrom(runs));
      for (const [slot, { verdict }] of exact) {
        const coarse = seen.get(slot)!.verdict;
        expect(BADNESS[coarse]).toBeLessThanOrEqual(BADNESS[verdict]);
        if (BADNESS[verdict] > 1) expect(BADNESS[coarse]).toBeGreaterThan(1);
      }
    }), { numRuns: 200 });
  });

  function decodedFrom(runs: readonly Run[]): Run[] {
    const recorded: Record<string, Point[]> = { Invocations: points(runs), Errors: points(runs.filter(({ outcome }) => outcome !== 'succeeded')) };
    return kindOf(LAMBDA).runs(LAMBDA, { periodMillis: MINUTE, of: (metric) => recorded[metric] ?? [] });
  }

  /** How many runs started in each minute. */
  function points(runs: readonly Run[]): Point[] {
    const counts = new Map<Instant, number>();
    for (const { start } of runs) {
      const minute = Math.floor(start / MINUTE) * MINUTE;
      counts.set(minute, (counts.get(minute) ?? 0) + 1);
    }
    return [...counts].map(([at, value]) => ({ at, value }));
  }
});

describe('the fold into an incident', () => {
  const letters = fc.array(fc.constantFrom<Verdict>('ok', 'late', 'missed', 'failed', 'stuck', 'pending', 'running', 'unknown'), { maxLength: 30 });
  const counts = fc.record({ failuresToAlarm: fc.integer({ min: 1, max: 4 }), successesToRecover: fc.integer({ min: 1, max: 4 }) });

  function slotsOf(verdicts: readonly Verdict[]): SlotVerdict[] {
    return verdicts.map((verdict, index) => {
      const decidedBy = { stage: 'load', verdict, code: 'running' as const, reason: verdict };
      return { slot: index, dueAt: index, verdict, decidedBy, stages: [decidedBy], closedAt: index, runs: 1 };
    });
  }

  /** The incident's slots, found only by looking at runs of equal letters. */
  function reference(verdicts: readonly Verdict[], { failuresToAlarm, successesToRecover }: { failuresToAlarm: number; successesToRecover: number }): number[] {
    const decided = verdicts
      .map((verdict, index) => ({ letter: ({ ok: 'g', late: 'g', missed: 'b', failed: 'b', stuck: 'b' } as Record<string, string>)[verdict] ?? '', index }))
      .filter(({ letter }) => letter !== '');
    const text = decided.map(({ letter }) => letter).join('');
    // An incident is a number of bad slots, and what follows until a number of good ones.
    const incidents = [...text.matchAll(new RegExp(`b{${failuresToAlarm},}(?:(?!g{${successesToRecover}}).)*`, 'g'))];
    const last = incidents.at(-1);
    if (last === undefined || last.index + last[0].length < text.length) return [];
    return decided.slice(last.index).filter(({ letter }) => letter === 'b').map(({ index }) => index);
  }

  test('equals a naive reference', () => {
    fc.assert(fc.property(letters, counts, (verdicts, bounds) => {
      const expectation: Expectation = nightly(bounds);
      const { incident } = foldIncident(expectation, slotsOf(verdicts));
      const expected = reference(verdicts, bounds);
      expect(incident && [incident.since, incident.badSlots, incident.verdict, incident.sinceAtLeast])
        .toEqual(expected.length === 0 ? undefined : [expected[0], expected.length, verdicts[expected.at(-1)!], false]);
    }), { numRuns: 1000 });
  });

  test('is decided if nothing older makes a difference, and only then', () => {
    fc.assert(fc.property(letters, letters, counts, (older, newer, bounds) => {
      const expectation: Expectation = nightly(bounds);
      const { decided, incident } = foldIncident(expectation, slotsOf(newer), { unseenUntil: 0 });
      fc.pre(decided);
      const whole = foldIncident(expectation, slotsOf([...older, ...newer])).incident;
      expect(whole && [whole.since - older.length, whole.badSlots]).toEqual(incident && [incident.since, incident.badSlots]);
    }), { numRuns: 500 });
  });
});
