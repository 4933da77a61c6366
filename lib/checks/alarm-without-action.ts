import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { actionsOf } from './alarm-actions';
import type { Check } from './check';

/** An alarm that tells nobody is a blind spot with a name. */
export const alarmWithoutAction: Check<CfnAlarm> = {
  id: 'alarmWithoutAction',
  level: 'error',
  find: (alarm) => (actionsOf(alarm, 'alarmActions').length === 0 || alarm.actionsEnabled === false
    ? ['the alarm has no action, so it tells nobody; add one with addAlarmAction, or switch the signal off'] : []),
};
