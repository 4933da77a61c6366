import { chunks } from '../../core/collections';
import { Contract, isSilence, StageContract } from '../../core/contract/contract';
import { MetricPoints, MetricRow, Point } from '../../core/evidence/evidence-kind';
import { kindOf } from '../../core/evidence/kinds';
import { MetricBatch, MetricRead, metricRowsOf, planBatches } from '../../core/evidence/metric-plan';
import { Run, StageEvidence } from '../../core/evidence/run';
import { evidenceFrom, Lookback, openFrom } from '../../core/evidence/windows';
import { Instant, SECOND } from '../../core/time';
import { judge } from '../../core/verdict/judge';
import type { Remembered } from '../../core/verdict/settled';
import { Judgement } from '../../core/verdict/verdict';
import { mapBounded } from './async';
import { isThrottling, reasonOf } from './log';
import type { EvidencePorts } from './ports';

/** The inspection of one contract in one tick, with the evidence that has been gathered so far. */
export interface Inspection {
  readonly contract: Contract;
  /** How far back the evidence is read. */
  readonly lookback: Lookback;
  /** The instant since which the evidence is read, where it replaces the lookback. */
  readonly from?: Instant;
  /** Stages whose authoritative record is asked, because metrics alone cannot confirm a failure. */
  readonly confirm: ReadonlySet<string>;
  readonly evidence: readonly StageEvidence[];
  readonly judgement?: Judgement;
  /** What the ledger knows of the pipeline. Absent: it is judged from evidence alone. */
  readonly remembered?: Remembered;
}

export function openInspection(contract: Contract, remembered?: Remembered): Inspection {
  return { contract, lookback: 'recent', confirm: new Set(), evidence: [], ...(remembered === undefined ? {} : { remembered }) };
}

/** An inspection that asks authoritative records from the start, where there are any. */
export function openInspectionOfRecords(contract: Contract, remembered?: Remembered): Inspection {
  return { ...openInspection(contract, remembered), confirm: new Set(recordedStages(contract).map(({ name }) => name)) };
}

/** Whether any stage keeps an authoritative record of its runs. */
export function hasRecords(contract: Contract): boolean {
  return recordedStages(contract).length > 0;
}

function recordedStages({ stages }: Contract): StageContract[] {
  return stages.filter(({ source, optional }) => !optional && kindOf(source).executions(source) !== undefined);
}

/** The inspection with more to gather; undefined when its judgement is final. */
function reopen(one: Inspection): Inspection | undefined {
  const { contract, lookback, confirm, evidence, judgement, remembered } = one;
  if (judgement === undefined) return one;
  // When nothing could be read, reading more would only add to the load of the service that fails.
  const readable = evidence.some(({ problem }) => problem === undefined);
  const wider: Lookback = judgement.needsHistory && readable ? 'history' : lookback;
  const newly = judgement.toConfirm.filter((stage) => !confirm.has(stage));
  if (wider === lookback && newly.length === 0) return undefined;
  return { ...openInspection(contract, remembered), lookback: wider, confirm: new Set([...confirm, ...newly]) };
}

/** How many calls are under way at once: enough for a thousand pipelines in seconds, and far below the account's API quotas. */
const CONCURRENCY = 8;

/** A call of 500 metrics becomes 125. If that is throttled too, the next tick asks again. */
const MOST_HALVINGS = 2;

/** What is gathered for one stage. */
interface Wanted {
  readonly key: string;
  readonly contract: Contract;
  readonly stage: StageContract;
  readonly from: Instant;
  readonly confirm: boolean;
  /** The metrics to read. There are none for a stage whose executions are listed, or without any due slot yet. */
  readonly reads: readonly MetricRead[];
}

/**
 * Gathers the evidence of many inspections in as few calls as possible. A call that fails makes its own stages unverifiable, and
 * no others. If calls keep failing, the alarm PipelinesUnverifiable fires.
 */
