import { type Instant, SECOND } from '../../../time';
import { describeValue, seriesOf } from '../value';
import { argumentError, type FunctionTable, onlyValue, samplesOf } from './call';

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  // Monday is 1, Sunday is 7.
  DAY: (date) => date.getUTCDay() || 7,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
  EPOCH: (date) => date.getTime() / SECOND,
};

/** MINUTE, HOUR, DAY, DATE, MONTH, YEAR and EPOCH in UTC, and TIME_SERIES: a point in every period, whatever the argument lacks. */
export const TIME_FUNCTIONS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(PARTS).map(([name, part]) => [
      name,
      (call) => {
        samplesOf(call, onlyValue(call));
        return seriesOf(call.input.instants.map((instant: Instant) => part(new Date(instant))));
      },
    ] satisfies [string, FunctionTable[string]]),
  ),
  TIME_SERIES: (call) => {
    const value = onlyValue(call);
    if (value.kind !== 'scalar') throw argumentError(call, `takes a single number, got ${describeValue(value)}`);
    return seriesOf(call.input.instants.map(() => value.value));
  },
};
