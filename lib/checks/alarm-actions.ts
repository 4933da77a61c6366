import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Check } from './check';

/** CloudWatch runs five actions per state (CLI reference, put-metric-alarm). */
const MOST_ACTIONS = 5;

/** CloudWatch refuses more actions at deployment. */
export const alarmActions: Check<CfnAlarm> = {
  id: 'alarmActions',
  level: 'error',
  find: (alarm) => (['alarmActions', 'okActions', 'insufficientDataActions'] as const).flatMap((state) => {
    const count = alarm[state]?.length ?? 0;
    return count <= MOST_ACTIONS ? [] : [`the alarm has ${count} ${state}, but CloudWatch takes ${MOST_ACTIONS} for each state; tell several people through one topic`];
  }),
};
