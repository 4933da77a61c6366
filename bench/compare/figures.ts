import { durationText } from '../../core/text/count-and-duration';
import { MINUTE } from '../../core/time';
import { OUTCOMES } from '../../drill/report/outcome-text';
import { median, secondsToMessage } from '../../drill/report/summary';
import type { DrillResult } from '../../drill';
import type { Played } from './play';

/** A cell of the catalogue's matrix as all contenders played it, in their order. */
export interface SharedCell {
  readonly fault: string;
  readonly title: string;
  readonly pipeline: string;
  readonly expected: DrillResult['expected'];
  readonly results: readonly DrillResult[];
}

/** The numbers of one contender. */
export interface Figures {
  readonly hadToBeDetected: number;
  readonly inTime: number;
  readonly late: number;
  readonly unnoticed: number;
  /** Breakdowns, detected or not, with a false alarm or too many messages before or during them. */
  readonly spoiled: number;
  readonly medianSeconds: number | undefined;
  readonly harmless: number;
  readonly rightlyQuiet: number;
  readonly falseAlarmsInYear: number;
  readonly messagesOfAWeek: number;
}

/** The cells that apply to every contender: a fault of a checker, for example, cannot happen where there is no checker. */
export function sharedCells(all: readonly Played[]): SharedCell[] {
  const [first, ...others] = all.map(({ results }) => new Map(results.map((result) => [keyOf(result), result])));
  return [...first!.values()].flatMap((result) => {
    const results = [result, ...others.map((contender) => contender.get(keyOf(result)))];
    if (results.some((one) => one === undefined || !OUTCOMES[one.outcome].played)) return [];
    const { fault, title, pipeline, expected } = result;
    return [{ fault, title, pipeline, expected, results: results as DrillResult[] }];
  });
}

/** The numbers of the contender at a position in the list. */
export function figuresOf(all: readonly Played[], index: number): Figures {
  const cells = sharedCells(all);
  const of = (expected: DrillResult['expected']): DrillResult[] => cells.filter((cell) => cell.expected === expected).map(({ results }) => results[index]!);
  const [owed, harmless] = [of('detected'), of('quiet')];
  const count = (results: readonly DrillResult[], outcome: DrillResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const times = owed.flatMap((result) => secondsToMessage(result) ?? []).sort((a, b) => a - b);
  return {
    hadToBeDetected: owed.length,
    inTime: count(owed, 'detected'),
    late: count(owed, 'detectedLate'),
    unnoticed: count(owed, 'undetected'),
    spoiled: count(owed, 'falseAlarm'),
    medianSeconds: median(times),
    harmless: harmless.length,
    rightlyQuiet: count(harmless, 'correctlyQuiet'),
    falseAlarmsInYear: all[index]!.years.reduce((sum, { falseAlarms }) => sum + falseAlarms.length, 0),
    messagesOfAWeek: owed.filter(({ fault }) => fault === 'failsForAWeek').reduce((sum, { messages }) => sum + messages.length, 0),
  };
}

/** A cell in which another contender did better than the first. */
export interface Beaten {
  readonly cell: SharedCell;
  /** Which contender did better, by its position in the list, and how. */
  readonly by: readonly { readonly index: number; readonly how: string }[];
}

const RANK: Readonly<Record<DrillResult['outcome'], number>> = { detected: 2, correctlyQuiet: 2, detectedLate: 1, falseAlarm: 0, undetected: 0, brokenBefore: 0, notWatched: 0, notPlayed: 0, notApplicable: 0 };
/** A smaller difference is within the jitter of publishing a metric. */
const CLEARLY_MINUTES = 2;
/** Of several faults in a row a drill reports the one detected slowest, which may differ between two contenders. */
const SAME_BREAKDOWN_MINUTES = 12 * 60;

/** Where the first contender is worse than another: a worse outcome, or a clearly later message. */
export function beaten(all: readonly Played[]): Beaten[] {
  return sharedCells(all).flatMap((cell) => {
    const [ours, ...others] = cell.results;
    const by = others.flatMap((other, index) => {
      const how = betterHow(ours!, other);
      return how === undefined ? [] : [{ index: index + 1, how }];
    });
    return by.length === 0 ? [] : [{ cell, by }];
  });
}

function betterHow(ours: DrillResult, other: DrillResult): string | undefined {
  if (RANK[other.outcome] > RANK[ours.outcome]) return `${OUTCOMES[other.outcome].word} instead of ${OUTCOMES[ours.outcome].word}`;
  if (RANK[other.outcome] < RANK[ours.outcome] || ours.detectedAt === undefined || other.detectedAt === undefined) return undefined;
  if (Math.abs((ours.knowableAt ?? 0) - (other.knowableAt ?? 0)) > SAME_BREAKDOWN_MINUTES * MINUTE) return undefined;
  const minutes = Math.round((ours.detectedAt - other.detectedAt) / MINUTE);
  return minutes < CLEARLY_MINUTES ? undefined : `${durationText(minutes * 60)} sooner`;
}

function keyOf({ fault, pipeline }: DrillResult): string {
  return `${fault} ${pipeline}`;
}
