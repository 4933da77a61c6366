import { DAY, Instant } from '../../../core/time';
import type { Series } from '../metrics/series';

/** What decides how far an alarm's evaluations look back and how often they come, in milliseconds. */
export interface Lookback {
  /** Length of the evaluation range. */
  readonly range: number;
  /** From one evaluation to the next. */
  readonly step: number;
}

/**
 * The length of the cycle in which an alarm's data repeat, when all that it can see is streams that have filled its range
 * for a whole cycle already; undefined when something else is or will be in sight.
 *
 * In such a state the content of the range, seen from each evaluation, is the same as one cycle before. If then no
 * evaluation of one whole cycle changed the alarm's state, none of the next cycle can, nor any after it, until a point
 * arrives or a stream ends.
 */
export function cycleOf(series: readonly Series[], { range, step }: Lookback, now: Instant): number | undefined {
  let cycle = step;
  const streams = series.flatMap((one) => one.streams.filter((stream) => stream.last >= now - range - step - DAY));
  for (const { interval } of streams) cycle = leastCommonMultiple(cycle, interval);
  if (cycle > DAY) return undefined;
  const filled = now - range - step - cycle;
  if (streams.some((stream) => !stream.isOpen || stream.first > filled)) return undefined;
  const singles = series.some((one) => one.singlesFrom(filled).next().done !== true);
  return singles ? undefined : cycle;
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}
