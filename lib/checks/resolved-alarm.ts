import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';

/** A metric that an alarm watches, as far as it is known at synth. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly period?: number;
}

/** One entry of an alarm's list of metrics. A value that is known only at deployment is undefined. */
export interface AlarmQuery extends AlarmMetric {
  readonly id?: string;
  /** Whether it reads a metric. */
  readonly isMetric: boolean;
  /** Whether it has an expression, which may not be known. */
  readonly isExpression: boolean;
  readonly expression?: string;
  /** Undefined when it is known only at deployment. */
  readonly returnData?: boolean;
}

/** An alarm as its template will have it, as far as the checks read it. */
export interface ResolvedAlarm {
  /** The metrics of the alarm: the one that it names, or those in its list of metrics and expressions. */
  readonly metrics: readonly AlarmMetric[];
  /** The entries of its list of metrics; undefined when it has no list, or the list is known only at deployment. */
  readonly queries?: readonly AlarmQuery[];
  readonly thresholdMetricId?: unknown;
  readonly datapointsToAlarm?: unknown;
  readonly evaluationPeriods?: unknown;
  readonly actionsEnabled?: unknown;
  /** Its actions by the state that runs them. */
  readonly actions: Readonly<Record<ActionState, readonly unknown[]>>;
}

const STATES = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
export type ActionState = (typeof STATES)[number];

/** Resolves an alarm once for all checks, since resolving takes longer than checking. */
export function resolvedAlarm(alarm: CfnAlarm): ResolvedAlarm {
  const {
    namespace, period, metrics, thresholdMetricId, datapointsToAlarm, evaluationPeriods, actionsEnabled, alarmActions, okActions, insufficientDataActions,
  } = alarm;
  const values = Stack.of(alarm).resolve({
    namespace, period, metrics, thresholdMetricId, datapointsToAlarm, evaluationPeriods, actionsEnabled, alarmActions, okActions, insufficientDataActions,
  }) as Readonly<Record<string, unknown>>;
  const queries = queriesOf(values.metrics);
  return {
    metrics: [{ namespace: literalText(values.namespace), period: numberOf(values.period) }, ...queries ?? []],
    queries,
    thresholdMetricId: values.thresholdMetricId,
    datapointsToAlarm: values.datapointsToAlarm,
    evaluationPeriods: values.evaluationPeriods,
    actionsEnabled: values.actionsEnabled,
    actions: Object.fromEntries(STATES.map((state) => [state, Array.isArray(values[state]) ? values[state] as unknown[] : []])) as unknown as ResolvedAlarm['actions'],
  };
}

function queriesOf(queries: unknown): AlarmQuery[] | undefined {
  if (!Array.isArray(queries) || queries.some((query) => isIntrinsic(query))) return undefined;
  return (queries as RawQuery[]).map(({ id, expression, metricStat, period, returnData }) => ({
    id: literalText(id),
    isMetric: metricStat !== undefined,
    isExpression: expression !== undefined,
    expression: literalText(expression),
    // The default of PutMetricAlarm is true.
    returnData: returnData === undefined ? true : typeof returnData === 'boolean' ? returnData : undefined,
    namespace: literalText(metricStat?.metric?.namespace),
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

/** Whether CloudFormation computes the value, such as with `Ref` or `Fn::If`. */
function isIntrinsic(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function literalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
