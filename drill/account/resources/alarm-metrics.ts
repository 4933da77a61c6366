import { evaluateMetricQueries, type MetricQuery } from '../../../core/metric-math/queries';
import type { AlarmMetricEntry, AlarmModel, MetricIdentity } from '../model';
import { MalformedProperty, type Properties } from './properties';
import type { TemplateResource } from './resource-kind';

/** The id of the one entry of an alarm on a plain metric. */
export const PLAIN_METRIC_ID = 'm';

/** What an alarm looks at. */
type Watched = Pick<AlarmModel, 'entries' | 'periodSeconds' | 'thresholdMetricId'>;

/** Reads the metric of a plain alarm, or the entries of one on metric math or an anomaly band. */
export function readWatched(resource: TemplateResource): Watched {
  const { properties } = resource;
  return properties.has('Metrics') ? readEntries(resource) : readPlainMetric(resource);
}

function readPlainMetric({ properties, note }: TemplateResource): Watched {
  const statistic = properties.has('ExtendedStatistic') ? properties.text('ExtendedStatistic') : properties.text('Statistic');
  const periodSeconds = properties.integer('Period', 1);
  noteUnit(properties, note);
  return {
    entries: [{ id: PLAIN_METRIC_ID, returnData: true, metric: { ...readIdentity(properties), statistic, periodSeconds } }],
    periodSeconds,
  };
}

function readEntries({ properties, environment, note }: TemplateResource): Watched {
  const queries = properties.objects('Metrics');
  const entries = queries.map((query) => readEntry(query, note));
  const foreign = queries.map((query) => query.optional('AccountId', (at) => query.text(at)))
    .filter((account) => account !== undefined && account !== environment.accountId);
  if (foreign.length > 0) note(`its metrics of the account ${[...new Set(foreign)].join(', ')} have no data here`);

  const thresholdMetricId = properties.optional('ThresholdMetricId', (at) => properties.text(at));
  const watched = entries.filter(({ id, returnData }) => returnData && id !== thresholdMetricId);
  if (watched.length !== 1) throw new MalformedProperty('Metrics', `must have one entry that returns data, has ${watched.length}`);
  if (thresholdMetricId !== undefined && !entries.some(({ id }) => id === thresholdMetricId)) {
    throw new MalformedProperty('ThresholdMetricId', `must be the id of an entry, got "${thresholdMetricId}"`);
  }
  const periodSeconds = periodOf(entries, queries);
  checkMath(entries, periodSeconds);
  return { entries, periodSeconds, thresholdMetricId };
}

function readEntry(query: Properties, note: TemplateResource['note']): AlarmMetricEntry {
  const id = query.text('Id');
  const returnData = query.optional('ReturnData', (at) => query.flag(at)) ?? true;
  if (query.has('Expression')) return { id, returnData, expression: query.text('Expression') };
  const stat = query.object('MetricStat');
  noteUnit(stat, note);
  const identity = readIdentity(stat.object('Metric'));
  return { id, returnData, metric: { ...identity, statistic: stat.text('Stat'), periodSeconds: stat.integer('Period', 1) } };
}

function readIdentity(metric: Properties): MetricIdentity {
  const dimensions = metric.optional('Dimensions', (at) => metric.objects(at)) ?? [];
  return {
    namespace: metric.text('Namespace'),
    metricName: metric.text('MetricName'),
    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension.text('Name'), dimension.text('Value')])),
  };
}

/** The period that all metrics of an alarm share. [SDK PutMetricAlarm.Metrics] */
function periodOf(entries: readonly AlarmMetricEntry[], queries: readonly Properties[]): number {
  const ofMetrics = entries.flatMap(({ metric }) => metric?.periodSeconds ?? []);
  const periods = ofMetrics.length > 0 ? ofMetrics : queries.flatMap((query) => query.optional('Period', (at) => query.integer(at, 1)) ?? []);
  const [period, ...others] = new Set(periods);
  if (period === undefined || others.length > 0) throw new MalformedProperty('Metrics', `must have one period, has ${new Set(periods).size}`);
  return period;
}

/** Plays the expressions once without data: whatever core cannot evaluate shows now and not in the middle of a drill. */
function checkMath(entries: readonly AlarmMetricEntry[], periodSeconds: number): void {
  const insights = entries.find(({ expression }) => /^\s*SELECT\b/i.test(expression ?? ''));
  if (insights !== undefined) throw new MalformedProperty('Metrics', `has the Metrics Insights query ${insights.id}, which a drill cannot play`);
  const queries = entries.map(({ id, expression }): MetricQuery => (expression === undefined ? { id, samples: [undefined] } : { id, expression }));
  evaluateMetricQueries(queries, { instants: [0], periodSeconds, anomalyBand: () => [undefined] });
}

function noteUnit(metric: Properties, note: TemplateResource['note']): void {
  if (metric.has('Unit')) note(`only data in the unit ${metric.text('Unit')} count in AWS; a drill counts all`);
}
