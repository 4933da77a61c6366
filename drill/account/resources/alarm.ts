import {
  defaultTreatMissingData, type EvaluationTiming, isBandOperator, parseComparisonOperator,
} from '../../../core/alarm-configuration';
import { evaluationWindow } from '../../../core/evaluation-window';
import { MAX_WARM_UP_MINUTES } from '../../cloudwatch/warm-up';
import { arnOf } from '../intrinsics/environment';
import type { Identity } from '../intrinsics/identity';
import type { AlarmModel } from '../model';
import { readActions } from './alarm-actions';
import { readWatched } from './alarm-metrics';
import { MalformedProperty, type Properties } from './properties';
import type { ResourceKind } from './resource-kind';

const HOUR_SECONDS = 3_600;

/** Longest Period × EvaluationPeriods. [SDK PutMetricAlarm.EvaluationPeriods] */
const LONGEST_WINDOW_SECONDS = { ofShortPeriods: 86_400, ofLongPeriods: 604_800 } as const;

/** How metric and composite alarms are named. */
export const ALARM_IDENTITY: Identity = {
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
  // One period shows whether the period and the time zone are right, however many there are.
  evaluationWindow(0, { ...window, evaluationPeriods: 1 });
  const longest = periodSeconds < HOUR_SECONDS ? LONGEST_WINDOW_SECONDS.ofShortPeriods : LONGEST_WINDOW_SECONDS.ofLongPeriods;
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
