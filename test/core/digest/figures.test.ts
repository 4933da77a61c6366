import fc from 'fast-check';
import { Contract } from '../../../core/contract/contract';
import { readContract } from '../../../core/contract/read-contract';
import { digestSpan } from '../../../core/digest/due';
import { pipelineFigures, StageSummary } from '../../../core/digest/figures';
import { Point } from '../../../core/evidence/evidence-kind';
import { Run } from '../../../core/evidence/run';
import { SlotVerdict, Verdict } from '../../../core/verdict/verdict';
import { functionStage, Json, machineStage, nightly } from '../../lambda/checker/fake-contracts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const TO = Date.parse('2026-03-16T08:00:00Z');
const SPAN = digestSpan('UTC', TO, 'week');

function contractOf(...stages: Json[]): Contract {
  return readContract(JSON.stringify(nightly('Orders', stages)), 0);
}

const ONE = contractOf(functionStage('Orders'));

/** The slot due a number of days before the end of the time span, at 02:00. */
function slot(daysBack: number, verdict: Verdict, more: { dueAt?: number; succeededAt?: number } = {}): SlotVerdict {
  const { dueAt = TO - daysBack * DAY - 6 * HOUR } = more;
  const { succeededAt = dueAt + 10 * MINUTE } = more;
  const decidedBy = { stage: 'Orders', verdict, code: 'running' as const, reason: 'is', ...(verdict === 'ok' || verdict === 'late' ? { succeededAt } : {}) };
  return { slot: dueAt, dueAt, verdict, decidedBy, stages: [decidedBy], closedAt: dueAt + DAY, runs: 1 };
}

function summaryOf(contract: Contract, more: Partial<StageSummary> = {}): StageSummary[] {
  return contract.stages.map((stage) => ({ stage, ...more }));
}

const points = (...list: [daysBack: number, value: number][]): Point[] => list.map(([daysBack, value]) => ({ at: TO - daysBack * DAY - 6 * HOUR, value }));

describe('the slots of a span', () => {
  const figures = (slots: SlotVerdict[], contract = ONE): ReturnType<typeof pipelineFigures> => pipelineFigures(contract, slots, summaryOf(contract), SPAN);

  test('Each time span counts its own slots, and names the verdicts of those that were not on time.', () => {
    const { current, before } = figures([slot(9, 'ok'), slot(8, 'failed'), slot(3, 'ok'), slot(2, 'late'), slot(1, 'missed'), slot(0, 'ok')]);
    expect(current).toEqual({ slots: 4, onTime: 2, blemishes: { late: 1, missed: 1 } });
    expect(before).toEqual({ slots: 2, onTime: 1, blemishes: { failed: 1 } });
  });

  test('An unknown slot is counted and is not on time.', () => {
    expect(figures([slot(1, 'ok'), slot(0, 'unknown')]).current).toEqual({ slots: 2, onTime: 1, blemishes: { unknown: 1 } });
  });

  test('A pending or running slot is not counted.', () => {
    expect(figures([slot(1, 'ok'), slot(0, 'running'), slot(0, 'pending')]).current).toEqual({ slots: 1, onTime: 1 });
  });

  test('A success that became visible only after the time span counts in the next one.', () => {
    // It is dated by its start and becomes visible up to an hour and five minutes later.
    const atTheEnd = slot(0, 'ok', { dueAt: TO - 30 * MINUTE, succeededAt: TO - 20 * MINUTE });
    expect(figures([atTheEnd]).current).toEqual({});
    expect(pipelineFigures(ONE, [atTheEnd], summaryOf(ONE), { to: TO + 7 * DAY, from: TO, before: SPAN.from }).current).toEqual({ slots: 1, onTime: 1 });
  });

  test('A slot that is bad already counts at once, and again in a time span in which it may still have been open.', () => {
    const bad = slot(0, 'failed', { dueAt: TO - 30 * MINUTE });
    expect(figures([bad]).current).toEqual({ slots: 1, onTime: 0, blemishes: { failed: 1 } });
    expect(pipelineFigures(ONE, [bad], summaryOf(ONE), { to: TO + 7 * DAY, from: TO, before: SPAN.from }).current).toEqual({ slots: 1, onTime: 0, blemishes: { failed: 1 } });
  });

  test('A maximum silence has no slots to be on time for.', () => {
    const silence = readContract(JSON.stringify({ ...nightly('Orders'), expectation: { maxSilenceSeconds: 3600, failuresToAlarm: 1, successesToRecover: 1 } }), 0);
    expect(figures([slot(1, 'ok')], silence).current).toEqual({});
  });

  test('Without verdicts there is no on-time rate, but the other figures are there.', () => {
    expect(pipelineFigures(ONE, undefined, summaryOf(ONE, { totals: { runs: points([1, 2]), failures: [], typical: [], slowest: [] } }), SPAN).current).toEqual({ runs: 2, failures: 0 });
  });

  test('In consecutive digests each good slot counts in exactly one.', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 21 * DAY }), fc.constantFrom<Verdict>('ok', 'late'), (back, verdict) => {
      const one = slot(0, verdict, { dueAt: TO - back, succeededAt: TO - back + MINUTE });
      const counts = [0, 1, 2, 3, 4].map((weeks) => {
        const to = TO + (weeks - 3) * 7 * DAY;
        return pipelineFigures(ONE, [one], summaryOf(ONE), { to, from: to - 7 * DAY, before: to - 14 * DAY }).current.slots ?? 0;
      });
      expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    }));
  });
});

