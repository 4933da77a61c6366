import type { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import { alarmsOfRule, MAX_CHILD_ALARMS, parseAlarmRule } from '../../core/alarm';
import type { Check } from './check';

/** CloudWatch refuses more children at deployment. */
export const compositeChildren: Check<CfnCompositeAlarm> = {
  id: 'compositeChildren',
  level: 'error',
  find: (alarm) => {
    const children = countOf(textOf(Stack.of(alarm).resolve(alarm.alarmRule)));
    return children <= MAX_CHILD_ALARMS ? []
      : [`the composite alarm looks at ${children} alarms, but CloudWatch takes ${MAX_CHILD_ALARMS}; make composites of composites`];
  },
};

function countOf(rule: string): number {
  try {
    return alarmsOfRule(parseAlarmRule(rule)).length;
  } catch {
    // A rule that is only known at deployment, or that CloudWatch will refuse for its grammar, cannot be counted.
    return 0;
  }
}

/** The rule as a text, with a name that stands for each reference. */
function textOf(rule: unknown): string {
  if (typeof rule === 'string') return rule;
  const join = (rule as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join === undefined ? JSON.stringify(rule).replace(/[^A-Za-z0-9]+/g, '-') : join[1].map(textOf).join(join[0]);
}
