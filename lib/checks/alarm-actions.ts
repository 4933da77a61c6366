import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import type { Check } from './check';

/** CloudWatch runs five actions per state (CLI reference, put-metric-alarm). */
const MOST_ACTIONS = 5;

/** CloudWatch refuses more actions at deployment. */
export const alarmActions: Check<CfnAlarm> = {
  id: 'alarmActions',
  level: 'error',
  find: (alarm) => (['alarmActions', 'okActions', 'insufficientDataActions'] as const).flatMap((state) => {
    const count = actionsOf(alarm, state).length;
    return count <= MOST_ACTIONS ? [] : [`the alarm has ${count} ${state}, but CloudWatch takes ${MOST_ACTIONS} for each state; tell several people through one topic`];
  }),
};

/** The actions of an alarm, which a construct may collect until the template is made. */
export function actionsOf(alarm: CfnAlarm, state: 'alarmActions' | 'okActions' | 'insufficientDataActions'): unknown[] {
  const actions: unknown = Stack.of(alarm).resolve(alarm[state]);
  return Array.isArray(actions) ? actions : [];
}
