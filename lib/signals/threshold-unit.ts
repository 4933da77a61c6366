import { Token } from 'aws-cdk-lib/core';
import type { SignalRow } from './signal-row';

/** What a signal's threshold counts. A value that makes no sense in it would make an alarm that always or never speaks. */
export interface ThresholdUnit {
  readonly inWords: string;
  accepts(threshold: number): boolean;
}

export const COUNT: ThresholdUnit = { inWords: 'a count from 1 on', accepts: (count) => count >= 1 };
export const SHARE: ThresholdUnit = { inWords: 'a share of the longest run, above 0 and at most 1', accepts: (share) => share > 0 && share <= 1 };
export const MILLISECONDS: ThresholdUnit = { inWords: 'milliseconds, above 0', accepts: (millis) => millis > 0 };
export const DEVIATIONS: ThresholdUnit = { inWords: 'standard deviations, above 0', accepts: (deviations) => deviations > 0 };

/** The threshold of a row in its metric's unit. @throws when the user's makes no sense; `where` names the construct */
export function thresholdOf(where: string, { id, judged, unit, toMetric, tuning }: SignalRow): number {
  const threshold = tuning?.threshold;
  if (threshold === undefined) return judged.threshold;
  if (unit === undefined) {
    throw new Error(`${where}: signal ${id} has no threshold to tune, since its metric is 1 or 0; set the tolerances of the expectation`);
  }
  if (Token.isUnresolved(threshold)) {
    if (toMetric === undefined) return threshold;
    throw new Error(`${where}: the threshold of signal ${id} must be known at synth, since it is multiplied; pass a number that is no token`);
  }
  if (!unit.accepts(threshold)) throw new Error(`${where}: the threshold of signal ${id} must be ${unit.inWords}, got ${threshold}`);
  return toMetric === undefined ? threshold : toMetric(threshold);
}
