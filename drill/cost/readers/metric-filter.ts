import { CostReader, makerOf, titleOf } from '../surroundings';

/** AWS::Logs::MetricFilter: a custom metric each; dimensions taken from the log multiply it. */
export const METRIC_FILTER_COST: CostReader = (resource, surroundings) => {
  const metrics = resource.properties.objects('MetricTransformations');
  const split = metrics.some((metric) => metric.has('Dimensions'));
  return {
    usages: [{ owner: makerOf(resource, surroundings), price: 'customMetric', quantity: metrics.length, what: titleOf(resource) }],
    ...(split ? { unpriced: [{ why: 'its dimensions make a metric of every value that the log has; one is counted' }] } : {}),
  };
};
