import type { MetricMathExpression } from '../expression';
import { type MathValue, type Sample, seriesOf } from '../value';
import { argumentError, argumentsOf, type FunctionCall, type FunctionTable } from './call';

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
export const IF_FUNCTIONS: FunctionTable = {
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
