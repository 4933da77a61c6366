import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Token } from 'aws-cdk-lib/core';
import { exactDuration } from '../../core/words/duration';
import { metricsOf } from './alarm-metrics';
import type { Check } from './check';

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * An alarm looks back at most 7 days, at most 1 day by periods below an hour (API reference, PutMetricAlarm,
 * EvaluationPeriods). CDK does not check it; the deployment would fail.
 */
export const evaluationWindow: Check<CfnAlarm> = {
  id: 'evaluationWindow',
  level: 'error',
  find: (alarm) => {
    const period = periodOf(alarm);
    const { evaluationPeriods } = alarm;
    if (period === undefined || evaluationPeriods === undefined || Token.isUnresolved(evaluationPeriods)) return [];
    const [most, inWords] = period >= HOUR ? [7 * DAY, '7 days'] : [DAY, '1 day for periods below an hour'];
    const window = period * evaluationPeriods;
    return window <= most ? []
      : [`the alarm looks back ${evaluationPeriods} periods of ${exactDuration(period)}, together ${exactDuration(window)}, but CloudWatch allows ${inWords}; lower evaluationPeriods, the period or the run's maxDuration`];
  },
};

function periodOf(alarm: CfnAlarm): number | undefined {
  const periods = metricsOf(alarm).flatMap(({ period }) => (period === undefined ? [] : [period]));
  return periods.length === 0 ? undefined : Math.max(...periods);
}
