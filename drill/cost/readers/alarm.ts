import { alarmMetrics } from '../../../cost/alarm-metrics';
import type { Properties } from '../../account/resources/properties';
import { CostReader, titleOf } from '../surroundings';

/** AWS::CloudWatch::Alarm */
export const ALARM_COST: CostReader = (resource, { owners }) => {
  const { properties, arn, origin } = resource;
  const entries = properties.optional('Metrics', (at) => properties.objects(at));
  if (entries?.some(isInsights)) return { unpriced: [{ why: 'it pays for every metric that its Metrics Insights query looks at, which the template does not tell' }] };
  const stats = entries?.flatMap((entry) => entry.optional('MetricStat', (at) => entry.object(at)) ?? []) ?? [properties];
  const { price, quantity } = alarmMetrics({
    metrics: stats.length,
    band: properties.has('ThresholdMetricId'),
    // Metric math alone, such as TIME_SERIES(1), has no period but its own.
    periodSeconds: Math.min(...[...stats, ...entries ?? []].flatMap((one) => one.optional('Period', (at) => one.integer(at, 1)) ?? [])),
  });
  return { usages: [{ owner: owners.ofAlarm(arn, origin.path), price, quantity, what: titleOf(resource) }] };
};

/** AWS::CloudWatch::CompositeAlarm */
export const COMPOSITE_ALARM_COST: CostReader = (resource, { owners }) => ({
  usages: [{ owner: owners.ofAlarm(resource.arn, resource.origin.path), price: 'compositeAlarm', quantity: 1, what: titleOf(resource) }],
});

function isInsights(entry: Properties): boolean {
  return /^\s*SELECT\b/i.test(entry.optional('Expression', (at) => entry.text(at)) ?? '');
}
