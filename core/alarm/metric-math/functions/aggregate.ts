import { finiteSample, type Sample, type Samples, scalarOf, seriesOf } from '../value';
import { argumentError, arrayOf, type FunctionTable, type MathFunction, onlyValue, present } from './call';

/** Reduces samples, some of them possibly missing, to one number, or to none. */
type Reduce = (samples: Samples) => Sample;

const sum: Reduce = (samples) => present(samples).reduce((total, value) => total + value, 0);

const lowest: Reduce = (samples) => extreme(present(samples), Math.min);

const highest: Reduce = (samples) => extreme(present(samples), Math.max);

/**
 * Documented: missing values are 0. That they count in the divisor, for a single series too, is inferred from the guide
 * naming DATAPOINT_COUNT as the way to average sparse metrics.
 */
const average: Reduce = (samples) => (samples.length === 0 ? undefined : (sum(samples) ?? 0) / samples.length);

/** Of the population, over the points that exist (inference). */
const standardDeviation: Reduce = (samples) => {
  const values = present(samples);
  if (values.length === 0) return undefined;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
};

const datapointCount: Reduce = (samples) => present(samples).length;

function extreme(values: readonly number[], choose: (left: number, right: number) => number): Sample {
  return values.length === 0 ? undefined : values.reduce((left, right) => choose(left, right));
}

/** How SORT and the aggregate functions reduce a series. */
export const REDUCTIONS: Readonly<Record<string, Reduce>> = {
  AVG: average,
  DATAPOINT_COUNT: datapointCount,
  MAX: highest,
  MIN: lowest,
  STDDEV: standardDeviation,
  SUM: sum,
};

/**
 * One series gives a number over its points; an array gives a series, reduced period by period. A period in which no
 * series of the array has a point has no result (inference). MIN and MAX look at existing points only (inference).
 */
function aggregate(reduce: Reduce): MathFunction {
  return (call) => {
    const value = onlyValue(call);
    if (value.kind === 'scalar') throw argumentError(call, 'takes a time series or an array of time series, got a single number');
    if (value.kind === 'series') return scalarOf(reduce(value.samples));
    return seriesOf(
      call.input.instants.map((_, index) => {
        const column = value.series.map((samples) => samples[index]);
        const reduced = present(column).length === 0 ? undefined : reduce(column);
        return reduced === undefined ? undefined : finiteSample(reduced);
      }),
    );
  };
}

/** SUM, AVG, MIN, MAX, STDDEV, DATAPOINT_COUNT and METRIC_COUNT. */
export const AGGREGATE_FUNCTIONS: FunctionTable = {
  ...Object.fromEntries(Object.entries(REDUCTIONS).map(([name, reduce]) => [name, aggregate(reduce)])),
  METRIC_COUNT: (call) => scalarOf(arrayOf(call, onlyValue(call)).length),
};
