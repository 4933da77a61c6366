import {
  defaultTreatMissingData, type EvaluationTiming, isBandOperator, MAX_WARM_UP_MINUTES, parseComparisonOperator,
} from '../../core/alarm-configuration';
import { unique } from '../../core/collections';
import { parseAlarmRule } from '../../core/composite-alarm';
import { evaluationWindow } from '../../core/evaluation-window';
import { evaluateMetricQueries, type MetricQuery } from '../../core/metric-math/queries';
import { parseMuteRule } from '../../core/mute-rule';
import { SECONDS_PER } from '../../core/time';
import { arnOf, type Identity } from '../intrinsics/environment';
import type { AlarmMetricEntry, AlarmModel, MetricIdentity } from '../model';
import { MalformedProperty, type Properties } from './properties';
import type { ResourceKind, TemplateResource } from './resource-kind';

/** The actions of a metric or composite alarm. */
function readActions(properties: Properties): Pick<AlarmModel, 'actionsEnabled' | 'actions'> {
  const arns = (name: string): string[] => properties.optional(name, (at) => properties.textList(at)) ?? [];
  return {
    actionsEnabled: properties.optional('ActionsEnabled', (at) => properties.flag(at)) ?? true,
    actions: { alarm: arns('AlarmActions'), ok: arns('OKActions'), insufficientData: arns('InsufficientDataActions') },
  };
}

/** The id of the one entry of an alarm on a plain metric. */
const PLAIN_METRIC_ID = 'm';

/** What an alarm looks at. */
type Watched = Pick<AlarmModel, 'entries' | 'periodSeconds' | 'thresholdMetricId'>;

