import { Contract, isSilence, StageContract } from '../contract/contract';
import type { Point } from '../evidence/evidence-kind';
import { countOf, Run } from '../evidence/run';
import { successDelay } from '../evidence/windows';
import { HOUR, Instant } from '../time';
import { slotBounds } from '../verdict/slot-bounds';
import { isGood, SlotVerdict } from '../verdict/verdict';
import type { DigestSpan } from './due';
import type { Blemishes, PeriodFigures } from './facts';

/**
 * The middle value if each value is repeated as often as its weight says. Of an even number, the mean of the middle two.
 */
function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number | undefined {
  const sorted = values.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [index, { value, weight }] of sorted.entries()) {
    seen += weight;
    if (seen > half) return value;
    if (seen === half) return (value + sorted[index + 1]!.value) / 2;
  }
  return undefined;
}

/** The hourly points that sum up one stage's runs. */
export interface StageTotals {
  /** Runs that ended. */
  readonly runs: readonly Point[];
  /** The runs among them that ended badly. */
  readonly failures: readonly Point[];
  /** Median and longest duration in the hour, in milliseconds. */
  readonly typical: readonly Point[];
  readonly slowest: readonly Point[];
}

/** What could be read of one stage's runs. */
export interface StageSummary {
  readonly stage: StageContract;
  /** Absent if they could not be read. */
  readonly totals?: StageTotals;
  /** The authoritative record, if it was asked. It takes precedence over totals, which may be best effort. */
  readonly record?: { readonly runs: readonly Run[]; readonly from: Instant };
}

/** A pipeline's figures for both time spans of a digest. */
interface PipelineFigures {
  readonly current: PeriodFigures;
  readonly before: PeriodFigures;
  /** The stage whose duration it is, if there are several. */
  readonly durationOf?: string;
}

/**
 * The figures of a pipeline for two time spans. What is not known at the end of one span counts in the next, so that the
 * digests together leave out no run and no slot.
 *
 * @param slots the judged slots; undefined if they could not be judged
 * @param stages the stages that are not optional, in the order in which they run
 */
export function pipelineFigures(contract: Contract, slots: readonly SlotVerdict[] | undefined, stages: readonly StageSummary[], span: DigestSpan): PipelineFigures {
  const [current, before] = [{ from: span.from, to: span.to }, { from: span.before, to: span.from }];
  const sums = stages.map((summary) => ({ current: sumOf(summary, current, span.before), before: sumOf(summary, before, span.before) }));
  const slowest = longest(sums.map((sum) => sum.current.typicalMillis ?? sum.before.typicalMillis));
  const figures = (which: 'current' | 'before', window: Window): PeriodFigures => ({
    ...(slots === undefined || isSilence(contract.expectation) ? {} : slotFigures(contract, slots, window)),
    ...defined({
      runs: sums[0]?.[which].runs,
      failures: total(sums.map((sum) => sum[which].failures)),
      typicalMillis: sums[slowest]?.[which].typicalMillis,
      slowestMillis: sums[slowest]?.[which].slowestMillis,
    }),
  });
  const durationOf = stages.length > 1 ? stages[slowest]?.stage.name : undefined;
  return { current: figures('current', current), before: figures('before', before), ...(durationOf === undefined ? {} : { durationOf }) };
}

/** from <= t < to */
interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

function slotFigures(contract: Contract, slots: readonly SlotVerdict[], window: Window): Pick<PeriodFigures, 'slots' | 'onTime' | 'blemishes'> {
  let [count, onTime] = [0, 0];
  const blemishes: { -readonly [K in keyof Blemishes]: number } = {};
  for (const slot of slots) {
    const { verdict } = slot;
    if (verdict === 'pending' || verdict === 'running' || !countsIn(contract, slot, window)) continue;
    count += 1;
    if (verdict === 'ok') onTime += 1;
    else blemishes[verdict] = (blemishes[verdict] ?? 0) + 1;
  }
  return count === 0 ? {} : { slots: count, onTime, ...(onTime === count ? {} : { blemishes }) };
}

