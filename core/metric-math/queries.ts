import { own } from '../collections';
import { evaluateMetricMath } from './evaluate';
import { idsOf, MetricMathError, type MetricMathExpression, parseMetricMath } from './expression';
import { type MathValue, type MetricMathInput, type Samples, seriesOf } from './value';

/** One entry of an alarm's `Metrics`: a metric with its samples, or an expression over other entries. */
export type MetricQuery =
  | { readonly id: string; readonly samples: Samples }
  | { readonly id: string; readonly expression: string };

/** The form of an id. [cw:using-metric-math.html] */
const ID = /^[a-z][A-Za-z0-9_]*$/;

/** Most metrics of an alarm on metric math, a hard limit. [SDK PutMetricAlarm.Metrics] */
export const MAX_ALARM_METRICS = 10;

/**
 * The values of all entries by id. Expressions may use each other in any order.
 *
 * @throws MetricMathError as evaluating each expression does, and for expressions that use each other in a circle, ids
 *   given twice, and expressions whose result is a single number, which CloudWatch allows only inside larger ones
 */
export function evaluateMetricQueries(
  queries: readonly MetricQuery[],
  grid: Pick<MetricMathInput, 'instants' | 'periodSeconds' | 'anomalyBand'>,
): ReadonlyMap<string, MathValue> {
  const metrics: Record<string, Samples> = {};
  const expressions = new Map<string, MetricMathExpression>();
  for (const query of queries) {
    if (!ID.test(query.id)) {
      throw new MetricMathError(
        'unknownId',
        `"${query.id}" is no id. Ids begin with a lower-case letter and hold letters, digits and underscores.`,
      );
    }
    if (Object.hasOwn(metrics, query.id) || expressions.has(query.id)) {
      throw new MetricMathError('unknownId', `The id "${query.id}" is used by two entries. Give each its own.`);
    }
    if ('samples' in query) metrics[query.id] = query.samples;
    else expressions.set(query.id, parseMetricMath(query.expression));
  }

  const values: Record<string, MathValue> = {};
  const resolve = (id: string, path: readonly string[]): void => {
    const expression = expressions.get(id);
    if (expression === undefined || Object.hasOwn(values, id)) return;
    if (path.includes(id)) {
      throw new MetricMathError('unknownId', `Expressions use each other in a circle: ${[...path, id].join(' -> ')}.`);
    }
    idsOf(expression).forEach((used) => resolve(used, [...path, id]));
    values[id] = timeSeriesOnly(id, evaluateMetricMath(expression, { ...grid, metrics, expressions: values }));
  };
  for (const id of expressions.keys()) resolve(id, []);

  return new Map(queries.map(({ id }) => [id, own(values, id) ?? seriesOf(own(metrics, id) ?? [])]));
}

function timeSeriesOnly(id: string, value: MathValue): MathValue {
  if (value.kind !== 'scalar') return value;
  throw new MetricMathError(
    'result',
    `The expression "${id}" gives a single number. Use it inside a larger expression, such as TIME_SERIES(...).`,
  );
}
