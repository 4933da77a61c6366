import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { HIGH_RESOLUTION_PERIODS_SECONDS } from '../../core/alarm/evaluation-schedule';
import { metricsOf } from './alarm-metrics';
import type { Check } from './check';

const MINUTE = 60;

/** CloudWatch refuses other periods at deployment (API reference, PutMetricAlarm, Period). */
export const metricPeriod: Check<CfnAlarm> = {
  id: 'metricPeriod',
  level: 'error',
  find: (alarm) => [...new Set(metricsOf(alarm).flatMap(({ period }) => period ?? []))]
    .filter((period) => !isValid(period))
    .map((period) => `the alarm looks at periods of ${period} s, but CloudWatch takes 10, 20, 30 or a multiple of 60 s; choose one of them`),
};

function isValid(period: number): boolean {
  return HIGH_RESOLUTION_PERIODS_SECONDS.includes(period) || (period > 0 && period % MINUTE === 0);
}
