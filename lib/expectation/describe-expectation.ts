import { Token } from 'aws-cdk-lib/core';
import { describeDaily, describeSilence, describeSlots } from '../../core/contract/describe';
import { describeSchedule } from '../../core/schedule/describe';
import { parseSchedule } from '../../core/schedule/parse';
import type { ExpectationSpec } from './expectation-spec';

/** An expectation in one phrase, for alarm descriptions and the dashboard. It may hold tokens, which a contract does not. */
export function describeExpectation(spec: ExpectationSpec): string {
  switch (spec.kind) {
    case 'none':
      return `nothing (${spec.reason})`;
    case 'silence':
      return describeSilence(spec.maxSilence!.toHumanString());
    case 'slots':
      return spec.deadlineTime === undefined
        ? describeSlots(scheduleText(spec), spec.options.deadline?.toHumanString())
        : describeDaily(spec.deadlineTime, spec.timeZone!, spec.notBefore);
  }
}

function scheduleText({ expression, timeZone }: ExpectationSpec): string {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return `${expression} ${timeZone}`;
  return describeSchedule(parseSchedule(expression!, { timeZone }));
}
