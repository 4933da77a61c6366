import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import { MetricMathError } from '../../core/alarm/metric-math/error';
import { idsOf, MetricMathExpression } from '../../core/alarm/metric-math/expression';
import { parseMetricMath } from '../../core/alarm/metric-math/parser';
import { MAX_ALARM_METRICS } from '../../core/alarm/metric-math/queries';
import { AlarmQuery, queriesOf } from './alarm-metrics';
import type { Check } from './check';

const ID = /^[a-z][A-Za-z0-9_]*$/;
/** A Metrics Insights query is no metric math. */
const INSIGHTS = /^\s*SELECT\b/i;
/** An alarm cannot watch what a search finds (CloudWatch user guide, "Using search expressions in graphs"). */
const SEARCH = /\bSEARCH\s*\(/;

/** CloudWatch refuses a list of metrics that gives no one series to watch (API reference, PutMetricAlarm, Metrics). */
export const metricList: Check<CfnAlarm> = {
  id: 'metricList',
  level: 'error',
  find: (alarm) => {
    const queries = queriesOf(alarm);
    if (queries === undefined) return [];
    const expressions = readExpressions(queries);
    return [
      ...kinds(queries), ...counts(queries), ...ids(queries), ...returned(alarm, queries),
      ...expressions.unreadable, ...searches(queries), ...unknownIds(queries, expressions.read), ...circles(expressions.read),
    ];
  },
};

type Expressions = ReadonlyMap<string, MetricMathExpression>;

/** The expressions by id, as far as they are known. */
function readExpressions(queries: readonly AlarmQuery[]): { readonly read: Expressions; readonly unreadable: string[] } {
  const read = new Map<string, MetricMathExpression>();
  const unreadable: string[] = [];
  for (const { id, expression } of queries) {
    if (id === undefined || expression === undefined || INSIGHTS.test(expression)) continue;
    try {
      read.set(id, parseMetricMath(expression));
    } catch (error) {
      if (!(error instanceof MetricMathError)) throw error;
      unreadable.push(`the expression "${id}" cannot be read: ${withoutStop(error.message)}; correct it`);
    }
  }
  return { read, unreadable };
}

function kinds(queries: readonly AlarmQuery[]): string[] {
  return queries.filter(({ isMetric, isExpression }) => isMetric === isExpression)
    .map(({ id, isMetric }) => `the entry "${id}" of its metrics has ${isMetric ? 'both a metric and an expression' : 'neither a metric nor an expression'}; give it one of them`);
}

function counts(queries: readonly AlarmQuery[]): string[] {
  return ([['metrics', 'isMetric'], ['expressions', 'isExpression']] as const)
    .map(([what, is]) => ({ what, count: queries.filter((query) => query[is]).length }))
    .filter(({ count }) => count > MAX_ALARM_METRICS)
    .map(({ what, count }) => `the alarm has ${count} ${what}, but CloudWatch takes ${MAX_ALARM_METRICS} in one alarm; split it into several alarms`);
}

function ids(queries: readonly AlarmQuery[]): string[] {
  const all = queries.flatMap(({ id }) => id ?? []);
  return [...new Set(all)].flatMap((id) => [
    ...(ID.test(id) ? [] : [`"${id}" cannot be the id of a metric; begin it with a lower-case letter and use letters, digits and underscores only`]),
    ...(all.indexOf(id) === all.lastIndexOf(id) ? [] : [`the id "${id}" stands for two metrics; give each its own`]),
  ]);
}

/** One entry returns data; that of an anomaly band does besides. */
function returned(alarm: CfnAlarm, queries: readonly AlarmQuery[]): string[] {
  const band: unknown = Stack.of(alarm).resolve(alarm.thresholdMetricId);
  const watched = queries.filter(({ id }) => band === undefined || id !== band);
  if (queries.length === 0 || watched.some(({ returnData }) => returnData === undefined) || (band !== undefined && typeof band !== 'string')) return [];
  const names = watched.filter(({ returnData }) => returnData).map(({ id }) => `"${id ?? '?'}"`);
  return [
    ...(band === undefined || queries.some(({ id }) => id === band) ? [] : [`its thresholdMetricId "${band}" is the id of none of its metrics; name the one with ANOMALY_DETECTION_BAND`]),
    ...(names.length === 1 ? [] : [`${names.length === 0 ? 'none' : names.join(' and ')} of its metrics ${names.length > 1 ? 'return' : 'returns'} data, but an alarm watches exactly one; `
      + 'set returnData to true for that one and to false for all others']),
  ];
}

function searches(queries: readonly AlarmQuery[]): string[] {
  return queries.filter(({ expression }) => SEARCH.test(expression ?? ''))
    .map(({ id }) => `the expression "${id}" is a search, which CloudWatch takes in graphs only; name the metrics`);
}

function unknownIds(queries: readonly AlarmQuery[], expressions: Expressions): string[] {
  if (queries.some(({ id }) => id === undefined)) return [];
  const known = queries.map(({ id }) => id);
  return [...expressions].flatMap(([id, expression]) => idsOf(expression).filter((used) => !known.includes(used))
    .map((used) => `the expression "${id}" uses "${used}", which is the id of none of its metrics (${known.join(', ')}); add it, or correct the id`));
}

/** Each circle once, from the first of its expressions in the list. */
function circles(expressions: Expressions): string[] {
  const done = new Set<string>();
  const from = (id: string, path: readonly string[]): string[] => {
    if (path.includes(id)) return [`the expressions ${[...path.slice(path.indexOf(id)), id].join(' -> ')} use each other in a circle; let one of them use metrics only`];
    const expression = expressions.get(id);
    if (expression === undefined || done.has(id)) return [];
    const found = idsOf(expression).flatMap((used) => from(used, [...path, id]));
    done.add(id);
    return found;
  };
  return [...expressions.keys()].flatMap((id) => from(id, []));
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
