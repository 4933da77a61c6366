import { MetricMathError, type MetricMathExpression } from './expression';
import { describeValue, type MathValue, type MetricMathInput, type Sample, type Samples, seriesOf } from './value';

/** One call of a function in an expression. */
export interface FunctionCall {
  readonly name: string;
  readonly args: readonly MetricMathExpression[];
  readonly input: MetricMathInput;
  /** Evaluates an argument. */
  readonly evaluate: (expression: MetricMathExpression) => MathValue;
}

/** A metric math function. It throws MetricMathError for invalid arguments. */
export type MathFunction = (call: FunctionCall) => MathValue;

/** Functions by the name that expressions use. */
export type FunctionTable = Readonly<Record<string, MathFunction>>;

/** An error about the arguments of a call. */
export function argumentError(call: FunctionCall, problem: string): MetricMathError {
  return new MetricMathError('argument', `${call.name} ${problem}.`, call.name);
}

/**
 * The arguments, after a check of their number.
 *
 * @throws MetricMathError if there are fewer than `least` or more than `most`
 */
export function argumentsOf(call: FunctionCall, least: number, most = least): readonly MetricMathExpression[] {
  const { length } = call.args;
  if (length < least || length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw argumentError(call, `takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, got ${length}`);
  }
  return call.args;
}

/** The value of the only argument. */
export function onlyValue(call: FunctionCall): MathValue {
  return call.evaluate(argumentsOf(call, 1)[0] as MetricMathExpression);
}

/**
 * A function on one series, or on each series of an array.
 *
 * @param transform gives the new samples of one series
 */
export function perSeries(transform: (samples: Samples, input: MetricMathInput) => Samples): MathFunction {
  return (call) => mapSeries(call, onlyValue(call), (samples) => transform(samples, call.input));
}

/** Applies a change to a series, or to each series of an array; a single number is an error. */
export function mapSeries(call: FunctionCall, value: MathValue, transform: (samples: Samples) => Samples): MathValue {
  switch (value.kind) {
    case 'series':
      return seriesOf(transform(value.samples));
    case 'array':
      return { kind: 'array', series: value.series.map(transform) };
    case 'scalar':
      throw argumentError(call, 'takes a time series or an array of time series, got a single number');
  }
}

/** The series of an array; anything else is an error. */
export function arrayOf(call: FunctionCall, value: MathValue): readonly Samples[] {
  if (value.kind === 'array') return value.series;
  throw argumentError(call, `takes an array of time series, got ${describeValue(value)}`);
}

/** The samples of a series; anything else is an error. */
export function samplesOf(call: FunctionCall, value: MathValue): Samples {
  if (value.kind === 'series') return value.samples;
  throw argumentError(call, `takes a time series, got ${describeValue(value)}`);
}

/** A number that must be there; anything else is an error. */
export function numberOf(call: FunctionCall, value: MathValue): number {
  if (value.kind === 'scalar' && value.value !== undefined) return value.value;
  throw argumentError(call, `takes a number, got ${value.kind === 'scalar' ? 'one that has no value' : describeValue(value)}`);
}

/** The samples that are there. */
export function present(samples: Samples): number[] {
  return samples.filter((sample: Sample): sample is number => sample !== undefined);
}
