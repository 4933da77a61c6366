import type { Instant } from './time';
import { SECONDS_PER } from './time';

/** An alarm has a configuration that CloudWatch would refuse, or data that do not fit its configuration. */
export class AlarmConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AlarmConfigurationError';
  }
}

/** The three states of a CloudWatch alarm. [cw:alarm-evaluation.html] */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** All alarm states, in the order CloudWatch documents them. */
export const ALARM_STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** How an alarm treats a period without a datapoint. [cw:alarms-and-missing-data.html] */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/**
 * The treatment that CloudWatch applies if an alarm does not set one.
 *
 * @param namespace the metric's namespace. `AWS/DynamoDB` defaults to `ignore`, everything else to `missing`.
 * (The user guide says that this can be overridden there, the API reference says that it cannot. This follows the guide.)
 */
export function defaultTreatMissingData(namespace?: string): TreatMissingData {
  return namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing';
}

/** A wall clock evaluation window: periods aligned to the clock and calendar of a time zone. */
interface WallClockWindow {
  /** IANA name, `+05:30`, `Z`, `UTC+05:30` or `GMT-08:00`. Default: UTC. */
  readonly timeZone?: string;
}

/** The settings of an alarm that decide when it is evaluated, and over which periods. */
export interface EvaluationTiming {
  /** Period in seconds: 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /** N. */
  readonly evaluationPeriods: number;
  /** Default: a sliding window. */
  readonly wallClock?: WallClockWindow;
}

/** Periods below one minute are high resolution. [SDK PutMetricAlarm Period] */
export const HIGH_RESOLUTION_PERIODS_SECONDS: readonly number[] = [10, 20, 30];

/** The longest warm-up of an alarm: two days. [cw:alarm-warm-up.html] */
export const MAX_WARM_UP_MINUTES = 2_880;

/** The only periods a wall clock window can have. [cw:alarm-evaluation-window.html] */
const WALL_CLOCK_PERIODS_SECONDS: readonly number[] = [60, 300, SECONDS_PER.hour, SECONDS_PER.day, 7 * SECONDS_PER.day];


/**
 * Checks Period, Evaluation Periods and whether they fit a wall clock window.
 *
 * @throws AlarmConfigurationError where PutMetricAlarm would refuse
 */
export function checkEvaluationTiming({ periodSeconds, evaluationPeriods, wallClock }: EvaluationTiming): void {
  const valid = HIGH_RESOLUTION_PERIODS_SECONDS.includes(periodSeconds) || (periodSeconds > 0 && periodSeconds % 60 === 0);
  if (!valid) throw new AlarmConfigurationError(`Period must be 10, 20, 30 or a multiple of 60 seconds, got ${periodSeconds}.`);
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
    throw new AlarmConfigurationError(`EvaluationPeriods must be a whole number of at least 1, got ${evaluationPeriods}.`);
  }
  if (wallClock !== undefined && !WALL_CLOCK_PERIODS_SECONDS.includes(periodSeconds)) {
    throw new AlarmConfigurationError(
      `A wall clock window needs a Period of ${WALL_CLOCK_PERIODS_SECONDS.join(', ')} seconds, got ${periodSeconds}.`,
    );
  }
}

/** Whether Period × Evaluation Periods exceeds one day. Exactly one day does not. [cw:alarm-evaluation.html] */
function isMultiDay({ periodSeconds, evaluationPeriods }: EvaluationTiming): boolean {
  return periodSeconds * evaluationPeriods > SECONDS_PER.day;
}

/**
 * Seconds from one evaluation to the next: 10 for high resolution, 3600 for multi-day alarms, else 60, whatever the
 * period. A wall clock window changes none of this. [cw:alarm-evaluation.html, cw:alarm-evaluation-window.html]
 */
export function evaluationIntervalSeconds(timing: EvaluationTiming): number {
  checkEvaluationTiming(timing);
  if (HIGH_RESOLUTION_PERIODS_SECONDS.includes(timing.periodSeconds)) return 10;
  return isMultiDay(timing) ? 3_600 : 60;
}

/**
 * The first evaluation at or after `from`.
 *
 * @param offsetSeconds how far into each interval this alarm's evaluations fall. Real alarms keep one odd second of the
 *   minute for life, and the guide's multi-day example runs three minutes past the hour. Default: 0
 */
