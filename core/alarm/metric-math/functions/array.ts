import type { MetricMathExpression } from '../expression';
import { type MathValue, type Samples, seriesOf } from '../value';
import { REDUCTIONS } from './aggregate';
import {
  argumentError, argumentsOf, arrayOf, type FunctionCall, type FunctionTable, numberOf, onlyValue, present,
} from './call';

/** The functions SORT can sort by. */
const SORT_KEYS: readonly string[] = ['AVG', 'MIN', 'MAX', 'SUM'];

/** METRICS, FIRST, LAST, SLICE, SORT and REMOVE_EMPTY: functions that make, order or thin out arrays. */
export const ARRAY_FUNCTIONS: FunctionTable = {
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
