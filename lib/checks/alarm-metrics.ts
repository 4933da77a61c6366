import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';

/** A metric that an alarm looks at, as far as it is known at synth. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly period?: number;
}

/** One entry of an alarm's list of metrics. What is only known at deployment is undefined. */
export interface AlarmQuery extends AlarmMetric {
  readonly id?: string;
  /** Whether it retrieves a metric. */
  readonly isMetric: boolean;
  /** Whether it has an expression, which may not be known. */
  readonly isExpression: boolean;
  readonly expression?: string;
  /** Undefined when only the deployment tells. */
  readonly returnData?: boolean;
}

/** The metrics of an alarm, whether it names one itself or several with expressions. */
export function metricsOf(alarm: CfnAlarm): AlarmMetric[] {
  const { namespace, period } = Stack.of(alarm).resolve({ namespace: alarm.namespace, period: alarm.period }) as Record<string, unknown>;
  return [{ namespace: textOf(namespace), period: numberOf(period) }, ...queriesOf(alarm) ?? []];
}

/** The entries of an alarm's list of metrics; undefined when it has none, or when only the deployment tells. */
export function queriesOf(alarm: CfnAlarm): AlarmQuery[] | undefined {
  const queries: unknown = Stack.of(alarm).resolve(alarm.metrics);
  if (!Array.isArray(queries) || queries.some((query) => isIntrinsic(query))) return undefined;
  return (queries as RawQuery[]).map(({ id, expression, metricStat, period, returnData }) => ({
    id: textOf(id),
    isMetric: metricStat !== undefined,
    isExpression: expression !== undefined,
    expression: textOf(expression),
    // PutMetricAlarm takes `true` for what is left out.
    returnData: returnData === undefined ? true : typeof returnData === 'boolean' ? returnData : undefined,
    namespace: textOf(metricStat?.metric?.namespace),
    period: numberOf(metricStat?.period ?? period),
  }));
}

interface RawQuery {
  readonly id?: unknown;
  readonly expression?: unknown;
  readonly metricStat?: { readonly metric?: { readonly namespace?: unknown }; readonly period?: unknown };
  readonly period?: unknown;
  readonly returnData?: unknown;
}

/** Whether CloudFormation computes it, as `Ref` and `Fn::If` do. */
export function isIntrinsic(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
