import { Token } from 'aws-cdk-lib/core';
import { describeSchedule, parseSchedule } from '../../core';
import type { ExpectationSpec } from './expectation-spec';

/** An expectation in one phrase, for alarm descriptions and the dashboard. */
export function describeExpectation(spec: ExpectationSpec): string {
  switch (spec.kind) {
    case 'none':
      return `nothing (${spec.reason})`;
    case 'silence':
      return `a success at least every ${spec.maxSilence!.toHumanString()}`;
    case 'slots': {
      const { deadline } = spec.options;
      if (spec.deadlineTime !== undefined) return describeDaily(spec);
      return `${describeSlots(spec)}${deadline === undefined ? '' : `, done within ${deadline.toHumanString()}`}`;
    }
  }
}

function describeDaily({ deadlineTime, notBefore, timeZone }: ExpectationSpec): string {
  const counted = notBefore === undefined ? '' : `, counted from ${notBefore}`;
  return `every day, done by ${deadlineTime} ${timeZone}${counted}`;
}

function describeSlots({ expression, timeZone }: ExpectationSpec): string {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return `${expression} ${timeZone}`;
  return describeSchedule(parseSchedule(expression!, { timeZone }));
}
