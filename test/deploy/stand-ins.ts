import { rewriteResources } from './assembly';

/** The namespace of stand-ins: nobody publishes there, so they stay in INSUFFICIENT_DATA. */
export const STAND_IN_NAMESPACE = 'NotEmulated';

/**
 * Replaces the alarms that the emulator refuses, those with metric math, in the templates of a cloud assembly: after
 * synthesis, so that the library and the templates that are linted know nothing of it. A stand-in keeps everything that
 * is not about the metric: its logical id, references to it, description, actions.
 *
 * @returns the construct paths of what was replaced
 */
export function replaceMetricMath(assembly: string, stacks: readonly string[]): string[] {
  const replaced: string[] = [];
  for (const stack of stacks) {
    rewriteResources(assembly, stack, (resources) => {
      for (const [id, resource] of Object.entries(resources)) {
        if (resource.Type !== 'AWS::CloudWatch::Alarm' || resource.Properties.Metrics === undefined) continue;
        const { Metrics: _metrics, ThresholdMetricId: _threshold, ...kept } = resource.Properties;
        resource.Properties = {
          ...kept,
          Namespace: STAND_IN_NAMESPACE,
          MetricName: id,
          Statistic: 'Sum',
          Period: 60,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        };
        replaced.push(resource.Metadata?.['aws:cdk:path']?.replace(/\/Resource$/, '') ?? `${stack}/${id}`);
      }
    });
  }
  return replaced.sort();
}
