import { HIGH_RESOLUTION_PERIODS_SECONDS } from '../../core/alarm-configuration';
import { Computed } from '../../core/collections';
import { idsOf, MetricMathError, MetricMathExpression, parseMetricMath } from '../../core/metric-math/expression';
import { MAX_ALARM_METRICS } from '../../core/metric-math/queries';
import { exactDuration } from '../../core/text/count-and-duration';
import { SECONDS_PER } from '../../core/time';
import type { Check } from './check';
import type { AlarmQuery, ResolvedAlarm } from './resolved-alarm';

const ID = /^[a-z][A-Za-z0-9_]*$/;
/** A Metrics Insights query is not metric math. */
const INSIGHTS = /^\s*SELECT\b/i;
/** An alarm cannot watch the results of a search (CloudWatch user guide, "Using search expressions in graphs"). */
const SEARCH = /\bSEARCH\s*\(/;

/** CloudWatch rejects a list of metrics that does not return exactly one time series (API reference, PutMetricAlarm, Metrics). */
export const invalidMetricList: Check<ResolvedAlarm> = {
  id: 'invalidMetricList',
  level: 'error',
  find: (alarm) => {
    const { queries } = alarm;
    if (queries === undefined) return [];
    const expressions = readExpressions(queries);
    return [
      ...kinds(queries), ...counts(queries), ...ids(queries), ...returned(alarm, queries),
      ...expressions.unreadable, ...searches(queries), ...unknownIds(queries, expressions.read), ...circles(expressions.read),
    ];
  },
};

/** The alarms of many pipelines have the same few expressions. */
const EXPRESSIONS = new Computed<MetricMathExpression>(500);

type Expressions = ReadonlyMap<string, MetricMathExpression>;

/** The expressions by id, as far as they are known at synth. */
function readExpressions(queries: readonly AlarmQuery[]): { readonly read: Expressions; readonly unreadable: string[] } {
  const read = new Map<string, MetricMathExpression>();
  const unreadable: string[] = [];
  for (const { id, expression } of queries) {
    if (id === undefined || expression === undefined || INSIGHTS.test(expression)) continue;
    try {
      read.set(id, EXPRESSIONS.get(expression, () => parseMetricMath(expression)));
    } catch (error) {
      if (!(error instanceof MetricMathError)) throw error;
      unreadable.push(`the expression "${id}" cannot be read: ${withoutStop(error.message)}; correct it`);
    }
  }
  return { read, unreadable };
}

function kinds(queries: readonly AlarmQuery[]): string[] {
  return queries.filter(({ isMetric, isExpression }) => isMetric === isExpression)
    .map(({ id, isMetric }) => `the entry "${id}" in its metrics has ${isMetric ? 'both a metric and an expression' : 'neither a metric nor an expression'}; give it one of them`);
}

function counts(queries: readonly AlarmQuery[]): string[] {
  return ([['metrics', 'isMetric'], ['expressions', 'isExpression']] as const)
    .map(([what, is]) => ({ what, count: queries.filter((query) => query[is]).length }))
    .filter(({ count }) => count > MAX_ALARM_METRICS)
    .map(({ what, count }) => `the alarm has ${count} ${what}, but CloudWatch allows ${MAX_ALARM_METRICS} in one alarm; split it into several alarms`);
}

function ids(queries: readonly AlarmQuery[]): string[] {
  const all = queries.flatMap(({ id }) => id ?? []);
  return [...new Set(all)].flatMap((id) => [
    ...(ID.test(id) ? [] : [`"${id}" is not a valid id of a metric; begin it with a lower-case letter and use only letters, digits and underscores`]),
    ...(all.indexOf(id) === all.lastIndexOf(id) ? [] : [`two of its metrics have the id "${id}"; give each its own id`]),
  ]);
}

/** One entry must return data. The entry of an anomaly band returns data too. */
function returned({ thresholdMetricId: band }: ResolvedAlarm, queries: readonly AlarmQuery[]): string[] {
  const watched = queries.filter(({ id }) => band === undefined || id !== band);
  if (queries.length === 0 || watched.some(({ returnData }) => returnData === undefined) || (band !== undefined && typeof band !== 'string')) return [];
  const names = watched.filter(({ returnData }) => returnData).map(({ id }) => `"${id ?? '?'}"`);
  return [
    ...(band === undefined || queries.some(({ id }) => id === band) ? [] : [`none of its metrics has the id "${band}", which is its thresholdMetricId; name the one with ANOMALY_DETECTION_BAND`]),
    ...(names.length === 1 ? [] : [`${names.length === 0 ? 'none' : names.join(' and ')} of its metrics ${names.length > 1 ? 'return' : 'returns'} data, but an alarm watches exactly one; `
      + 'set returnData to true for that one and to false for all others']),
  ];
}

function searches(queries: readonly AlarmQuery[]): string[] {
  return queries.filter(({ expression }) => SEARCH.test(expression ?? ''))
    .map(({ id }) => `the expression "${id}" is a search, which CloudWatch allows only in graphs; name the metrics`);
}

function unknownIds(queries: readonly AlarmQuery[], expressions: Expressions): string[] {
  if (queries.some(({ id }) => id === undefined)) return [];
  const known = queries.map(({ id }) => id);
  return [...expressions].flatMap(([id, expression]) => idsOf(expression).filter((used) => !known.includes(used))
    .map((used) => `the expression "${id}" uses "${used}", but the ids of its metrics are ${known.join(', ')}; add the metric, or correct the id`));
}

/** Each circle of expressions, once. It begins with the expression that is first in the list. */
function circles(expressions: Expressions): string[] {
  const done = new Set<string>();
  const from = (id: string, path: readonly string[]): string[] => {
    if (path.includes(id)) return [`the expressions ${[...path.slice(path.indexOf(id)), id].join(' -> ')} use each other in a circle; let one of them use only metrics`];
    const expression = expressions.get(id);
    if (expression === undefined || done.has(id)) return [];
    const found = idsOf(expression).flatMap((used) => from(used, [...path, id]));
    done.add(id);
    return found;
  };
  return [...expressions.keys()].flatMap((id) => from(id, []));
}

/** A message of a parser, to be continued. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

const { minute: MINUTE, hour: HOUR } = SECONDS_PER;

/** CloudWatch rejects other periods at deployment (API reference, PutMetricAlarm, Period). */
export const invalidMetricPeriod: Check<ResolvedAlarm> = {
  id: 'invalidMetricPeriod',
  level: 'error',
  find: (alarm) => [...new Set(alarm.metrics.flatMap(({ period }) => period ?? []))]
    .filter((period) => !isValid(period))
    .map((period) => `the alarm has a period of ${period} s, but CloudWatch allows 10, 20, 30 or a multiple of 60 s; choose one of them`),
};

function isValid(period: number): boolean {
  return HIGH_RESOLUTION_PERIODS_SECONDS.includes(period) || (period > 0 && period % MINUTE === 0);
}

/**
 * The metrics that this library watches have at most one data point a minute. An alarm with a shorter period has no data
 * most of the time and costs three times as much (API reference, PutMetricAlarm, Period).
 */
export const periodBelowOneMinute: Check<ResolvedAlarm> = {
  id: 'periodBelowOneMinute',
  level: 'error',
  find: (alarm) => alarm.metrics
    .filter(({ period }) => period !== undefined && period < MINUTE)
    .slice(0, 1)
    .map(({ namespace, period }) => `the alarm has a period of ${period} s, but metrics of ${namespace} have one data point a minute; use a period of at least 60 s`),
};

/** Anomaly detection on metric math supports periods of at most one hour (CloudWatch user guide, "Using CloudWatch anomaly detection"). */
export const anomalyPeriodTooLong: Check<ResolvedAlarm> = {
  id: 'anomalyPeriodTooLong',
  level: 'error',
  find: (alarm) => {
    const queries = alarm.queries ?? [];
    const isOnMath = alarm.thresholdMetricId !== undefined && queries.some(({ id, isExpression }) => isExpression && id !== alarm.thresholdMetricId);
    const longest = Math.max(0, ...queries.flatMap(({ period }) => period ?? []));
    return !isOnMath || longest <= HOUR ? []
      : [`the alarm has an anomaly band and a period of ${exactDuration(longest)}, but CloudWatch detects anomalies of metric math with periods of at most 1 hour; shorten the period`];
  },
};
