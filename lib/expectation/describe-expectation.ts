import { Token } from 'aws-cdk-lib/core';
import { describeSchedule, parseSchedule } from '../../core';
import type { ExpectationSpec } from './expectation-spec';

/** An expectation in one phrase, for alarm descriptions, the dashboard and the summary. */
export function describeExpectation(spec: ExpectationSpec): string {
  switch (spec.kind) {
    case 'none':
      return `nothing (${spec.reason})`;
    case 'silence':
      return `a success at least every ${spec.maxSilence!.toHumanString()}`;
    case 'slots': {
      const { deadlineTime, options } = spec;
      const by = deadlineTime !== undefined ? `, done by ${deadlineTime}`
        : options.deadline !== undefined ? `, done within ${options.deadline.toHumanString()}` : '';
      return `${describeSlots(spec)}${by}`;
    }
  }
}

function describeSlots({ expression, timeZone }: ExpectationSpec): string {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return `${expression} ${timeZone}`;
  return describeSchedule(parseSchedule(expression!, { timeZone }));
}