export function nextEvaluation(from: Instant, timing: EvaluationTiming, offsetSeconds = 0): Instant {
  const interval = evaluationIntervalSeconds(timing) * 1000;
  const offset = (offsetSeconds * 1000) % interval;
  return Math.ceil((from - offset) / interval) * interval + offset;
}

/** Operators that compare a datapoint with one fixed threshold. */
export type StaticComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** Operators that compare a datapoint with the anomaly detection band of its own period. */
type BandComparisonOperator =
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold';

/** Every comparison operator of a metric alarm. */
type ComparisonOperator = StaticComparisonOperator | BandComparisonOperator;

/** The expected range of one period's value. A value on an edge is within the band. */
export interface AnomalyBand {
  readonly lower: number;
  readonly upper: number;
}

/** A fixed threshold: one number for all periods. */
interface StaticComparison {
  readonly comparisonOperator: StaticComparisonOperator;
  readonly threshold: number;
}

/**
 * A band: one per point of the evaluation range, oldest to newest.
 * A period without a band (a new model takes up to three hours) cannot be judged; its point counts as missing (inference).
 */
interface BandComparison {
  readonly comparisonOperator: BandComparisonOperator;
  readonly bands: readonly (AnomalyBand | undefined)[];
}

/** How an alarm judges a datapoint. */
export type AlarmComparison = StaticComparison | BandComparison;

interface StaticRow {
  readonly breaches: (value: number, threshold: number) => boolean;
  /** What CloudWatch's state reasons write between "was"/"were" and the threshold. */
  readonly text: string;
}

/** The static operators with the wording of CloudWatch's state reasons. */
export const STATIC_OPERATORS: Readonly<Record<StaticComparisonOperator, StaticRow>> = {
  GreaterThanThreshold: { breaches: (value, threshold) => value > threshold, text: 'greater than' },
  GreaterThanOrEqualToThreshold: { breaches: (value, threshold) => value >= threshold, text: 'greater than or equal to' },
  LessThanThreshold: { breaches: (value, threshold) => value < threshold, text: 'less than' },
  LessThanOrEqualToThreshold: { breaches: (value, threshold) => value <= threshold, text: 'less than or equal to' },
};

interface BandRow {
  readonly lower: boolean;
  readonly upper: boolean;
}

/** The band operators, by the edges they watch. */
export const BAND_OPERATORS: Readonly<Record<BandComparisonOperator, BandRow>> = {
  LessThanLowerOrGreaterThanUpperThreshold: { lower: true, upper: true },
  LessThanLowerThreshold: { lower: true, upper: false },
  GreaterThanUpperThreshold: { lower: false, upper: true },
};

/** Whether the operator needs an anomaly detection band instead of a threshold. */
export function isBandOperator(operator: ComparisonOperator): operator is BandComparisonOperator {
  return Object.hasOwn(BAND_OPERATORS, operator);
}

/** Whether the comparison uses a band (narrows the union). */
export function isBandComparison(comparison: AlarmComparison): comparison is BandComparison {
  return isBandOperator(comparison.comparisonOperator);
}

/**
 * Reads an operator from text, as found in a template.
 *
 * @throws AlarmConfigurationError naming the operators that exist
 */
export function parseComparisonOperator(text: string): ComparisonOperator {
  if (Object.hasOwn(STATIC_OPERATORS, text) || Object.hasOwn(BAND_OPERATORS, text)) return text as ComparisonOperator;
  const known = [...Object.keys(STATIC_OPERATORS), ...Object.keys(BAND_OPERATORS)].join(', ');
  throw new AlarmConfigurationError(`"${text}" is no comparison operator of a CloudWatch alarm. Use one of: ${known}.`);
}

/**
 * Whether the value breaches; `undefined` if the period has no band.
 *
 * @param index the point's position in the evaluation range, which selects its band
 */
export function isBreaching(comparison: AlarmComparison, value: number, index: number): boolean | undefined {
  if (!isBandComparison(comparison)) return STATIC_OPERATORS[comparison.comparisonOperator].breaches(value, comparison.threshold);
  const band = comparison.bands[index];
  if (band === undefined) return undefined;
  const edges = BAND_OPERATORS[comparison.comparisonOperator];
  return (edges.lower && value < band.lower) || (edges.upper && value > band.upper);
}
