import type { MetricMathExpression } from './expression';
import {
  argumentError, argumentsOf, arrayOf, type FunctionCall, type FunctionTable, type MathFunction, numberOf, onlyValue, perSeries,
  present,
} from './function-call';
import { CHANGE_FUNCTIONS, FILL_FUNCTIONS, METRIC_FUNCTIONS, TIME_FUNCTIONS } from './series-functions';
import { finiteSample, type MathValue, type Sample, type Samples, scalarOf, seriesOf } from './value';

const COMPUTE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  // A logarithm that does not exist is dropped, as a division by zero is (inference).
  LOG: Math.log,
  LOG10: Math.log10,
};

/** ABS, CEIL, FLOOR, LOG, LOG10: each point by itself; missing points stay missing. */
const ELEMENTWISE_FUNCTIONS: FunctionTable = Object.fromEntries(
  Object.entries(COMPUTE).map(([name, compute]) => [
    name,
    perSeries((samples) => samples.map((sample) => (sample === undefined ? undefined : finiteSample(compute(sample))))),
  ]),
);

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
const REDUCTIONS: Readonly<Record<string, Reduce>> = {
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
const AGGREGATE_FUNCTIONS: FunctionTable = {
  ...Object.fromEntries(Object.entries(REDUCTIONS).map(([name, reduce]) => [name, aggregate(reduce)])),
  METRIC_COUNT: (call) => scalarOf(arrayOf(call, onlyValue(call)).length),
};

/** The functions SORT can sort by. */
const SORT_KEYS: readonly string[] = ['AVG', 'MIN', 'MAX', 'SUM'];

/** METRICS, FIRST, LAST, SLICE, SORT and REMOVE_EMPTY: functions that make, order or thin out arrays. */
const ARRAY_FUNCTIONS: FunctionTable = {
  METRICS: (call) => {
    const [part] = argumentsOf(call, 0, 1);
    if (part !== undefined && part.kind !== 'text') throw argumentError(call, 'takes a text in quotes that ids must contain');
    const entries = Object.entries(call.input.metrics);
    const chosen = entries.filter(([id]) => part === undefined || id.includes(part.value));
    return { kind: 'array', series: chosen.map(([, samples]) => samples) };
  },
  FIRST: (call) => pick(call, (series) => series[0]),
  LAST: (call) => pick(call, (series) => series.at(-1)),
  SLICE: (call) => {
    const [target, ...bounds] = argumentsOf(call, 2, 3) as readonly [MetricMathExpression, ...MetricMathExpression[]];
    const series = arrayOf(call, call.evaluate(target));
    const [from, to] = bounds.map((bound) => numberOf(call, call.evaluate(bound)));
    return { kind: 'array', series: series.slice(from, to) };
  },
  SORT: sort,
  REMOVE_EMPTY: (call) => ({
    kind: 'array',
    series: arrayOf(call, onlyValue(call)).filter((samples) => present(samples).length > 0),
  }),
};

/** Of an empty array there is no first or last: an empty series (inference). */
function pick(call: FunctionCall, choose: (series: readonly Samples[]) => Samples | undefined): MathValue {
  return seriesOf(choose(arrayOf(call, onlyValue(call))) ?? call.input.instants.map(() => undefined));
}

/** Series without any value come last in either order (inference). */
function sort(call: FunctionCall): MathValue {
  const [target, by, order, limit] = argumentsOf(call, 3, 4) as readonly [
    MetricMathExpression,
    MetricMathExpression,
    MetricMathExpression,
    MetricMathExpression?,
  ];
  const key = keyword(call, by, SORT_KEYS);
  const direction = keyword(call, order, ['ASC', 'DESC']) === 'ASC' ? 1 : -1;
  const keyed = arrayOf(call, call.evaluate(target)).map((samples) => ({ samples, key: REDUCTIONS[key]?.(samples) }));
  keyed.sort((left, right) => {
    if (left.key === undefined || right.key === undefined) return Number(left.key === undefined) - Number(right.key === undefined);
    return direction * (left.key - right.key);
  });
  const most = limit === undefined ? undefined : numberOf(call, call.evaluate(limit));
  return { kind: 'array', series: keyed.slice(0, most).map(({ samples }) => samples) };
}

function keyword(call: FunctionCall, expression: MetricMathExpression, allowed: readonly string[]): string {
  if (expression.kind === 'keyword' && allowed.includes(expression.name)) return expression.name;
  throw argumentError(call, `takes one of ${allowed.join(', ')} here`);
}

/**
 * IF(condition, then[, otherwise]). [cw:using-metric-math.html, "Using IF expressions"]
 *
 * A condition is false when it is 0 and true for any other number. With a series as the condition, period by period:
 * - no point in the condition: dropped;
 * - true, and `then` is a series without a point there: 0;
 * - false, and `otherwise` left out: dropped;
 * - false, and `otherwise` is a series without a point there: 0 if `then` is a series too, dropped if it is a number, as
 *   the guide's two tables have it. (For a condition such as `m1 > 5` the guide says both; the tables are followed.)
 * With a number as the condition one branch is given whole; if that is an `otherwise` left out, an empty series.
 */
const IF_FUNCTIONS: FunctionTable = {
  IF: (call) => {
    const [condition, whenTrue, whenFalse] = argumentsOf(call, 2, 3).map((argument) => branch(call, argument));
    if (condition === undefined || whenTrue === undefined) throw argumentError(call, 'takes a condition and a value');
    const empty = seriesOf(call.input.instants.map(() => undefined));
    if (condition.kind !== 'series') {
      const holds = condition.kind === 'scalar' ? condition.value : undefined;
      if (holds === undefined) return empty;
      return holds === 0 ? (whenFalse ?? empty) : whenTrue;
    }
    return seriesOf(
      condition.samples.map((sample, index): Sample => {
        if (sample === undefined) return undefined;
        if (sample !== 0) return at(whenTrue, index) ?? missingAs0(whenTrue);
        if (whenFalse === undefined) return undefined;
        return at(whenFalse, index) ?? (whenTrue.kind === 'series' ? missingAs0(whenFalse) : undefined);
      }),
    );
  },
};

function branch(call: FunctionCall, argument: MetricMathExpression): MathValue {
  const value = call.evaluate(argument);
  if (value.kind === 'array') throw argumentError(call, 'takes numbers and time series, got an array of time series');
  return value;
}

function at(value: MathValue, index: number): Sample {
  if (value.kind === 'series') return value.samples[index];
  return value.kind === 'scalar' ? value.value : undefined;
}

/** A series' missing point becomes 0; a number that has no value stays without. */
function missingAs0(value: MathValue): Sample {
  return value.kind === 'series' ? 0 : undefined;
}

/** Every function that is simulated. */
export const METRIC_MATH_FUNCTIONS: FunctionTable = {
  ...AGGREGATE_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...CHANGE_FUNCTIONS,
  ...ELEMENTWISE_FUNCTIONS,
  ...FILL_FUNCTIONS,
  ...IF_FUNCTIONS,
  ...METRIC_FUNCTIONS,
  ...TIME_FUNCTIONS,
};

/** Functions of CloudWatch that ask other services, or that alarms cannot use. */
export const UNSUPPORTED_FUNCTIONS: readonly string[] = ['DB_PERF_INSIGHTS', 'INSIGHT_RULE_METRIC', 'LAMBDA', 'SEARCH', 'SERVICE_QUOTA'];
