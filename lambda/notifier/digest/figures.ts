import { chunks, unique } from '../../../core/collections';
import { Contract, StageContract } from '../../../core/contract/contract';
import { DigestSpan } from '../../../core/digest/due';
import { StageTotals } from '../../../core/digest/figures';
import { MetricRow, Point } from '../../../core/evidence/evidence-kind';
import { kindOf } from '../../../core/evidence/kinds';
import { hourlyBatches, MetricRead } from '../../../core/evidence/metric-plan';
import { evidenceSince, successDelay } from '../../../core/evidence/windows';
import { HOUR, Instant } from '../../../core/time';
import { mapBounded } from '../../shared/async';
import { gather, Inspection, judgeInspection } from '../../shared/inspection';
import { reasonOf } from '../../shared/log';
import type { NotifierPorts } from '../ports';

const CONCURRENCY = 4;

/** The totals of one stage, or why they could not be read. */
type TotalsOrProblem = StageTotals | { readonly problem: string };

/** Totals by the stage's contract. */
export type Totals = ReadonlyMap<StageContract, TotalsOrProblem>;

interface Wanted {
  readonly stage: StageContract;
  readonly reads: readonly MetricRead[];
}

/** Reads the number, failures and durations of runs, hour by hour over both spans. Never throws. */
async function readTotals(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan): Promise<Totals> {
  const stages = contracts.flatMap((contract) => contract.stages.filter(({ optional }) => !optional));
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
    ...unique([...runs, ...failures]).map((metric): MetricRow => ({ metric, statistic: 'Sum' })),
    { metric: duration, statistic: 'p50' },
    { metric: duration, statistic: 'Maximum' },
  ];
  // Start earlier by the delay with which the figures look, because the newest points are incomplete.
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

/**
 * Judges every slot of both spans. The checker asks authoritative records only to decide whether an incident is open. A report
 * covers earlier slots too, so here every unconfirmed slot is confirmed.
 *
 * @returns inspections by pipeline, for pipelines with due slots
 */
async function judgeSpans(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<ReadonlyMap<string, Inspection>> {
  const inspections = contracts.flatMap((contract): Inspection[] => {
    const from = evidenceSince(contract, span.before, now);
    return from === undefined ? [] : [{ contract, lookback: 'history', from, confirm: new Set(), evidence: [] }];
  });
  const judged = await gatherAndJudge(ports, inspections, now);
  const doubtful = judged.flatMap((one): Inspection[] => {
    const confirm = new Set(one.judgement!.slots.flatMap(({ stages }) => stages.filter(({ unconfirmed }) => unconfirmed).map(({ stage }) => stage)));
    return confirm.size === 0 ? [] : [{ ...one, confirm }];
  });
  const confirmed = ports.timeLeft() > 0 ? await gatherAndJudge(ports, doubtful, now) : [];
  return new Map([...judged, ...confirmed].map((one) => [one.contract.pipeline, one]));
}

async function gatherAndJudge(ports: NotifierPorts, inspections: readonly Inspection[], now: Instant): Promise<Inspection[]> {
  return (await gather(ports, inspections, now)).map((one) => judgeInspection(ports, one, now));
}

/** How many pipelines fit into memory: a function that runs every minute has 20,000 points a metric in two weeks. */
const TOGETHER = 25;

/** How a pipeline did, as far as it could be read. */
export interface Figures {
  /** Every slot of both spans, judged. Absent where there are none. */
  readonly spans?: Inspection;
  readonly totals?: Totals;
  /** Why nothing was read. */
  readonly problem?: string;
}

/** Reads how pipelines did, one group after another as long as there is time. Never throws. */
export async function readFigures(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<ReadonlyMap<Contract, Figures>> {
  const figures = new Map<Contract, Figures>();
  for (const group of chunks(contracts, TOGETHER)) {
    const read = await readGroup(ports, group, span, now);
    for (const contract of group) figures.set(contract, read(contract));
  }
  return figures;
}

async function readGroup(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<(contract: Contract) => Figures> {
  if (ports.timeLeft() <= 0) return () => ({ problem: 'figures not read: no time was left' });
  try {
    const [spans, totals] = await Promise.all([judgeSpans(ports, contracts, span, now), readTotals(ports, contracts, span)]);
    return ({ pipeline }) => ({ spans: spans.get(pipeline), totals });
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'digestFiguresNotRead', pipelines: contracts.length, problem: reasonOf(error) });
    return () => ({ problem: `figures not read: ${reasonOf(error)}` });
  }
}
