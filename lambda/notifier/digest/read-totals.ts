import { Contract, StageContract } from '../../../core/contract/contract';
import { DigestSpan } from '../../../core/digest/due';
import { StageTotals } from '../../../core/digest/figures';
import { MetricRow, Point } from '../../../core/evidence/evidence-kind';
import { kindOf } from '../../../core/evidence/kinds';
import { hourlyBatches, MetricRead } from '../../../core/evidence/metric-plan';
import { successDelay } from '../../../core/evidence/windows';
import { HOUR, Instant } from '../../../core/time';
import { mapBounded } from '../../common/bounded';
import { reasonOf } from '../../common/reason';
import type { NotifierPorts } from '../ports';

const CONCURRENCY = 4;

/** The totals of one stage, or why they could not be read. */
export type TotalsOrProblem = StageTotals | { readonly problem: string };

/** Totals by the stage's contract. */
export type Totals = ReadonlyMap<StageContract, TotalsOrProblem>;

interface Wanted {
  readonly stage: StageContract;
  readonly reads: readonly MetricRead[];
}

/** Reads how many runs there were, how many ended badly and how long they took, hour by hour over both spans. Never throws. */
export async function readTotals(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan): Promise<Totals> {
  const stages = contracts.flatMap((contract) => contract.stages.filter(({ onDemand }) => !onDemand));
  const wanted = stages.map((stage, index): Wanted => ({ stage, reads: readsOf(stage, `${index}`, span.before) }));
  const points = new Map<string, readonly Point[]>();
  const problems = new Map<string, string>();
  await mapBounded(hourlyBatches(wanted.flatMap(({ reads }) => reads), span.to), CONCURRENCY, async (batch) => {
    try {
      const answers = await ports.readMetrics(batch);
      answers.points.forEach((list, key) => points.set(key, list));
      answers.problems.forEach((problem, key) => problems.set(key, problem));
    } catch (error) {
      for (const { key } of batch.reads) problems.set(key, `metrics not readable: ${reasonOf(error)}`);
    }
  });
  return new Map(wanted.map(({ stage, reads }): [StageContract, TotalsOrProblem] => {
    const failed = reads.find(({ key }) => !points.has(key) || problems.has(key));
    if (failed !== undefined) return [stage, { problem: problems.get(failed.key) ?? 'metrics not readable: no answer for this metric' }];
    return [stage, totalsOf(stage, (metric, statistic) => reads.filter(({ row }) => row.metric === metric && row.statistic === statistic).flatMap(({ key }) => points.get(key)!))];
  }));
}

function readsOf(stage: StageContract, stageKey: string, before: Instant): MetricRead[] {
  const kind = kindOf(stage.source);
  const { runs, failures, duration } = kind.summary;
  const rows: MetricRow[] = [
    ...[...new Set([...runs, ...failures])].map((metric): MetricRow => ({ metric, statistic: 'Sum' })),
    { metric: duration, statistic: 'p50' },
    { metric: duration, statistic: 'Maximum' },
  ];
  // As much earlier as the figures look, since the newest points are not complete.
  const from = before - successDelay(stage) - HOUR;
  return rows.map((row) => ({ key: `${stageKey}.${row.metric}.${row.statistic}`, namespace: kind.namespace, dimensions: kind.dimensions(stage.source), row, from }));
}

function totalsOf(stage: StageContract, of: (metric: string, statistic: MetricRow['statistic']) => readonly Point[]): StageTotals {
  const { runs, failures, duration } = kindOf(stage.source).summary;
  return {
    runs: runs.flatMap((metric) => of(metric, 'Sum')),
    failures: failures.flatMap((metric) => of(metric, 'Sum')),
    typical: of(duration, 'p50'),
    slowest: of(duration, 'Maximum'),
  };
}
