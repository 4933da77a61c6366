import { own } from '../collections';
import { type Instant, SECOND } from '../time';
import type { MetricMathExpression } from './expression';
import {
  argumentError, argumentsOf, type FunctionCall, type FunctionTable, mapSeries, numberOf, onlyValue, perSeries, samplesOf,
} from './function-call';
import { describeValue, finiteSample, type Sample, type Samples, scalarOf, seriesOf } from './value';

/** Computes something from a point and the point before it, however long ago that was. */
type Change = (current: { value: number; seconds: number }, previous: { value: number; seconds: number }) => number;

/** The first point has no point before it and gives none. */
function fromPrevious(change: Change): FunctionTable[string] {
  return perSeries((samples, { instants }) => {
    let previous: { value: number; seconds: number } | undefined;
    return samples.map((value, index): Sample => {
      if (value === undefined) return undefined;
      const current = { value, seconds: (instants[index] as number) / SECOND };
      const result = previous === undefined ? undefined : finiteSample(change(current, previous));
      previous = current;
      return result;
    });
  });
}

/**
 * DIFF, DIFF_TIME, RATE and RUNNING_SUM. Documented as the difference to the *preceding value*, so gaps are stepped
 * over; there are results only where there are points.
 */
export const CHANGE_FUNCTIONS: FunctionTable = {
  DIFF: fromPrevious((current, previous) => current.value - previous.value),
  DIFF_TIME: fromPrevious((current, previous) => current.seconds - previous.seconds),
  RATE: fromPrevious((current, previous) => (current.value - previous.value) / (current.seconds - previous.seconds)),
  RUNNING_SUM: perSeries((samples) => {
    let total = 0;
    return samples.map((sample) => (sample === undefined ? undefined : (total += sample)));
  }),
};

type Filler = (samples: Samples, call: FunctionCall) => Samples;

/** The newest point before the gap; a gap at the beginning stays open (inference: nothing is known before the range). */
const repeat: Filler = (samples) => {
  let newest: Sample;
  return samples.map((sample) => (newest = sample ?? newest));
};

/** A straight line from the point before the gap to the one after it; gaps at either end stay open (inference). */
const linear: Filler = (samples, { input: { instants } }) =>
  samples.map((sample, index) => {
    if (sample !== undefined) return sample;
    const before = samples.findLastIndex((other, place) => place < index && other !== undefined);
    const after = samples.findIndex((other, place) => place > index && other !== undefined);
    if (before < 0 || after < 0) return undefined;
    const [from, at, to] = [before, index, after].map((place) => instants[place] as number) as [number, number, number];
    const [low, high] = [samples[before] as number, samples[after] as number];
    return low + ((high - low) * (at - from)) / (to - from);
  });

const KEYWORDS: Readonly<Record<string, Filler>> = { REPEAT: repeat, LINEAR: linear };

/** FILL(series or array, number | series | REPEAT | LINEAR): missing points get a value. */
export const FILL_FUNCTIONS: FunctionTable = {
  FILL: (call) => {
    const [target, filler] = argumentsOf(call, 2) as readonly [MetricMathExpression, MetricMathExpression];
    const fill = fillerOf(call, filler);
    return mapSeries(call, call.evaluate(target), (samples) => fill(samples, call));
  },
};

function fillerOf(call: FunctionCall, filler: MetricMathExpression): Filler {
  const wrong = (got: string): Error => argumentError(call, `fills with a number, a time series, REPEAT or LINEAR, got ${got}`);
  if (filler.kind === 'keyword') {
    const fill = own(KEYWORDS, filler.name);
    if (fill === undefined) throw wrong(filler.name);
    return fill;
  }
  const value = call.evaluate(filler);
  if (value.kind === 'array') throw wrong(describeValue(value));
  const fillAt = (index: number): Sample => (value.kind === 'scalar' ? value.value : value.samples[index]);
  return (samples) => samples.map((sample, index) => sample ?? fillAt(index));
}

/** Width of a band that names none, in standard deviations. [cw:using-metric-math.html] */
const DEFAULT_BAND_WIDTH = 2;

/**
 * PERIOD and ANOMALY_DETECTION_BAND: functions of a metric, which must be named by its id. A band may also be that of an
 * expression, by its id. [SDK PutAnomalyDetector.MetricMathAnomalyDetector]
 */
export const METRIC_FUNCTIONS: FunctionTable = {
  PERIOD: (call) => {
    metricId(call, argumentsOf(call, 1)[0] as MetricMathExpression);
    return scalarOf(call.input.periodSeconds);
  },
  ANOMALY_DETECTION_BAND: (call) => {
    const [metric, width] = argumentsOf(call, 1, 2) as readonly [MetricMathExpression, MetricMathExpression?];
    const { anomalyBand } = call.input;
    const id = bandedId(call, metric);
    if (anomalyBand === undefined) throw argumentError(call, 'needs a source of bands, and the input gives none as "anomalyBand"');
    const band = anomalyBand(id, width === undefined ? DEFAULT_BAND_WIDTH : numberOf(call, call.evaluate(width)));
    return {
      kind: 'array',
      isBand: true,
      series: [band.map((edges) => edges?.lower), band.map((edges) => edges?.upper)],
    };
  },
};

function bandedId(call: FunctionCall, expression: MetricMathExpression): string {
  const isExpression = expression.kind === 'id' && Object.hasOwn(call.input.expressions ?? {}, expression.id);
  return isExpression ? expression.id : metricId(call, expression);
}

function metricId(call: FunctionCall, expression: MetricMathExpression): string {
  if (expression.kind === 'id' && Object.hasOwn(call.input.metrics, expression.id)) return expression.id;
  throw argumentError(call, 'takes the id of a metric, not the result of an expression');
}

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  // Monday is 1, Sunday is 7.
  DAY: (date) => date.getUTCDay() || 7,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
  EPOCH: (date) => date.getTime() / SECOND,
};

/** MINUTE, HOUR, DAY, DATE, MONTH, YEAR and EPOCH in UTC, and TIME_SERIES: a point in every period, whatever the argument lacks. */
export const TIME_FUNCTIONS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(PARTS).map(([name, part]) => [
      name,
      (call) => {
        samplesOf(call, onlyValue(call));
        return seriesOf(call.input.instants.map((instant: Instant) => part(new Date(instant))));
      },
    ] satisfies [string, FunctionTable[string]]),
  ),
  TIME_SERIES: (call) => {
    const value = onlyValue(call);
    if (value.kind !== 'scalar') throw argumentError(call, `takes a single number, got ${describeValue(value)}`);
    return seriesOf(call.input.instants.map(() => value.value));
  },
};
