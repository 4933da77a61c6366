import { Duration, Token } from 'aws-cdk-lib/core';
import type { FailedSignalOptions, NearTimeoutSignalOptions, SlowerThanUsualSignalOptions, StreamLagSignalOptions } from './signal-options';

/**
 * The option by which a user moves a signal's threshold. A value that makes no sense would make an alarm that is always
 * or never raised, so it is refused at synth.
 */
export interface ThresholdOption {
  readonly name: string;
  /** What the user passed. */
  readonly value: number | Duration | undefined;
  /** What it must be, and what to write instead. */
  readonly must: string;
  readonly remedy: string;
  readonly accepts: (value: number) => boolean;
  /** The value in the unit of the signal's metric. */
  readonly toMetric: (value: number) => number;
  /** Whether the threshold may be a token: CloudFormation then fills it in. An expression or a product cannot hold one. */
  readonly takesTokens: boolean;
}

const unchanged = (value: number): number => value;

/** A threshold that counts failures. */
export function minFailures(options: FailedSignalOptions | undefined): ThresholdOption {
  return {
    name: 'minFailures', value: options?.minFailures, must: 'a whole number of at least 1', remedy: 'pass 1 to be notified of the first failure',
    accepts: (count) => Number.isInteger(count) && count >= 1, toMetric: unchanged, takesTokens: true,
  };
}

/** A threshold that is a fraction of the longest time that a run may take. */
export function fractionOfTimeout(options: NearTimeoutSignalOptions | undefined, longestMillis: number): ThresholdOption {
  return {
    name: 'fractionOfTimeout', value: options?.fractionOfTimeout, must: 'a fraction above 0 and at most 1', remedy: 'pass 0.8 for 80 %',
    accepts: (fraction) => fraction > 0 && fraction <= 1, toMetric: (fraction) => longestMillis * fraction, takesTokens: false,
  };
}

/** A threshold that is the width of an anomaly band. */
export function standardDeviations(options: SlowerThanUsualSignalOptions | undefined): ThresholdOption {
  return {
    name: 'standardDeviations', value: options?.standardDeviations, must: 'a number from 0.01 to 100', remedy: 'pass 3 for the usual band',
    // The expression of the band writes it in digits, without an exponent.
    accepts: (deviations) => deviations >= 0.01 && deviations <= 100, toMetric: unchanged, takesTokens: false,
  };
}

/** A threshold that is the age of a record. */
export function maxLag(options: StreamLagSignalOptions | undefined): ThresholdOption {
  return {
    name: 'maxLag', value: options?.maxLag, must: 'longer than 0', remedy: 'pass for example Duration.minutes(15)',
    accepts: (millis) => millis > 0, toMetric: unchanged, takesTokens: true,
  };
}

/**
 * The threshold that a user has set, in the unit of the metric; undefined where the signal's default holds.
 *
 * @param where the construct and the signal, for the error
 * @throws when the value makes no sense
 */
export function thresholdOf(where: string, { name, value, must, remedy, accepts, toMetric, takesTokens }: ThresholdOption): number | undefined {
  if (value === undefined) return undefined;
  const metricValue = typeof value === 'number' ? value : millisOf(value);
  if (metricValue === undefined || Token.isUnresolved(metricValue)) {
    if (metricValue !== undefined && takesTokens) return metricValue;
    throw new Error(`${where}: ${name} must be known at synth, since the alarm is computed from it; pass a value that is not a token`);
  }
  if (!accepts(metricValue)) throw new Error(`${where}: ${name} must be ${must}, got ${typeof value === 'number' ? value : value.toHumanString()}; ${remedy}`);
  return toMetric(metricValue);
}

/** Undefined where the length is a token in another unit, which CDK cannot convert. */
function millisOf(length: Duration): number | undefined {
  return length.isUnresolved() && length.unitLabel() !== Duration.millis(1).unitLabel() ? undefined : length.toMilliseconds();
}