export async function gather(ports: EvidencePorts, inspections: readonly Inspection[], now: Instant): Promise<Inspection[]> {
  const wanted = inspections.map((one, index) => planInspection(ports, one, `${index}`, now));
  const all = wanted.flat();
  const records = await readMetrics(ports, all.filter(({ confirm }) => !confirm), now);
  await mapBounded(all.filter(({ confirm }) => confirm), CONCURRENCY, async (stage) => {
    records.set(stage.key, await listExecutions(ports, stage));
  });
  return inspections.map((one, index) => ({ ...one, evidence: wanted[index].map(({ key }) => records.get(key)!) }));
}

/** A defect in planning one pipeline must not stop the others. Without a plan, the pipeline has no evidence and is unknown. */
function planInspection(ports: EvidencePorts, one: Inspection, key: string, now: Instant): Wanted[] {
  try {
    return stagesOf(one, key, now);
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notGathered', pipeline: one.contract.pipeline, problem: reasonOf(error) });
    return [];
  }
}

function stagesOf({ contract, lookback, from: wanted, confirm, remembered }: Inspection, inspectionKey: string, now: Instant): Wanted[] {
  // When nothing is due yet, the empty evidence is complete from now on.
  const settled = remembered?.settled;
  const from = wanted ?? (settled === undefined ? evidenceFrom(contract, lookback, now) : openFrom(contract, settled, now)) ?? now;
  return contract.stages
    .filter((stage) => !stage.optional)
    .map((stage, index): Wanted => {
      const key = `${inspectionKey}.${index}`;
      const confirmed = confirm.has(stage.name);
      return { key, contract, stage, from, confirm: confirmed, reads: confirmed || from >= now ? [] : metricReads(key, contract, stage, from) };
    });
}

async function readMetrics(ports: EvidencePorts, wanted: readonly Wanted[], now: Instant): Promise<Map<string, StageEvidence>> {
  const answers = new Answers();
  await mapBounded(planBatches(wanted.flatMap(({ reads }) => reads), now), CONCURRENCY, (batch) => readBatch(ports, batch, answers));
  return new Map(wanted.map((stage) => [stage.key, answers.evidenceOf(stage)]));
}

/** Asks a throttled batch again in halves: CloudWatch limits the points that all metrics of a call might have. */
async function readBatch(ports: EvidencePorts, batch: MetricBatch, answers: Answers, halvings = MOST_HALVINGS): Promise<void> {
  const { reads } = batch;
  try {
    const { points, problems } = await ports.readMetrics(batch);
    for (const { key } of reads) answers.add(key, batch, points.get(key), problems.get(key));
  } catch (error) {
    if (isThrottling(error) && halvings > 0 && reads.length > 1 && ports.timeLeft() > 0) {
      for (const half of chunks(reads, Math.ceil(reads.length / 2))) await readBatch(ports, { ...batch, reads: half }, answers, halvings - 1);
      return;
    }
    for (const { key } of reads) answers.add(key, batch, undefined, `metrics not readable: ${reasonOf(error)}`);
  }
}

function metricReads(key: string, contract: Contract, stage: StageContract, from: Instant): MetricRead[] {
  const kind = kindOf(stage.source);
  return metricRowsOf(contract, stage).map((row) => ({
    key: keyOf(key, row), namespace: kind.namespace, dimensions: kind.dimensions(stage.source), row, from,
  }));
}

/** The key of the answer to one metric of a stage. */
function keyOf(stageKey: string, { metric, statistic }: Pick<MetricRow, 'metric' | 'statistic'>): string {
  return `${stageKey}.${metric}.${statistic}`;
}

/** Collects answers by key and period, because old points have longer periods than new ones. */
class Answers {
  private readonly points = new Map<string, Map<number, readonly Point[]>>();
  private readonly problems = new Map<string, string>();

