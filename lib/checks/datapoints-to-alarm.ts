import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Token } from 'aws-cdk-lib/core';
import type { Check } from './check';

/** M of N with M > N can never alarm. */
export const datapointsToAlarm: Check<CfnAlarm> = {
  id: 'datapointsToAlarm',
  level: 'error',
  find: ({ datapointsToAlarm: m, evaluationPeriods: n }) => {
    if (m === undefined || n === undefined || Token.isUnresolved(m) || Token.isUnresolved(n)) return [];
    return m >= 1 && m <= n ? [] : [`datapointsToAlarm is ${m} of ${n} evaluationPeriods; it must be between 1 and ${n}`];
  },
};
