import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { metricsOf } from './alarm-metrics';
import type { Check } from './check';

const MINUTE = 60;

/**
 * The metrics that this library watches come once a minute at most. An alarm on them by a shorter period has no data
 * most of the time and costs thrice (API reference, PutMetricAlarm, Period).
 */
export const standardMetricPeriod: Check<CfnAlarm> = {
  id: 'standardMetricPeriod',
  level: 'error',
  find: (alarm) => metricsOf(alarm)
    .filter(({ period }) => period !== undefined && period < MINUTE)
    .slice(0, 1)
    .map(({ namespace, period }) => `the alarm looks at ${namespace} by periods of ${period} s, but its metrics come by the minute; use a period of at least 60 s`),
};