/**
 * A good slot counts once, when its success became visible. When a bad slot was found to be bad is not stored, so it counts
 * in every span in which that may have been: better twice than not at all.
 */
function countsIn({ stages }: Contract, slot: SlotVerdict, { from, to }: Window): boolean {
  const stageOf = (name: string): StageContract => stages.find((stage) => stage.name === name)!;
  if (isGood(slot.verdict)) {
    const seen = Math.max(...slot.stages.map(({ stage, succeededAt }) => (succeededAt ?? slot.dueAt) + successDelay(stageOf(stage))));
    return from <= seen && seen < to;
  }
  const decided = Math.max(...slot.stages.map(({ stage }) => slotBounds(stageOf(stage), slot).decidedBy));
  return slot.dueAt < to && from <= decided;
}

type Sum = Pick<PeriodFigures, 'runs' | 'failures' | 'typicalMillis' | 'slowestMillis'>;

function sumOf({ stage, totals, record }: StageSummary, window: Window, earliest: Instant): Sum {
  const delay = successDelay(stage);
  // A record that does not reach back to both time spans would compare different things.
  if (record !== undefined && record.from <= earliest - delay) return sumOfRuns(record.runs, moved(window, delay));
  // The point of an hour is complete when the hour is over.
  return totals === undefined ? {} : sumOfTotals(totals, moved(window, delay + HOUR));
}

function sumOfRuns(runs: readonly Run[], window: Window): Sum {
  const ended = runs.filter((run) => run.outcome !== 'running' && isIn(window, run.end ?? run.start));
  const durations = ended.flatMap((run) => (run.end === undefined ? [] : [{ value: run.end - run.start, weight: countOf(run) }]));
  return {
    runs: ended.reduce((sum, run) => sum + countOf(run), 0),
    failures: ended.filter(({ outcome }) => outcome !== 'succeeded').reduce((sum, run) => sum + countOf(run), 0),
    ...durationsOf(durations, durations),
  };
}

function sumOfTotals({ runs, failures, typical, slowest }: StageTotals, window: Window): Sum {
  const within = (points: readonly Point[]): readonly Point[] => points.filter(({ at }) => isIn(window, at));
  const weights = new Map<Instant, number>();
  for (const { at, value } of within(runs)) weights.set(at, (weights.get(at) ?? 0) + value);
  const weighted = (points: readonly Point[]): { value: number; weight: number }[] =>
    within(points).map(({ at, value }) => ({ value, weight: weights.get(at) ?? 1 }));
  return {
    runs: within(runs).reduce((sum, { value }) => sum + value, 0),
    failures: within(failures).reduce((sum, { value }) => sum + value, 0),
    ...durationsOf(weighted(typical), weighted(slowest)),
  };
}

function durationsOf(typical: readonly { value: number; weight: number }[], slowest: readonly { value: number }[]): Pick<Sum, 'typicalMillis' | 'slowestMillis'> {
  return defined({
    typicalMillis: weightedMedian(typical),
    slowestMillis: slowest.length === 0 ? undefined : slowest.reduce((most, { value }) => Math.max(most, value), 0),
  });
}

function moved({ from, to }: Window, back: number): Window {
  return { from: from - back, to: to - back };
}

function isIn({ from, to }: Window, at: Instant): boolean {
  return from <= at && at < to;
}

/** The sum; undefined unless every part is known. */
function total(parts: readonly (number | undefined)[]): number | undefined {
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
}

/** The index of the longest duration; 0 if none is known. */
function longest(durations: readonly (number | undefined)[]): number {
  return durations.reduce<number>((most, duration, index) => ((duration ?? -1) > (durations[most] ?? -1) ? index : most), 0);
}

/** Without the figures that are not known. */
function defined<T extends object>(figures: T): T {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as T;
}
