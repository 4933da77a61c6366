import { SECOND } from '../../../time';
import { finiteSample, type Sample } from '../value';
import { type FunctionTable, perSeries } from './call';

/** Computes something from a point and the point before it, however long ago that was. */
type Change = (current: { value: number; seconds: number }, previous: { value: number; seconds: number }) => number;

/** The first point has no point before it and gives none. */
function fromPrevious(change: Change): FunctionTable[string] {
  return perSeries((samples, { instants }) => {
    let previous: { value: number; seconds: number } | undefined;
    return samples.map((value, index): Sample => {
      if (value === undefined) return undefined;
      const current = { value, seconds: (instants[index] as number) / SECOND };
      const result = previous === undefined ? undefined : finiteSample(change(current, previous));
      previous = current;
      return result;
    });
  });
}

/**
 * DIFF, DIFF_TIME, RATE and RUNNING_SUM. Documented as the difference to the *preceding value*, so gaps are stepped
 * over; there are results only where there are points.
 */
export const CHANGE_FUNCTIONS: FunctionTable = {
  DIFF: fromPrevious((current, previous) => current.value - previous.value),
  DIFF_TIME: fromPrevious((current, previous) => current.seconds - previous.seconds),
  RATE: fromPrevious((current, previous) => (current.value - previous.value) / (current.seconds - previous.seconds)),
  RUNNING_SUM: perSeries((samples) => {
    let total = 0;
    return samples.map((sample) => (sample === undefined ? undefined : (total += sample)));
  }),
};
