import type { MetricMathExpression } from '../expression';
import { scalarOf } from '../value';
import { argumentError, argumentsOf, type FunctionCall, type FunctionTable, numberOf } from './call';

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
