import type { Duration } from 'aws-cdk-lib/core';
import { closedStructOf, COUNT, DURATION, FLAG, NUMBER, oneOf, PERIOD, type Shapes } from '../argument-shapes';
import { Severity } from '../pipeline/severity';

/**
 * Options that every signal has. Each default is derived from the timeout of the function or state machine, from the
 * schedule or from the pipeline's severity; the signal's own documentation says which.
 */
export interface SignalOptions {
  /**
   * Whether the signal is watched.
   * @default - true, unless the signal's documentation says otherwise
   */
  readonly enabled?: boolean;

  /**
   * The severity of its alarm.
   * @default - follows from the pipeline's severity
   */
  readonly severity?: Severity;

  /**
   * The length of one data point: 1 minute or a multiple of it.
   * @default - at least as long as the longest run, since Lambda stamps the points of a run with the time of its start
   */
  readonly period?: Duration;

  /**
   * The number of most recent periods that the alarm evaluates (CloudWatch's N).
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * The number of those periods that must breach (CloudWatch's M). At most `evaluationPeriods`.
   * @default - the same as `evaluationPeriods`
   */
  readonly datapointsToAlarm?: number;
}

/** Options of a signal that counts failures. */
export interface FailedSignalOptions extends SignalOptions {
  /**
   * The alarm is raised from this number of failures in one period. A whole number of at least 1.
   * @default 1
   */
  readonly minFailures?: number;
}

/** Options of the signal that a run came near the longest time it may take. */
export interface NearTimeoutSignalOptions extends SignalOptions {
  /**
   * The alarm is raised from this fraction of the longest time that a run may take: of a function's timeout, or of a
   * state machine's `maxDuration`. Above 0 and at most 1.
   * @default 0.8
   */
  readonly fractionOfTimeout?: number;
}

/** Options of the signal that a run took unusually long. */
export interface SlowerThanUsualSignalOptions extends SignalOptions {
  /**
   * The width of the anomaly band, in standard deviations above what is usual: 0.01 to 100. Fewer deviations raise the alarm
   * more often.
   * @default 3
   */
  readonly standardDeviations?: number;
}

/** Options of the signal that a function falls behind its stream. */
export interface StreamLagSignalOptions extends SignalOptions {
  /**
   * The alarm is raised when the oldest record of a batch waited this long in the stream. Longer than 0.
   * @default Duration.minutes(15)
   */
  readonly maxLag?: Duration;
}

const COMMON: Shapes<SignalOptions> = {
  enabled: FLAG, severity: oneOf('Severity', Severity), period: PERIOD, evaluationPeriods: COUNT, datapointsToAlarm: COUNT,
};
const EXAMPLE = 'write for example { enabled: false }';

/** What the options of each kind of signal must be. An option that a signal does not have is an error, since it would have no effect. */
export const WITHOUT_THRESHOLD = closedStructOf<SignalOptions>(COMMON, EXAMPLE);
export const FAILED = closedStructOf<FailedSignalOptions>({ ...COMMON, minFailures: NUMBER }, EXAMPLE);
export const NEAR_TIMEOUT = closedStructOf<NearTimeoutSignalOptions>({ ...COMMON, fractionOfTimeout: NUMBER }, EXAMPLE);
export const SLOWER_THAN_USUAL = closedStructOf<SlowerThanUsualSignalOptions>({ ...COMMON, standardDeviations: NUMBER }, EXAMPLE);
export const STREAM_LAG = closedStructOf<StreamLagSignalOptions>({ ...COMMON, maxLag: DURATION }, EXAMPLE);