describe('the runs of a span', () => {
  const totals = { runs: points([8, 1], [1, 2], [0, 1]), failures: points([8, 1], [1, 1]), typical: points([8, 500], [1, 1000], [0, 4000]), slowest: points([8, 500], [1, 9000], [0, 4000]) };

  test('They are summed up from hourly points, and the median weighs each hour by its runs.', () => {
    const { current, before, durationOf } = pipelineFigures(ONE, [], summaryOf(ONE, { totals }), SPAN);
    expect(current).toEqual({ runs: 3, failures: 1, typicalMillis: 1000, slowestMillis: 9000 });
    expect(before).toEqual({ runs: 1, failures: 1, typicalMillis: 500, slowestMillis: 500 });
    expect(durationOf).toBeUndefined();
  });

  test('Without any run the count is zero and there is no duration.', () => {
    expect(pipelineFigures(ONE, [], summaryOf(ONE, { totals: { runs: [], failures: [], typical: [], slowest: [] } }), SPAN).current).toEqual({ runs: 0, failures: 0 });
  });

  test('Figures that could not be read are absent instead of zero.', () => {
    expect(pipelineFigures(ONE, [], summaryOf(ONE), SPAN).current).toEqual({});
  });

  test('The newest hours count in the next digest, since their points may not be complete.', () => {
    const late: Point[] = [{ at: TO - HOUR, value: 5 }];
    const sum = (to: number): number | undefined =>
      pipelineFigures(ONE, [], summaryOf(ONE, { totals: { ...totals, runs: late } }), { to, from: to - 7 * DAY, before: to - 14 * DAY }).current.runs;
    expect(sum(TO)).toBe(0);
    expect(sum(TO + 7 * DAY)).toBe(5);
  });

  const machine = contractOf(machineStage('Orders'));
  const runs: Run[] = [
    { start: TO - 2 * DAY, end: TO - 2 * DAY + 10 * MINUTE, outcome: 'succeeded' },
    { start: TO - 1 * DAY, end: TO - 1 * DAY + 20 * MINUTE, outcome: 'timedOut' },
    { start: TO - 2 * HOUR, outcome: 'running' },
    { start: TO - 9 * DAY, end: TO - 9 * DAY + 5 * MINUTE, outcome: 'aborted' },
  ];

  test('An authoritative record takes precedence over metrics.', () => {
    const { current, before } = pipelineFigures(machine, [], summaryOf(machine, { totals, record: { runs, from: SPAN.before - DAY } }), SPAN);
    expect(current).toEqual({ runs: 2, failures: 1, typicalMillis: 15 * MINUTE, slowestMillis: 20 * MINUTE });
    expect(before).toEqual({ runs: 1, failures: 1, typicalMillis: 5 * MINUTE, slowestMillis: 5 * MINUTE });
  });

  test('A record that reaches back to only one time span is not compared with metrics of the other.', () => {
    const { current } = pipelineFigures(machine, [], summaryOf(machine, { totals, record: { runs, from: SPAN.from } }), SPAN);
    expect(current.runs).toBe(3);
  });

  test('Of several stages, the first gives the number of runs, all give the failures, and the longest gives the duration.', () => {
    const two = contractOf(machineStage('Load'), functionStage('Publish'));
    const [load, publish] = two.stages;
    const summaries = [
      { stage: load!, totals: { runs: points([1, 1]), failures: points([1, 1]), typical: points([1, 100]), slowest: points([1, 100]) } },
      { stage: publish!, totals: { runs: points([1, 3]), failures: points([1, 2]), typical: points([1, 7000]), slowest: points([1, 8000]) } },
    ];
    const { current, durationOf } = pipelineFigures(two, [], summaries, SPAN);
    expect(current).toEqual({ runs: 1, failures: 3, typicalMillis: 7000, slowestMillis: 8000 });
    expect(durationOf).toBe('Publish');
  });

  test('If the failures of one stage could not be read, there is no sum.', () => {
    const two = contractOf(machineStage('Load'), functionStage('Publish'));
    const [load, publish] = two.stages;
    expect(pipelineFigures(two, [], [{ stage: load!, totals }, { stage: publish! }], SPAN).current).toEqual({ runs: 3, typicalMillis: 1000, slowestMillis: 9000 });
  });
});

describe('the typical duration', () => {
  test('It is the median of the hourly durations, each repeated by the runs of its hour.', () => {
    fc.assert(fc.property(fc.array(fc.record({ value: fc.nat({ max: 1000 }), weight: fc.nat({ max: 5 }) }), { maxLength: 100 }), (values) => {
      const all = values.flatMap(({ value, weight }) => Array.from({ length: weight }, () => value)).sort((a, b) => a - b);
      const middle = all.length / 2;
      const expected = all.length === 0 ? undefined : Number.isInteger(middle) ? (all[middle - 1]! + all[middle]!) / 2 : all[Math.floor(middle)];
      const hourly = (field: 'value' | 'weight'): Point[] => values.map((one, hour) => ({ at: TO - (hour + 24) * HOUR, value: one[field] }));
      const totals = { runs: hourly('weight'), failures: [], typical: hourly('value'), slowest: [] };
      expect(pipelineFigures(ONE, [], summaryOf(ONE, { totals }), SPAN).current.typicalMillis).toBe(expected);
    }));
  });
});
