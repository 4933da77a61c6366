export { MetricMathError, type MetricMathProblem } from './error';
export { evaluateMetricMath } from './evaluate';
export { idsOf, type MetricMathExpression } from './expression';
export type { AnomalyBandSource, MetricMathInput } from './input';
export { parseMetricMath } from './parser';
export { evaluateMetricQueries, MAX_ALARM_METRICS, type MetricQuery } from './queries';
export { MAX_EXPRESSION_LENGTH } from './tokens';
export { bandOf, singleSeries, type MathValue, type Sample, type Samples } from './value';
