import { evaluateMetricMath } from '../../../core/metric-math/evaluate';
import { parseMetricMath } from '../../../core/metric-math/expression';
import type { MathValue, MetricMathInput, Sample } from '../../../core/metric-math/value';

/** Monday, 2 March 2026, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2);

/** An input with 5-minute periods from Monday midnight on; all metrics have as many samples as the first. */
export function inputOf(metrics: Readonly<Record<string, readonly Sample[]>>, rest: Partial<MetricMathInput> = {}): MetricMathInput {
  const periodSeconds = rest.periodSeconds ?? 300;
  const length = Object.values(metrics)[0]?.length ?? 0;
  const instants = Array.from({ length }, (_, index) => MONDAY + index * periodSeconds * 1000);
  return { instants, periodSeconds, metrics, ...rest };
}

/** The value of an expression over metrics. */
export function valueOf(expression: string, metrics: Readonly<Record<string, readonly Sample[]>>, rest?: Partial<MetricMathInput>): MathValue {
  return evaluateMetricMath(parseMetricMath(expression), inputOf(metrics, rest));
}

/** The samples of an expression that gives one series. */
export function samplesOf(expression: string, metrics: Readonly<Record<string, readonly Sample[]>>, rest?: Partial<MetricMathInput>): readonly Sample[] {
  const value = valueOf(expression, metrics, rest);
  if (value.kind !== 'series') throw new Error(`${expression} gives ${value.kind}`);
  return value.samples;
}

/** Samples from a list in which `-` is a missing point: `30 - 0 5`. */
export function series(list: string): Sample[] {
  return list.split(' ').map((item) => (item === '-' ? undefined : Number(item)));
}
