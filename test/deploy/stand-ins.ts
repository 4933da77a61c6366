import { rewriteResources } from './assembly';

/** The namespace of stand-ins: nobody publishes there, so they stay in INSUFFICIENT_DATA. */
export const STAND_IN_NAMESPACE = 'NotEmulated';

type Metrics = readonly { readonly Expression?: string; readonly MetricStat?: { readonly Metric: object; readonly Period: number; readonly Stat: string } }[];

/**
 * What an alarm on silence watches, without metric math: its missing data is breaching, so that its only period is judged alike with
 * and without the 0. Undefined for any other alarm.
 */
function watchedForSilence(metrics: Metrics): object | undefined {
  const [{ Expression: expression }, stat, ...others] = metrics;
  if (expression !== 'FILL(m0, 0)' || stat?.MetricStat === undefined || others.length > 0) return undefined;
  const { Metric: metric, Period, Stat } = stat.MetricStat;
  return { ...metric, Period, Statistic: Stat };
}

/** What a stand-in watches, where metric math makes a difference. */
function watchesNothing(id: string): object {
  return { Namespace: STAND_IN_NAMESPACE, MetricName: id, Statistic: 'Sum', Period: 60, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' };
}

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
        const { Metrics: metrics, ThresholdMetricId: _threshold, ...kept } = resource.Properties;
        resource.Properties = { ...kept, ...watchedForSilence(metrics as Metrics) ?? watchesNothing(id) };
        replaced.push(resource.Metadata?.['aws:cdk:path']?.replace(/\/Resource$/, '') ?? `${stack}/${id}`);
      }
    });
  }
  return replaced.sort();
}
