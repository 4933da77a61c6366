import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { exactDuration } from '../../core/words/duration';
import { queriesOf } from './alarm-metrics';
import type { Check } from './check';

const HOUR = 3600;

/** Anomaly detection on metric math supports no period over one hour (CloudWatch user guide, "Using CloudWatch anomaly detection"). */
export const anomalyPeriod: Check<CfnAlarm> = {
  id: 'anomalyPeriod',
  level: 'error',
  find: (alarm) => {
    const queries = queriesOf(alarm) ?? [];
    const isOnMath = alarm.thresholdMetricId !== undefined && queries.some(({ id, isExpression }) => isExpression && id !== alarm.thresholdMetricId);
    const longest = Math.max(0, ...queries.flatMap(({ period }) => period ?? []));
    return !isOnMath || longest <= HOUR ? []
      : [`the alarm compares periods of ${exactDuration(longest)} with their past, but CloudWatch detects anomalies of metric math by periods of at most 1 hour; shorten the period`];
  },
};
