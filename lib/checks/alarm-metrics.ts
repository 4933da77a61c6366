import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';

/** A metric that an alarm looks at, as far as it is known at synth. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly period?: number;
}

/** The metrics of an alarm, whether it names one itself or several with expressions. */
export function metricsOf(alarm: CfnAlarm): AlarmMetric[] {
  const { namespace, period, metrics } = Stack.of(alarm).resolve({ namespace: alarm.namespace, period: alarm.period, metrics: alarm.metrics }) as {
    namespace?: unknown; period?: unknown; metrics?: { metricStat?: { metric?: { namespace?: unknown }; period?: unknown }; period?: unknown }[];
  };
  const all = [{ namespace, period }, ...(metrics ?? []).map(({ metricStat, period: own }) => ({ namespace: metricStat?.metric?.namespace, period: metricStat?.period ?? own }))];
  return all.map((one) => ({
    namespace: typeof one.namespace === 'string' ? one.namespace : undefined,
    period: typeof one.period === 'number' ? one.period : undefined,
  }));
}