/** Reads the metric of a plain alarm, or the entries of an alarm on metric math or an anomaly band. */
function readWatched(resource: TemplateResource): Watched {
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
  if (foreign.length > 0) note(`its metrics of the account ${unique(foreign).join(', ')} have no data here`);

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

/** The period that all metrics of an alarm have. [SDK PutMetricAlarm.Metrics] */
function periodOf(entries: readonly AlarmMetricEntry[], queries: readonly Properties[]): number {
  const ofMetrics = entries.flatMap(({ metric }) => metric?.periodSeconds ?? []);
  const periods = ofMetrics.length > 0 ? ofMetrics : queries.flatMap((query) => query.optional('Period', (at) => query.integer(at, 1)) ?? []);
  const [period, ...others] = new Set(periods);
  if (period === undefined || others.length > 0) throw new MalformedProperty('Metrics', `must have one period, has ${new Set(periods).size}`);
  return period;
}

/** Evaluates the expressions once without data, so that an unsupported one fails here and not in the middle of a drill. */
function checkMath(entries: readonly AlarmMetricEntry[], periodSeconds: number): void {
  const insights = entries.find(({ expression }) => /^\s*SELECT\b/i.test(expression ?? ''));
  if (insights !== undefined) throw new MalformedProperty('Metrics', `has the Metrics Insights query ${insights.id}, which a drill cannot play`);
  const queries = entries.map(({ id, expression }): MetricQuery => (expression === undefined ? { id, samples: [undefined] } : { id, expression }));
  evaluateMetricQueries(queries, { instants: [0], periodSeconds, anomalyBand: () => [undefined] });
}

function noteUnit(metric: Properties, note: TemplateResource['note']): void {
  if (metric.has('Unit')) note(`AWS counts only data in the unit ${metric.text('Unit')}; a drill counts all data`);
}


/** Longest Period × EvaluationPeriods. [SDK PutMetricAlarm.EvaluationPeriods] */
const LONGEST_WINDOW_SECONDS = { ofShortPeriods: SECONDS_PER.day, ofLongPeriods: 7 * SECONDS_PER.day } as const;

/** How metric and composite alarms are named. */
const ALARM_IDENTITY: Identity = {
  nameProperty: 'AlarmName',
  arn: ({ environment, name }) => arnOf(environment, 'cloudwatch', `alarm:${name}`),
};

/** AWS::CloudWatch::Alarm on a metric, on metric math or on an anomaly band. */
export const ALARM: ResourceKind = {
  identity: ALARM_IDENTITY,
  read: (resource, draft) => {
    const { origin, name, arn, properties } = resource;
    if (properties.has('EvaluationCriteria')) throw new MalformedProperty('EvaluationCriteria', 'is a PromQL query, which a drill cannot play');
    const watched = readWatched(resource);
    const evaluationPeriods = properties.integer('EvaluationPeriods', 1);
    const window = properties.optional('EvaluationWindow', (at) => properties.object(at));
    const wallClock = window?.optional('WallClockWindow', (at) => readWallClock(window.object(at)));
    checkWindow({ periodSeconds: watched.periodSeconds, evaluationPeriods, wallClock });
    draft.alarms.push({
      ...origin, name, arn, ...watched,
      description: properties.optional('AlarmDescription', (at) => properties.text(at)),
      evaluationPeriods,
      datapointsToAlarm: properties.optional('DatapointsToAlarm', (at) => properties.integer(at, 1, evaluationPeriods)) ?? evaluationPeriods,
      ...readComparison(properties, watched.thresholdMetricId),
      treatMissingData: properties.optional('TreatMissingData', (at) => properties.oneOf(at, ['missing', 'ignore', 'breaching', 'notBreaching']))
        ?? defaultTreatMissingData(watched.entries[0]?.metric?.namespace),
      evaluateLowSampleCount: properties.optional('EvaluateLowSampleCountPercentile', (at) => properties.oneOf(at, ['evaluate', 'ignore'])),
      wallClock,
      warmUp: properties.optional('WarmUpConfiguration', (at) => readWarmUp(properties.object(at))),
      ...readActions(properties),
    });
  },
};

/** Refuses a window that PutMetricAlarm would refuse, so that a drill can evaluate every alarm that is read. */
function checkWindow(window: EvaluationTiming): void {
  const { periodSeconds, evaluationPeriods } = window;
  // One period shows whether the period and the time zone are right, however many periods there are.
  evaluationWindow(0, { ...window, evaluationPeriods: 1 });
  const longest = periodSeconds < SECONDS_PER.hour ? LONGEST_WINDOW_SECONDS.ofShortPeriods : LONGEST_WINDOW_SECONDS.ofLongPeriods;
  if (periodSeconds * evaluationPeriods > longest) {
    throw new MalformedProperty('EvaluationPeriods', `times Period must be at most ${longest} seconds, got ${periodSeconds * evaluationPeriods}`);
  }
}

function readComparison(properties: Properties, thresholdMetricId: string | undefined): Pick<AlarmModel, 'comparisonOperator' | 'threshold'> {
  const comparisonOperator = parseComparisonOperator(properties.text('ComparisonOperator'));
  if (!isBandOperator(comparisonOperator)) return { comparisonOperator, threshold: properties.number('Threshold') };
  if (thresholdMetricId === undefined) throw new MalformedProperty('ThresholdMetricId', `is missing, which ${comparisonOperator} needs`);
  return { comparisonOperator };
}

function readWallClock(window: Properties): NonNullable<AlarmModel['wallClock']> {
  return { timeZone: window.optional('Timezone', (at) => window.text(at)) ?? 'UTC' };
}

function readWarmUp(warmUp: Properties): NonNullable<AlarmModel['warmUp']> {
  return {
    minutes: warmUp.integer('WarmUpPeriodDurationInMinutes', 1, MAX_WARM_UP_MINUTES),
    onlyAfter: warmUp.optional('OnlyStartEvaluatingAfterWarmUpPeriodEnds', (at) => warmUp.flag(at)) ?? false,
  };
}

/** AWS::CloudWatch::CompositeAlarm */
export const COMPOSITE_ALARM: ResourceKind = {
  identity: ALARM_IDENTITY,
  read: ({ origin, name, arn, properties }, draft) => {
    const rule = properties.text('AlarmRule');
    parseAlarmRule(rule);
    draft.compositeAlarms.push({
      ...origin, name, arn, rule,
      suppressor: properties.optional('ActionsSuppressor', (at) => ({
        alarm: properties.text(at),
        waitSeconds: properties.integer('ActionsSuppressorWaitPeriod', 0),
        extensionSeconds: properties.integer('ActionsSuppressorExtensionPeriod', 0),
      })),
      ...readActions(properties),
    });
  },
};

/** AWS::CloudWatch::AlarmMuteRule */
export const MUTE_RULE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    // The L1 of aws-cdk-lib calls the value of Ref an ARN.
    ref: ({ environment, name }) => arnOf(environment, 'cloudwatch', `alarm-mute-rule:${name}`),
    arn: ({ environment, name }) => arnOf(environment, 'cloudwatch', `alarm-mute-rule:${name}`),
  },
  read: ({ origin, name, properties }, draft) => {
    const schedule = properties.object('Rule').object('Schedule');
    const expression = schedule.text('Expression');
    const timeZone = schedule.optional('Timezone', (at) => schedule.text(at)) ?? 'UTC';
    const { durationSeconds, startDate, expireDate } = parseMuteRule({
      expression, timeZone,
      duration: schedule.text('Duration'),
      startDate: properties.optional('StartDate', (at) => properties.text(at)),
      expireDate: properties.optional('ExpireDate', (at) => properties.text(at)),
    });
    const targets = properties.optional('MuteTargets', (at) => properties.object(at));
    draft.muteRules.push({
      ...origin, name, expression, durationSeconds, timeZone,
      start: Number.isFinite(startDate) ? startDate : undefined,
      end: Number.isFinite(expireDate) ? expireDate : undefined,
      alarmNames: targets?.optional('AlarmNames', (at) => targets.textList(at)) ?? [],
    });
  },
};
