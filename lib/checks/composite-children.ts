import type { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import type { Check } from './check';

/** A composite alarm looks at 100 others (user guide, "Combining alarms"). */
const MOST_CHILDREN = 100;
const STATE_FUNCTION = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(/g;

/** CloudWatch refuses more children at deployment. */
export const compositeChildren: Check<CfnCompositeAlarm> = {
  id: 'compositeChildren',
  level: 'error',
  find: (alarm) => {
    const rule = JSON.stringify(Stack.of(alarm).resolve(alarm.alarmRule));
    const children = rule.match(STATE_FUNCTION)?.length ?? 0;
    return children <= MOST_CHILDREN ? [] : [`the composite alarm looks at ${children} alarms, but CloudWatch takes ${MOST_CHILDREN}; make composites of composites`];
  },
};