  public add(key: string, { periodSeconds }: MetricBatch, points: readonly Point[] | undefined, problem: string | undefined): void {
    if (points === undefined || problem !== undefined) {
      this.problems.set(key, problem ?? 'metrics not readable: no answer for this metric');
      return;
    }
    const periods = this.points.get(key) ?? new Map<number, readonly Point[]>();
    this.points.set(key, periods.set(periodSeconds * 1000, [...(periods.get(periodSeconds * 1000) ?? []), ...points]));
  }

  public evidenceOf({ key, contract, stage, from }: Wanted): StageEvidence {
    const kind = kindOf(stage.source);
    const keys = metricRowsOf(contract, stage).map((row) => keyOf(key, row));
    const evidence = { stage: stage.name, from, confirmsFailure: kind.executions(stage.source) === undefined };
    const problem = keys.map((metricKey) => this.problems.get(metricKey)).find((text) => text !== undefined);
    // An incomplete record misleads: invocations without their errors would all count as successes.
    if (problem !== undefined) return { ...evidence, runs: [], problem };
    const periods = new Set(keys.flatMap((metricKey) => [...(this.points.get(metricKey)?.keys() ?? [])]));
    const runs = [...periods].flatMap((periodMillis): Run[] => kind.runs(stage.source, {
      periodMillis,
      of: (metric, statistic) => this.points.get(keyOf(key, { metric, statistic }))?.get(periodMillis) ?? [],
    } satisfies MetricPoints));
    return { ...evidence, runs };
  }
}

async function listExecutions(ports: EvidencePorts, { contract, stage, from }: Wanted): Promise<StageEvidence> {
  try {
    const source = kindOf(stage.source).executions(stage.source);
    if (source === undefined) throw new Error('this kind of stage keeps no record of its runs except metrics');
    const record = await ports.listExecutions(source, from);
    return { stage: stage.name, runs: record.runs, from: record.from > from ? record.from + earlyMillis(contract) : from, confirmsFailure: true };
  } catch (error) {
    return { stage: stage.name, runs: [], from, confirmsFailure: false, problem: `executions not readable: ${reasonOf(error)}` };
  }
}

/** When a record begins later than asked, it may lack the early run of the first slot after its beginning. */
function earlyMillis({ expectation }: Contract): number {
  return isSilence(expectation) ? 0 : expectation.startEarlyBySeconds * SECOND;
}

/** Metrics, then executions, then a longer history, then executions over that history. No inspection needs more rounds. */
const MAX_ROUNDS = 4;

/** Judges pipelines in rounds. Each round gathers what the judgement of the round before needs. */
export async function examine(ports: EvidencePorts, inspections: readonly Inspection[], now: Instant): Promise<Inspection[]> {
  const state = [...inspections];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = state.flatMap((one, index) => {
      const more = reopen(one);
      return more === undefined ? [] : [{ index, more }];
    });
    if (open.length === 0) break;
    if (ports.timeLeft() <= 0) {
      // A pipeline that was not reached is unknown. The unconfirmed judgement of an earlier round does not count.
      for (const { index } of open) state[index] = openInspection(state[index].contract, state[index].remembered);
      break;
    }
    const gathered = await gather(ports, open.map(({ more }) => more), now);
    gathered.forEach((one, index) => {
      state[open[index].index] = judgeInspection(ports, one, now);
    });
  }
  return state;
}

/** A defect in judging one pipeline must not stop the others: that pipeline becomes unverifiable. */
export function judgeInspection(ports: EvidencePorts, one: Inspection, now: Instant): Inspection {
  try {
    return { ...one, judgement: judge(one.contract, one.evidence, now, one.remembered) };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notJudged', pipeline: one.contract.pipeline, problem: reasonOf(error) });
    const judgement = { pipeline: one.contract.pipeline, slots: [], toConfirm: [], needsHistory: false, problems: [`not judged: ${reasonOf(error)}`] };
    return { ...one, judgement };
  }
}
