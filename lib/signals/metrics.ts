import { type CfnAlarm, IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';

/** The metrics of an alarm in CloudFormation's form, for one metric or one expression over several. */
export function queriesOf(metric: IMetric): CfnAlarm.MetricDataQueryProperty[] {
  const { mathExpression, renderingProperties } = metric.toMetricConfig();
  if (mathExpression === undefined) return [queryOf('m0', metric, true)];
  return [
    { id: 'expr_1', expression: mathExpression.expression, label: renderingProperties?.label as string | undefined, returnData: true },
    ...Object.entries(mathExpression.usingMetrics).map(([id, one]) => queryOf(id, one, false)),
  ];
}

function queryOf(id: string, metric: IMetric, returnData: boolean): CfnAlarm.MetricDataQueryProperty {
  const { namespace, metricName, dimensions, period, statistic } = metric.toMetricConfig().metricStat!;
  return {
    id,
    returnData,
    metricStat: {
      metric: { namespace, metricName, dimensions: dimensions?.map(({ name, value }) => ({ name, value: value as string })) },
      period: period.toSeconds(),
      stat: statistic,
    },
  };
}

/** The namespace and dimensions of the metrics of one resource. */
export interface MetricSource {
  readonly namespace: string;
  readonly dimensions: Record<string, string>;
}

/** One metric of a resource. */
export function metricOf({ namespace, dimensions }: MetricSource, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace, dimensionsMap: dimensions, metricName, statistic, period });
}

/**
 * The sum of several counts, for one alarm. In metric math a missing data point counts as 0 (CloudWatch user guide, "Using
 * metric math"), so counts that are rarely published need no FILL.
 */
export function sumOf(sources: readonly { readonly source: MetricSource; readonly metrics: readonly string[] }[], label: string, period: Duration): IMetric {
  const metrics = sources.flatMap(({ source, metrics: names }) => names.map((name) => metricOf(source, name, 'Sum', period)));
  if (metrics.length === 1) return metrics[0];
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: Object.keys(usingMetrics).join('+'), usingMetrics, label, period });
}

/**
 * A count that is 0 in a period without a data point. Without the 0, CloudWatch takes older points where newer ones are missing, so
 * an alarm on silence would be raised two periods later (CloudWatch user guide, "Configuring how alarms treat missing data").
 */
export function zeroIfMissing(metric: Metric, label: string, period: Duration): IMetric {
  return new MathExpression({ expression: 'FILL(m0, 0)', usingMetrics: { m0: metric }, label, period });
}

/**
 * A metric that is never below a floor. All runs below the floor look the same, so that the noise of short runs cannot leave
 * an anomaly band, even if the band was trained on few runs.
 */
export function notBelow(floor: number, metric: Metric, label: string, period: Duration): IMetric {
  return new MathExpression({ expression: `IF(raw < ${floor}, ${floor}, raw)`, usingMetrics: { raw: metric }, label, period });
}
