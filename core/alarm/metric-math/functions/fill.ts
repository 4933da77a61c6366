import { own } from '../../../own';
import type { MetricMathExpression } from '../expression';
import { describeValue, type Sample, type Samples } from '../value';
import { argumentError, argumentsOf, type FunctionCall, type FunctionTable, mapSeries } from './call';

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
