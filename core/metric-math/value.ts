import type { AnomalyBand } from '../alarm-configuration';
import type { Instant } from '../time';
import { MetricMathError } from './expression';

/** The value of one period; `undefined` if the series has no point there. */
export type Sample = number | undefined;

/** The samples of one time series, one per period of the range, oldest to newest. */
export type Samples = readonly Sample[];

/** What an expression gives. [cw:using-metric-math.html: S, TS, TS[]] */
export type MathValue =
  /** One number; `undefined` if it has no value, such as 1/0. */
  | { readonly kind: 'scalar'; readonly value: Sample }
  | { readonly kind: 'series'; readonly samples: Samples }
  | {
      readonly kind: 'array';
      readonly series: readonly Samples[];
      /** True for an anomaly detection band: two series, the lower edge first. */
      readonly isBand?: true;
    };

const NAMES: Readonly<Record<MathValue['kind'], string>> = {
  scalar: 'a single number',
  series: 'a time series',
  array: 'an array of time series',
};

/** The kind of a value in words, for messages. */
export function describeValue(value: MathValue): string {
  return NAMES[value.kind];
}

/** A series as a value. */
export function seriesOf(samples: Samples): MathValue {
  return { kind: 'series', samples };
}

/** A number as a value. A number that is not finite has no value. */
export function scalarOf(value: Sample): MathValue {
  return { kind: 'scalar', value: value !== undefined && Number.isFinite(value) ? value : undefined };
}

/** The number, or no sample if it is not finite: what cannot be computed is dropped. */
export function finiteSample(value: number): Sample {
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The one time series of an alarm's expression.
 *
 * @param what the expression or its id, for the message
 * @throws MetricMathError when the value is a number, or several series
 */
export function singleSeries(value: MathValue, what: string): Samples {
  if (value.kind === 'series') return value.samples;
  if (value.kind === 'array' && value.series.length === 1) return value.series[0] as Samples;
  const remedy =
    value.kind === 'scalar'
      ? `Use it inside a larger expression, such as TIME_SERIES(${what}).`
      : 'Combine them, for example with SUM or MAX.';
  throw new MetricMathError('result', `An alarm needs exactly one time series, but ${what} gives ${describeValue(value)}. ${remedy}`);
}

/**
 * The band of an anomaly detection alarm, one entry per period; `undefined` where it has no edges.
 *
 * @param what the expression or its id, for the message
 * @throws MetricMathError if the value is not a band
 */
export function bandOf(value: MathValue, what: string): (AnomalyBand | undefined)[] {
  const [lower, upper] = value.kind === 'array' && value.isBand === true ? value.series : [];
  if (lower === undefined || upper === undefined) {
    throw new MetricMathError(
      'result',
      `An anomaly detection alarm needs a band, but ${what} gives ${describeValue(value)}. Use ANOMALY_DETECTION_BAND(id, width).`,
    );
  }
  return lower.map((low, index) => {
    const high = upper[index];
    return low === undefined || high === undefined ? undefined : { lower: low, upper: high };
  });
}

/** Gives the anomaly detection band of a metric, one entry per period; `undefined` where the model has none. */
type AnomalyBandSource = (metricId: string, width: number) => readonly (AnomalyBand | undefined)[];

/** The data a metric math expression works on: one grid of periods, and a sample per period for each metric. */
export interface MetricMathInput {
  /** Starts of the periods, oldest to newest. */
  readonly instants: readonly Instant[];
  /** The period of all metrics; an alarm's metrics must share it. */
  readonly periodSeconds: number;
  /** Samples by metric id, in the order of the request, each as long as `instants`. */
  readonly metrics: Readonly<Record<string, Samples>>;
  /** Results of other expressions by id. `METRICS()` leaves them out. Default: none. */
  readonly expressions?: Readonly<Record<string, MathValue>>;
  /** Needed only by `ANOMALY_DETECTION_BAND`. */
  readonly anomalyBand?: AnomalyBandSource;
}
