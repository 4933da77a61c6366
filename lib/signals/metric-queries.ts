import type { CfnAlarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** The metrics of an alarm as CloudFormation takes them, of a metric or of one expression over several. */
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
