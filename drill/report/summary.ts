import { isKnownGap, isStaleGap } from './known-gaps';
import type { DrillReport, DrillResult, Outcome } from '../result';
import { OUTCOMES } from './outcome-words';

/** What a drill came to, in numbers. */
export interface DrillSummary {
  /** How many different faults and pipelines were played against each other. */
  readonly faults: number;
  readonly pipelines: number;
  /** Cells of the matrix by outcome. */
  readonly cells: Readonly<Record<Outcome, number>>;
  /** Cells that are undetected, or detected late, as the fault states beforehand. They are among `cells` like any other. */
  readonly knownGaps: number;
  /** Cells that were detected in time although their fault states a known gap. */
  readonly staleGaps: number;
  /** Cells in which something had to be told. */
  readonly hadToBeTold: number;
  /** From when it could first be known to the first message, in seconds; undefined when nothing was told. */
  readonly medianSecondsToMessage?: number;
  readonly slowestSecondsToMessage?: number;
  /** Messages of all cells together. */
  readonly messages: number;
  /** Uneventful years played, and the false alarms in them. */
  readonly years: number;
  readonly yearRuns: number;
  readonly falseAlarmsInYears: number;
  /** False alarms of the faults and of the years together. */
  readonly falseAlarms: number;
  /** Whether anything was played at all. */
  readonly played: boolean;
  /** Whether nothing has to be done: no blind spot, nothing told late, no false alarm. */
  readonly passed: boolean;
  /** Whether nothing has to be done but what is stated as a known gap, and every such statement held. */
  readonly passedButForKnownGaps: boolean;
}

/** Counts what a drill found. */
export function summarize({ results, years }: Pick<DrillReport, 'results' | 'years'>): DrillSummary {
  const cells: Record<Outcome, number> = { told: 0, toldLate: 0, blindSpot: 0, quiet: 0, falseAlarm: 0, notWatched: 0, notPlayed: 0, notApplicable: 0 };
  for (const { outcome } of results) cells[outcome] += 1;
  const times = results.flatMap((result) => secondsToMessage(result) ?? []).sort((a, b) => a - b);
  const falseAlarmsInYears = sum(years.map(({ falseAlarms }) => falseAlarms.length));
  const falseAlarms = cells.falseAlarm + falseAlarmsInYears;
  const knownGaps = results.filter(isKnownGap).length;
  const staleGaps = results.filter(isStaleGap).length;
  return {
    faults: new Set(results.map(({ fault }) => fault)).size,
    pipelines: new Set([...results, ...years].map(({ pipeline }) => pipeline)).size,
    cells, knownGaps, staleGaps,
    hadToBeTold: cells.told + cells.toldLate + cells.blindSpot,
    medianSecondsToMessage: median(times),
    slowestSecondsToMessage: times.at(-1),
    messages: sum(results.map(({ messages }) => messages.length)),
    years: years.length,
    yearRuns: sum(years.map(({ runs }) => runs)),
    falseAlarmsInYears,
    falseAlarms,
    played: results.some(({ outcome }) => OUTCOMES[outcome].played) || years.length > 0,
    passed: cells.blindSpot === 0 && cells.toldLate === 0 && falseAlarms === 0,
    passedButForKnownGaps: cells.blindSpot + cells.toldLate === knownGaps && falseAlarms === 0 && staleGaps === 0,
  };
}

/** How long it took from when it could first be known until somebody was told, where that was asked for and done. */
export function secondsToMessage({ outcome, knowableAt, toldAt }: DrillResult): number | undefined {
  if (outcome !== 'told' && outcome !== 'toldLate') return undefined;
  if (knowableAt === undefined || toldAt === undefined) return undefined;
  return Math.max(0, (toldAt - knowableAt) / 1000);
}

/** The middle of sorted numbers; the mean of the two middle ones when their count is even. */
export function median(sorted: readonly number[]): number | undefined {
  if (sorted.length === 0) return undefined;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
