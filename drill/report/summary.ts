import { sum } from '../../core/collections';
import type { DrillReport, DrillResult, Outcome } from '../result';
import { shownSeconds } from './elapsed';
import { isKnownGap, isStaleGap } from './known-gaps';
import { OUTCOMES } from './outcome-text';

/** The result of a drill in numbers. */
export interface DrillSummary {
  /** How many different faults were played, and against how many pipelines. */
  readonly faults: number;
  readonly pipelines: number;
  /** Cells of the matrix by outcome. */
  readonly cells: Readonly<Record<Outcome, number>>;
  /** Pipelines whose template is broken as it stands. */
  readonly broken: number;
  /** Cells that are undetected, or detected late, as the fault states beforehand. They are counted in `cells` too. */
  readonly knownGaps: number;
  /** Cells that were detected in time although their fault states a known gap. */
  readonly staleGaps: number;
  /** Cells with a breakdown that had to be detected, whatever the outcome. */
  readonly hadToBeDetected: number;
  /**
   * From when it could first be known to the first message, in seconds; undefined when nothing was detected. Slow degradation
   * is counted separately.
   */
  readonly medianSecondsToMessage?: number;
  readonly slowest?: Detection;
  /** The slowest detection of a fault that develops slowly. */
  readonly slowestGradual?: Detection;
  /** Messages of all cells together. */
  readonly messages: number;
  /** Quiet years that were played, and the false alarms in them. */
  readonly years: number;
  readonly yearRuns: number;
  readonly falseAlarmsInYears: number;
  /** False alarms of the faults and of the years together. */
  readonly falseAlarms: number;
  /** Whether anything was played at all. */
  readonly played: boolean;
  /** Whether there is nothing to do: nothing undetected or detected late, no false alarm, no broken template. */
  readonly passed: boolean;
  /** Whether there is nothing to do except for known gaps, and no known gap was detected. */
  readonly passedButForKnownGaps: boolean;
}

/** A breakdown that was detected, and how long that took. */
export interface Detection {
  readonly seconds: number;
  readonly pipeline: string;
  readonly title: string;
}

/** Counts the results of a drill. */
export function summarize({ results, years }: Pick<DrillReport, 'results' | 'years'>): DrillSummary {
  const cells: Record<Outcome, number> = { brokenBefore: 0, detected: 0, detectedLate: 0, undetected: 0, correctlyQuiet: 0, falseAlarm: 0, notWatched: 0, notPlayed: 0, notApplicable: 0 };
  for (const { outcome } of results) cells[outcome] += 1;
  const played = results.filter(({ outcome }) => OUTCOMES[outcome].played);
  const detections = detectionsOf(played.filter(({ gradual }) => gradual !== true));
  const falseAlarmsInYears = sum(years.map(({ falseAlarms }) => falseAlarms.length));
  const falseAlarms = cells.falseAlarm + falseAlarmsInYears;
  const knownGaps = results.filter(isKnownGap).length;
  const staleGaps = results.filter(isStaleGap).length;
  const broken = new Set([...results.filter(({ outcome }) => outcome === 'brokenBefore'), ...years.filter((year) => year.broken !== undefined)].map(({ pipeline }) => pipeline)).size;
  return {
    faults: new Set(played.map(({ fault }) => fault)).size,
    pipelines: new Set([...played, ...years].map(({ pipeline }) => pipeline)).size,
    cells, broken, knownGaps, staleGaps,
    hadToBeDetected: played.filter(({ expected }) => expected === 'detected').length,
    medianSecondsToMessage: median(detections.map(({ seconds }) => seconds)),
    slowest: detections.at(-1),
    slowestGradual: detectionsOf(played.filter(({ gradual }) => gradual === true)).at(-1),
    messages: sum(results.map(({ messages }) => messages.length)),
    years: years.length,
    yearRuns: sum(years.map(({ runs }) => runs)),
    falseAlarmsInYears,
    falseAlarms,
    played: played.length > 0 || years.length > 0 || broken > 0,
    passed: cells.undetected === 0 && cells.detectedLate === 0 && falseAlarms === 0 && broken === 0,
    passedButForKnownGaps: cells.undetected + cells.detectedLate === knownGaps && falseAlarms === 0 && broken === 0 && staleGaps === 0,
  };
}

/** The breakdowns that were detected, the slowest last. */
function detectionsOf(results: readonly DrillResult[]): Detection[] {
  return results.flatMap((result): Detection[] => {
    const seconds = secondsToMessage(result);
    return seconds === undefined ? [] : [{ seconds, pipeline: result.pipeline, title: result.title }];
  }).sort((a, b) => a.seconds - b.seconds);
}

/**
 * How long it took from when it could first be known until someone was notified, for what was detected. It is the difference of
 * the two times as they are shown, so that a reader can check it.
 */
export function secondsToMessage({ outcome, knowableAt, detectedAt }: DrillResult): number | undefined {
  if (outcome !== 'detected' && outcome !== 'detectedLate') return undefined;
  if (knowableAt === undefined || detectedAt === undefined) return undefined;
  return Math.max(0, shownSeconds(knowableAt, detectedAt));
}

/** The middle of sorted numbers; the mean of the two middle ones when their count is even. */
export function median(sorted: readonly number[]): number | undefined {
  if (sorted.length === 0) return undefined;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
