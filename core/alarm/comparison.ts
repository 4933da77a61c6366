import { AlarmConfigurationError } from './alarm-configuration-error';

/** Operators that compare a datapoint with one fixed threshold. */
export type StaticComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** Operators that compare a datapoint with the anomaly detection band of its own period. */
export type BandComparisonOperator =
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold';

/** Every comparison operator of a metric alarm. */
export type ComparisonOperator = StaticComparisonOperator | BandComparisonOperator;

/** The expected range of one period's value. A value on an edge is within the band. */
export interface AnomalyBand {
  readonly lower: number;
  readonly upper: number;
}

/** A fixed threshold: one number for all periods. */
export interface StaticComparison {
  readonly comparisonOperator: StaticComparisonOperator;
  readonly threshold: number;
}

/**
 * A band: one per point of the evaluation range, oldest to newest.
 * A period without a band (a new model takes up to three hours) cannot be judged; its point counts as missing (inference).
 */
export interface BandComparison {
  readonly comparisonOperator: BandComparisonOperator;
  readonly bands: readonly (AnomalyBand | undefined)[];
}

/** How an alarm judges a datapoint. */
export type AlarmComparison = StaticComparison | BandComparison;

interface StaticRow {
  readonly breaches: (value: number, threshold: number) => boolean;
  /** What CloudWatch's state reasons say between "was"/"were" and the threshold. */
  readonly words: string;
}

/** The static operators with the words of CloudWatch's state reasons. */
export const STATIC_OPERATORS: Readonly<Record<StaticComparisonOperator, StaticRow>> = {
  GreaterThanThreshold: { breaches: (value, threshold) => value > threshold, words: 'greater than' },
  GreaterThanOrEqualToThreshold: { breaches: (value, threshold) => value >= threshold, words: 'greater than or equal to' },
  LessThanThreshold: { breaches: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: { breaches: (value, threshold) => value <= threshold, words: 'less than or equal to' },
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
 * Whether the value breaches, or `undefined` where the period has no band to judge it by.
 *
 * @param index the point's place in the evaluation range, which selects its band
 */
export function isBreaching(comparison: AlarmComparison, value: number, index: number): boolean | undefined {
  if (!isBandComparison(comparison)) return STATIC_OPERATORS[comparison.comparisonOperator].breaches(value, comparison.threshold);
  const band = comparison.bands[index];
  if (band === undefined) return undefined;
  const edges = BAND_OPERATORS[comparison.comparisonOperator];
  return (edges.lower && value < band.lower) || (edges.upper && value > band.upper);
}
