import { Json, refuseUnless, Service } from '../wire';

/** One value that was published. */
export interface Published {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric in a query. */
export interface AskedMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** What CloudWatch knows and receives. */
export interface CloudWatchState {
  /** The points of a metric, oldest first. */
  readonly points: (metric: AskedMetric, from: number, to: number) => readonly Point[];
  /** States of alarms by name. */
  readonly alarms: ReadonlyMap<string, { readonly state: string; readonly since: number }>;
  readonly published: Published[];
  /** How much was asked for: metrics, and the points that there could be of them. */
  readonly asked: { metrics: number; possiblePoints: number; points: number };
}

/** API reference, "GetMetricData" and "PutMetricData". */
const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;
const MAX_DATA = 1000;
const MAX_NAMES = 100;

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly Namespace: string; readonly MetricName: string; readonly Dimensions: readonly NameAndValue[] }; readonly Period: number; readonly Stat: string };
}

interface NameAndValue {
  readonly Name: string;
  readonly Value: string;
}

interface Datum {
  readonly MetricName: string;
  readonly Value: number;
  readonly Dimensions: readonly NameAndValue[];
}

export function cloudWatch(state: CloudWatchState): Service {
  return {
    GetMetricData: (input) => getMetricData(state, input),
    PutMetricData: ({ MetricData: data }) => {
      const list = data as Datum[];
      refuseUnless(list.length <= MAX_DATA, `MetricData must have ${MAX_DATA} members at most`);
      state.published.push(...list.map(({ MetricName: metric, Value: value, Dimensions }) => ({ metric, value, dimensions: byName(Dimensions) })));
      return undefined;
    },
    DescribeAlarms: ({ AlarmNames: names }) => {
      refuseUnless(Array.isArray(names) && names.length <= MAX_NAMES, `AlarmNames must have ${MAX_NAMES} members at most`);
      const found = (names as string[]).flatMap((name) => {
        const alarm = state.alarms.get(name);
        return alarm === undefined ? [] : [{ AlarmName: name, StateValue: alarm.state, StateTransitionedTimestamp: alarm.since / 1000 }];
      });
      return { MetricAlarms: found, CompositeAlarms: [] };
    },
  };
}

/** A page ends where it has all the points that it may have; the next one goes on from there. */
function getMetricData({ points, asked }: CloudWatchState, { MetricDataQueries, StartTime, EndTime, NextToken: token = '0 0' }: Json): Json {
  const queries = MetricDataQueries as Query[];
  refuseUnless(queries.length <= MAX_QUERIES, `MetricDataQueries must have ${MAX_QUERIES} members at most`);
  const [from, to] = [Number(StartTime) * 1000, Number(EndTime) * 1000];
  let [query, point] = String(token).split(' ').map(Number) as [number, number];
  if (token === '0 0') {
    asked.metrics += queries.length;
    asked.possiblePoints += queries.reduce((sum, { MetricStat: { Period: period } }) => sum + (to - from) / 1000 / period, 0);
  }
  const results: Json[] = [];
  let left = MAX_POINTS;
  for (; query < queries.length && left > 0; query += 1, point = 0) {
    const { Id, MetricStat: { Metric, Stat: statistic } } = queries[query]!;
    const metric = { namespace: Metric.Namespace, metric: Metric.MetricName, dimensions: byName(Metric.Dimensions), statistic };
    const all = points(metric, from, to);
    const some = all.slice(point, point + left);
    left -= some.length;
    asked.points += some.length;
    const isWhole = point + some.length >= all.length;
    results.push({ Id, Label: metric.metric, StatusCode: isWhole ? 'Complete' : 'PartialData', Timestamps: some.map(({ at }) => at / 1000), Values: some.map(({ value }) => value) });
    if (!isWhole) {
      point += some.length;
      break;
    }
  }
  return { MetricDataResults: results, Messages: [], ...(query < queries.length ? { NextToken: `${query} ${point}` } : {}) };
}

function byName(dimensions: readonly NameAndValue[]): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}
